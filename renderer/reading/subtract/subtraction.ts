import type { SeriesStack, SeriesStacks } from '../../hanging/index.ts';
import { SubtractedStack } from '../../viewer/index.ts';
import type { FrameRef, ViewerEngine, ViewportHandle } from '../../viewer/index.ts';
import { stackName } from '../fusion/fusion-partners.ts';
import type { Say } from '../said-tone.ts';
import { otherStudyWords } from '../other-study.ts';
import { findSeries, seriesHolding } from '../stores.ts';
import type { DeskStores } from '../stores.ts';
import { maskRecipe, seriesRecipe } from './recipes.ts';
import type { Recipe } from './recipes.ts';
import type { Subtracted } from './subtracted.ts';

/** What of the desk a subtraction touches. */
export interface SubtractionDesk {
  readonly engine: ViewerEngine;
  readonly stores: Pick<DeskStores, 'composition' | 'open'>;
  readonly stacks: SeriesStacks;
  readonly say: Say;
  failed(error: unknown, doing: string): void;
}

interface Opened {
  readonly made: SubtractedStack;
  /** The stored pictures, place by place. */
  readonly stack: SeriesStack;
  readonly stop: () => void;
}

/** Subtracted pictures of viewports, in place of the stored ones, place by place. Gone with the case (fault F50). */
export class Subtraction {
  readonly #desk: SubtractionDesk;
  readonly #open = new Map<string, Opened>();

  constructor(desk: SubtractionDesk) {
    this.#desk = desk;
  }

  /** Pictures that stand in a viewport in place of a stack; its own where nothing is subtracted, or, with the reason said, cannot be. */
  refsFor(viewportId: string, handle: ViewportHandle, stack: SeriesStack): readonly FrameRef[] {
    this.detach(viewportId);
    const wanted = this.#desk.stores.composition.getState().cells[viewportId]?.subtracted;
    if (!wanted) return stack.refs;
    const found = this.recipe(stack, wanted);
    if (!found.ok) {
      this.#keep(viewportId, null);
      this.#desk.say('Nothing is subtracted', `${sentence(found.why)} The images are shown as they came.`, 'warning');
      return stack.refs;
    }
    const made = new SubtractedStack(this.#desk.engine.source, found.recipe);
    this.#open.set(viewportId, { made, stack, stop: made.onChange(() => handle.render()) });
    return made.refs;
  }

  detach(viewportId: string): void {
    const opened = this.#open.get(viewportId);
    if (!opened) return;
    this.#open.delete(viewportId);
    opened.stop();
    opened.made.dispose();
  }

  /** The case is closed. */
  clear(): void {
    for (const viewportId of [...this.#open.keys()]) this.detach(viewportId);
  }

  /** The stored picture at a place of a viewport that shows subtracted ones; null for any other viewport. */
  storedAt(viewportId: string, place: number): FrameRef | null {
    return this.#open.get(viewportId)?.stack.refs[place] ?? null;
  }

  recipe(stack: SeriesStack, wanted: Subtracted): Recipe {
    if (wanted.kind === 'mask') return maskRecipe(stack, wanted);
    const { studyId, seriesUid, stack: number } = wanted.taken;
    const open = this.#desk.stores.open.getState();
    const series = findSeries(open, studyId, seriesUid);
    const taken = series ? this.#desk.stacks.of(series).stacks[number] : undefined;
    if (!series || !taken) return { ok: false, why: 'the other series is not open' };
    const [first] = stack.refs;
    const own = first && seriesHolding(open, first.objectId);
    const whose = otherStudyWords(open, studyId, own?.studyId);
    return seriesRecipe(stack, taken, `${stackName({ series, stack: taken }, null)}${whose}`);
  }

  /** Another mask, or the same one moved: the pictures stay where they are. False where nothing is subtracted by a mask. */
  change(viewportId: string, next: Extract<Subtracted, { kind: 'mask' }>): boolean {
    const opened = this.#open.get(viewportId);
    const found = opened ? maskRecipe(opened.stack, next) : null;
    if (!opened || !found?.ok || this.of(viewportId)?.kind !== 'mask') return false;
    // Frames that had no mask have one now: it is another stack.
    if (found.recipe.pictures.some((one, at) => (one !== null) !== isMadeAt(opened, at))) return false;
    this.#keep(viewportId, next);
    opened.made.change(found.recipe).catch((error: unknown) => this.#desk.failed(error, 'Subtraction'));
    return true;
  }

  of(viewportId: string): Subtracted | null {
    return this.#desk.stores.composition.getState().cells[viewportId]?.subtracted ?? null;
  }

  #keep(viewportId: string, subtracted: Subtracted | null): void {
    this.#desk.stores.composition.setState(({ cells }) => {
      const cell = cells[viewportId];
      return cell ? { cells: { ...cells, [viewportId]: { ...cell, subtracted } } } : { cells };
    });
  }
}

function isMadeAt({ made, stack }: Opened, place: number): boolean {
  return made.refs[place]?.objectId !== stack.refs[place]?.objectId;
}

function sentence(why: string): string {
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
