import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { NamedScale } from '../../../shared/volume/overlay-scale.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import { FusedSeries } from '../../viewer/index.ts';
import type { FrameRef, FusedLayer, FusedWay, ImageSource, ViewportHandle } from '../../viewer/index.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import type { History } from '../history.ts';
import type { RegisteredBetween } from '../linked-scroll.ts';
import { findSeries, isReformatCell, REFORMAT_CELLS, studiesOf } from '../stores.ts';
import type { DeskStores } from '../stores.ts';
import type { Fused } from './fused.ts';
import { otherStudyWords } from '../other-study.ts';
import { stackName } from './fusion-partners.ts';

/** What of the desk an overlay touches. */
export interface FusionDesk {
  readonly engine: { readonly source: ImageSource };
  readonly stores: Pick<DeskStores, 'composition' | 'open' | 'runtime'>;
  readonly stacks: SeriesStacks;
  readonly handles: readonly ViewportHandle[];
  readonly history: Pick<History, 'push'>;
}

/** A series that lies over one viewport or over several. */
interface Opened {
  readonly series: FusedSeries;
  readonly name: string;
  readonly stop: () => void;
}

/** Pictures that are worked out ahead of a scroll. */
const AHEAD = 4;

/** Draws what the composition wants over its viewports. All of it goes with the case (fault F50). */
export class FusionKeeper {
  /** The reader is asked what to lay over. */
  readonly asking: StoreApi<boolean> = createStore<boolean>()(() => false);
  readonly #desk: FusionDesk;
  readonly #registered: RegisteredBetween;
  readonly #opened = new Map<string, Opened>();
  /** What each viewport was given last. */
  readonly #drawn = new Map<string, Fused>();
  readonly #watch = new Map<string, () => void>();
  readonly #places = new Map<string, number>();
  readonly #bag = new DisposerBag();

