import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { phasesAt } from '../../../shared/hanging/phases.ts';
import type { Phases } from '../../../shared/hanging/phases.ts';
import { typeNames } from '../../../shared/hanging/stack-groups.ts';
import { STACK_RULES } from '../../hanging/index.ts';
import type { StackedSeries } from '../../hanging/index.ts';
import type { FrameRef } from '../../viewer/index.ts';

/** Types of which pictures are phases of each other: what is measured, not what was worked out from it. */
const MEASURED = new Set(['trace', 'magnitude']);

/** By series, then by picture: found once for all pictures of a place. */
const KNOWN = new WeakMap<StackedSeries, Map<string, Phases>>();

/** The other pictures of the place that a picture of the series shows. */
export function phasesOf(series: StackedSeries, ref: FrameRef): Phases {
  const known = KNOWN.get(series) ?? new Map<string, Phases>();
  KNOWN.set(series, known);
  const key = keyOf(ref);
  const before = known.get(key);
  if (before) return before;
  const own = series.holding(ref);
  const place = own.placeOf(ref);
  const home = place === null ? undefined : own.frames[place];
  if (!home) return { ok: false, why: 'the viewport shows no image of a series' };
  const found = phasesAt(series.stacks, own.number, home, kindOf);
  known.set(key, found);
  if (found.ok) {
    for (const [here, phase] of found.phases.entries()) {
      const member = series.stacks[phase.stack]?.refs[phase.place];
      if (member && here !== found.here) known.set(keyOf(member), { ...found, here });
    }
  }
  return found;
}

/** Which of the phases a picture is, for the line that says its stack: "320 ms after the R wave, 3 of 25"; empty where it has none. */
export function phaseWords(series: StackedSeries, ref: FrameRef): string {
  const found = phasesOf(series, ref);
  const phase = found.ok ? found.phases[found.here] : undefined;
  if (!found.ok || !phase || phase.words === '') return '';
  const { name } = series.holding(ref);
  // The name of a stack may have told it already: "b 800", "phase 3 of 25".
  const words = name.startsWith('b ') && phase.words === `${name} s/mm²` ? '' : phase.words;
  const { from, count } = phase.run;
  const which = count < 2 || /\d of \d/.test(`${name} ${words}`) ? '' : `${found.here - from + 1} of ${count}`;
  return [words, which].filter((part) => part !== '').join(', ');
}

function kindOf(one: SeriesFrame): string {
  return typeNames(one, STACK_RULES)
    .filter((name) => !MEASURED.has(name))
    .join(', ');
}

function keyOf({ objectId, frame }: FrameRef): string {
  return `${objectId}/${frame}`;
}
