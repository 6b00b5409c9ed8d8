import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import type { NamedScale } from '../../../shared/volume/overlay-scale.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import { FusedSeries, MOST_VOLUME_BYTES } from '../../viewer/index.ts';
import type { FrameRef, FusedLayer, FusedWay, ImageSource, ViewportHandle } from '../../viewer/index.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import type { History } from '../history.ts';
import type { RegisteredBetween } from '../linked-scroll.ts';
import { findSeries, isReformatCell, REFORMAT_CELLS } from '../stores.ts';
import type { DeskStores } from '../stores.ts';

/** A series that lies over what one viewport shows. Plain: what the reader chose, and nothing that is worked out. */
export interface Fused {
  /** What it was laid over: another series in the viewport ends it. */
  readonly base: { readonly studyId: StudyId; readonly seriesUid: string };
  readonly over: { readonly studyId: StudyId; readonly seriesUid: string; readonly stack: number };
  readonly name: string;
  readonly map: ColourMap;
  /** 0 to 1. */
  readonly opacity: number;
  /** Null until the series is opened: the first of its own. */
  readonly scale: NamedScale | null;
}

export interface FusionState {
  /** By viewport; the planes of a reformat are one. */
  readonly fused: Readonly<Record<string, Fused>>;
  /** The reader is asked what to lay over. */
  readonly asking: boolean;
}

/** What of the desk an overlay touches. */
export interface FusionDesk {
  readonly engine: { readonly source: ImageSource };
  readonly stores: Pick<DeskStores, 'composition' | 'layout' | 'open'>;
  readonly stacks: SeriesStacks;
  readonly handles: readonly ViewportHandle[];
  readonly objects: { readonly registrations: { onChange: (changed: () => void) => () => void } };
  readonly history: Pick<History, 'push'>;
}

interface Opened {
  readonly series: FusedSeries;
  readonly key: string;
  readonly stop: () => void;
}

/** All planes of a reformat are fused together. */
const PLANES = 'planes';
/** Pictures that are worked out ahead of a scroll, and behind. */
const AHEAD = 4;

export function slotOf(viewportId: string): string {
  return isReformatCell(viewportId) ? PLANES : viewportId;
}

/** Which series lies over which viewport. All of it goes with the case (fault F50). */
export class FusionKeeper {
  readonly store: StoreApi<FusionState> = createStore<FusionState>()(() => ({ fused: {}, asking: false }));
  readonly #parts: FusionDesk;
  readonly #registered: RegisteredBetween;
  readonly #opened = new Map<string, Opened>();
  readonly #watch = new Map<string, () => void>();
  readonly #places = new Map<string, number>();
  readonly #bag = new DisposerBag();

  constructor(parts: FusionDesk, registered: RegisteredBetween) {
    this.#parts = parts;
    this.#registered = registered;
    this.#bag.add(parts.stores.composition.subscribe(() => this.#follow()));
    this.#bag.add(parts.objects.registrations.onChange(() => this.#drawAll()));
  }

  of(viewportId: string): Fused | null {
    return this.store.getState().fused[slotOf(viewportId)] ?? null;
  }

  /** Scales that the reader can choose for what lies over a viewport. */
  scalesOf(viewportId: string): readonly NamedScale[] {
    return this.#opened.get(slotOf(viewportId))?.series.scale.choices ?? [];
  }

  /** Lays a series over a viewport, changes how, or takes it away (null); one step of history. */
  set(viewportId: string, next: Fused | null): void {
    const slot = slotOf(viewportId);
    const before = this.of(viewportId);
    this.#put(slot, next);
    this.#parts.history.push({ undo: () => this.#put(slot, before), redo: () => this.#put(slot, next) });
  }

  change(viewportId: string, change: Partial<Pick<Fused, 'map' | 'opacity' | 'scale'>>): void {
    const now = this.of(viewportId);
    if (now) this.set(viewportId, { ...now, ...change });
  }

  ask(asking: boolean): void {
    this.store.setState({ asking });
  }