  constructor(desk: FusionDesk, registered: RegisteredBetween) {
    this.#desk = desk;
    this.#registered = registered;
    this.#bag.add(desk.stores.composition.subscribe(() => this.#follow()));
    this.#bag.add(
      desk.stores.runtime.subscribe(({ ties }, before) => {
        // Another registration may be in use.
        if (ties !== before.ties) this.#drawAll();
      }),
    );
  }

  of(viewportId: string): Fused | null {
    return this.#desk.stores.composition.getState().cells[viewportId]?.fused ?? null;
  }

  /** Scales that the reader can choose for what lies over a viewport. */
  scalesOf(viewportId: string): readonly NamedScale[] {
    return this.#openedFor(this.of(viewportId))?.series.scale.choices ?? [];
  }

  /** Lays a series over a viewport, changes how, or takes it away (null); one step of history. All planes of a reformat go together. */
  set(viewportId: string, next: Fused | null): void {
    const before = this.of(viewportId);
    const below = this.#desk.stores.composition.getState().cells[viewportId]?.seriesUid;
    // Another series in the viewport meanwhile is not what it was laid over.
    const put = (fused: Fused | null): void => {
      const cell = this.#desk.stores.composition.getState().cells[viewportId];
      if (cell?.seriesUid === below) this.#put(viewportId, fused);
    };
    put(next);
    this.#desk.history.push({ undo: () => put(before), redo: () => put(next) });
  }

  change(viewportId: string, change: Partial<Pick<Fused, 'map' | 'opacity' | 'scale'>>): void {
    const now = this.of(viewportId);
    if (now) this.set(viewportId, { ...now, ...change });
  }

  /** A viewport came onto the screen. */
  came(handle: ViewportHandle): void {
    this.#watch.get(handle.id)?.();
    const unheard = handle.onScroll((target) => this.#scrolled(handle, target));
    this.#watch.set(handle.id, unheard);
    this.#draw(handle);
  }

  /** The case is closed. */
  clear(): void {
    this.asking.setState(false, true);
    for (const { stop } of this.#opened.values()) stop();
    this.#opened.clear();
    this.#drawn.clear();
    this.#places.clear();
    for (const handle of this.#desk.handles) handle.setFused(null);
  }

  dispose(): void {
    this.#bag.dispose();
    for (const stop of this.#watch.values()) stop();
    for (const { stop } of this.#opened.values()) stop();
    this.#opened.clear();
  }

  #put(viewportId: string, fused: Fused | null): void {
    const group = isReformatCell(viewportId) ? REFORMAT_CELLS : [viewportId];
    this.#desk.stores.composition.setState(({ cells }) => ({
      cells: Object.fromEntries(
        Object.entries(cells).map(([id, cell]) => [id, cell && group.includes(id) ? { ...cell, fused } : cell]),
      ),
    }));
  }

  /** What hangs, or what lies over it, changed. */
  #follow(): void {
    const { cells } = this.#desk.stores.composition.getState();
    const wanted = Object.values(cells).flatMap((cell) => (cell?.fused ? [keyOf(cell.fused)] : []));
    for (const [key, { stop }] of this.#opened) {
      if (wanted.includes(key)) continue;
      stop();
      this.#opened.delete(key);
    }
    for (const handle of this.#desk.handles) {
      if (this.of(handle.id) !== (this.#drawn.get(handle.id) ?? null)) this.#draw(handle);
    }
  }

  #openedFor(fused: Fused | null): Opened | null {
    if (!fused) return null;
    const key = keyOf(fused);
    const known = this.#opened.get(key);
    if (known) return known;
    const open = this.#desk.stores.open.getState();
    const { studyId, seriesUid, stack: number } = fused.over;
    const found = findSeries(open, studyId, seriesUid);
    const study = studiesOf(open).find((one) => one.study.studyId === studyId);
    const stack = found ? this.#desk.stacks.of(found).stacks[number] : null;
    const plan = stack ? planVolume(stack.frames, this.#desk.engine.source.volumeMemory, 1) : null;
    if (!found || !study || !stack || !plan?.ok) return null;
    const space = stack.link.frameOfReference;
    const series = new FusedSeries(this.#desk.engine.source, plan, (image) => this.#wayFrom(image, space));
    const unheard = series.onChange(() => this.#drawAll());
    const opened = {
      series,
      name: stackName({ series: found, stack }, null),
      stop: (): void => {
        unheard();
        series.dispose();
      },
    };
    this.#opened.set(key, opened);
    return opened;
  }

  #wayFrom({ frameOfReference }: ImageInfo, space: string | null): FusedWay | null {
    if (frameOfReference !== null && frameOfReference === space) return { matrix: null, by: null };
    return this.#registered(frameOfReference, space);
  }

  #layer(viewportId: string): FusedLayer | null {
    const fused = this.of(viewportId);
    if (!fused) return null;
    const opened = this.#openedFor(fused);
    if (!opened) return this.#refusal(fused);
    const { cells } = this.#desk.stores.composition.getState();
    const { series } = opened;
    // Whose it is, is never left to be guessed: a PET of the prior lies over the CT of today, or the other way round.
    const whose = otherStudyWords(this.#desk.stores.open.getState(), fused.over.studyId, cells[viewportId]?.studyId);
    const name = `${opened.name}${whose}`;
    const { factor, offset, quantity, unit, choices } = series.scale;
    const scale = (fused.scale ?? choices[0])?.scale ?? series.fullRange;
    return {
      look: { map: fused.map, opacity: fused.opacity, scale },
      facts: { seriesUid: fused.over.seriesUid, name, quantity, unit },
      ...{ factor, offset, remarks: series.remarks },
      of: (ref) => series.of(ref),
    };
  }

  /** What was kept or hung may not be there, or be no volume: that is said over the picture. */
  #refusal({ over, map, opacity }: Fused): FusedLayer {
    const found = findSeries(this.#desk.stores.open.getState(), over.studyId, over.seriesUid);
    const stack = found ? this.#desk.stacks.of(found).stacks[over.stack] : null;
    const plan = stack ? planVolume(stack.frames, this.#desk.engine.source.volumeMemory, 1) : null;
    const words = plan?.ok === false ? plan.words : 'its pictures are not open';
    return {
      look: { map, opacity, scale: { low: 0, high: 1 } },
      facts: {
        seriesUid: over.seriesUid,
        name: stack && found ? stackName({ series: found, stack }, null) : 'another series',
        quantity: '',
        unit: '',
      },
      ...{ factor: 1, offset: 0, remarks: [] },
      of: () => ({ state: 'refused', words, by: null }),
    };
  }

  #draw(handle: ViewportHandle): void {
    const fused = this.of(handle.id);
    if (fused) this.#drawn.set(handle.id, fused);
    else this.#drawn.delete(handle.id);
    handle.setFused(this.#layer(handle.id));
  }

  #drawAll(): void {
    for (const handle of this.#desk.handles) if (this.#drawn.has(handle.id)) this.#draw(handle);
  }

  /** What comes next in each viewport of the same overlay is worked out before it is looked at. */
  #scrolled(handle: ViewportHandle, target: number): void {
    const fused = this.of(handle.id);
    const by = target < (this.#places.get(handle.id) ?? target) ? -1 : 1;
    this.#places.set(handle.id, target);
    const opened = this.#openedFor(fused);
    if (!fused || !opened) return;
    const others = this.#desk.handles.filter((one) => one !== handle && this.#isOver(one.id, fused));
    const places = [0, ...Array.from({ length: AHEAD }, (_unused, at) => by * (at + 1)), -by].map(
      (far) => target + far,
    );
    const refs = [...places.map((place) => handle.stack[place]), ...others.map((one) => one.stack[one.target])];
    opened.series.ahead(refs.filter((ref): ref is FrameRef => ref !== undefined));
  }

  #isOver(viewportId: string, fused: Fused): boolean {
    const own = this.of(viewportId);
    return own !== null && keyOf(own) === keyOf(fused);
  }
}

function keyOf({ over: { studyId, seriesUid, stack } }: Fused): string {
  return `${studyId} ${seriesUid} ${stack}`;
}
