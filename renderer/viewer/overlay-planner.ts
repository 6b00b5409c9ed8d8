import { heldTogether } from '../ui/index.ts';
import type { Measure } from '../ui/index.ts';
import { planOverlay } from './overlay-plan.ts';
import type { OverlayLine, OverlayPlan, OverlayRoom } from './overlay-plan.ts';

/** Plans anew only when words or room changed: figures are all of one width, and a step through a stack changes nothing else. */
export class OverlayPlanner {
  readonly #measure: Measure;
  #last: { readonly key: string; readonly plan: OverlayPlan } | null = null;

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  plan(lines: readonly OverlayLine[], room: OverlayRoom): OverlayPlan {
    const level = lines.map((line) => ({ ...line, text: measured(line).replaceAll(/\d/g, '0') }));
    const key = JSON.stringify([level.map(({ key: name, text, rank }) => [name, text, rank]), room]);
    if (this.#last?.key === key) return this.#last.plan;
    const plan = planOverlay(level, room, this.#measure);
    this.#last = { key, plan };
    return plan;
  }
}

/** As it is drawn: no line breaks within a value, names may break anywhere. */
function measured({ key, text }: OverlayLine): string {
  return key === 'who' ? text : heldTogether(text);
}