  /** A viewport came onto the screen. */
  came(handle: ViewportHandle): void {
    this.#watch.get(handle.id)?.();
    this.#watch.set(
      handle.id,
      handle.onScroll((target) => this.#scrolled(handle, target)),
    );
    handle.setFused(this.#layer(slotOf(handle.id)));
  }

  /** The case is closed. */
  clear(): void {
    this.store.setState({ fused: {}, asking: false });
    for (const { stop } of this.#opened.values()) stop();
    this.#opened.clear();
    this.#places.clear();
    this.#drawAll();
  }

  dispose(): void {
    this.#bag.dispose();
    for (const stop of this.#watch.values()) stop();
    for (const { stop } of this.#opened.values()) stop();
    this.#opened.clear();
  }

  #put(slot: string, next: Fused | null): void {
    this.store.setState(({ fused: { [slot]: _former, ...others } }) => ({
      fused: next ? { ...others, [slot]: next } : others,
    }));
    this.#open(slot);
    this.#draw(slot);
  }

  /** What hangs in a viewport changed: an overlay goes with what it was laid over, and along into its planes. */
  #follow(): void {
    const { cells } = this.#parts.stores.composition.getState();
    const { fused } = this.store.getState();
    const cellOf = (slot: string) => cells[slot === PLANES ? (REFORMAT_CELLS[0] ?? '') : slot] ?? null;
    const isOver = ({ base }: Fused, slot: string): boolean => {
      const cell = cellOf(slot);
      return cell?.studyId === base.studyId && cell.seriesUid === base.seriesUid;
    };
    for (const [slot, one] of Object.entries(fused)) if (!isOver(one, slot)) this.#put(slot, null);
    const active = fused[this.#parts.stores.layout.getState().active];
    if (active && fused[PLANES] === undefined && isOver(active, PLANES)) this.#put(PLANES, active);
  }

  #open(slot: string): void {
    const fused = this.store.getState().fused[slot];
    const before = this.#opened.get(slot);
    const key = fused ? JSON.stringify(fused.over) : '';
    if (before?.key === key) return;
    before?.stop();
    this.#opened.delete(slot);
    const found = fused && findSeries(this.#parts.stores.open.getState(), fused.over.studyId, fused.over.seriesUid);
    const stack = found ? this.#parts.stacks.of(found).stacks[fused.over.stack] : null;
    const plan = stack ? planVolume(stack.frames, MOST_VOLUME_BYTES) : null;
    if (!plan?.ok) return;
    const space = stack?.link.frameOfReference ?? null;
    const series = new FusedSeries(this.#parts.engine.source, plan, (image) => this.#wayFrom(image, space));
    const unheard = series.onChange(() => this.#draw(slot));
    const stop = (): void => {
      unheard();
      series.dispose();
    };
    this.#opened.set(slot, { series, key, stop });
  }

  #wayFrom({ frameOfReference }: ImageInfo, space: string | null): FusedWay | null {
    if (frameOfReference !== null && frameOfReference === space) return { matrix: null, by: null };
    return this.#registered(frameOfReference, space);
  }

  #layer(slot: string): FusedLayer | null {
    const fused = this.store.getState().fused[slot];
    const { series } = this.#opened.get(slot) ?? {};
    if (!fused || !series) return null;
    const { factor, offset, quantity, unit, choices } = series.scale;
    const scale = (fused.scale ?? choices[0])?.scale ?? series.fullRange;
    return {
      look: { map: fused.map, opacity: fused.opacity, scale },
      facts: { seriesUid: fused.over.seriesUid, name: fused.name, quantity, unit },
      ...{ factor, offset, remarks: series.remarks },
      of: (ref) => series.of(ref),
    };
  }

  #draw(slot: string): void {
    const layer = this.#layer(slot);
    for (const handle of this.#parts.handles) if (slotOf(handle.id) === slot) handle.setFused(layer);
  }

  #drawAll(): void {
    for (const handle of this.#parts.handles) handle.setFused(this.#layer(slotOf(handle.id)));
  }

  /** What comes next in each viewport of the same overlay is worked out before it is looked at. */
  #scrolled(handle: ViewportHandle, target: number): void {
    const slot = slotOf(handle.id);
    const { series } = this.#opened.get(slot) ?? {};
    const by = target < (this.#places.get(handle.id) ?? target) ? -1 : 1;
    this.#places.set(handle.id, target);
    if (!series) return;
    const near = this.#parts.handles.filter(({ id }) => slotOf(id) === slot && id !== handle.id);
    const places = [0, ...Array.from({ length: AHEAD }, (_unused, at) => by * (at + 1)), -by].map(
      (step) => target + step,
    );
    const refs = [...places.map((place) => handle.stack[place]), ...near.map((one) => one.stack[one.target])];
    series.ahead(refs.filter((ref): ref is FrameRef => ref !== undefined));
  }
}
