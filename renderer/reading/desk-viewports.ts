import type { SeriesStack, SeriesStacks } from '../hanging/index.ts';
import { inOrder, seriesWith, startIndex } from '../hanging/index.ts';
import type { GlassTruth, ViewportHandle } from '../viewer/index.ts';
import { shownStack, stackOfCell } from './cell-stack.ts';
import type { LinkedScroll } from './linked-scroll.ts';
import type { Mpr } from './mpr.ts';
import type { Navigation } from './navigation/navigation.ts';
import type { LonePlanes } from './planes/lone-planes.ts';
import { planeNow } from './planes/plane-now.ts';
import type { ReferenceLines } from './reference-lines.ts';
import { lookAt, shownIn } from './seen/glass-look.ts';
import type { Subtraction } from './subtract/subtraction.ts';
import type { SeenKeeper } from './seen-keeper.ts';
import { findSeries, isMade, isReformatCell, studiesOf } from './stores.ts';
import type { DeskStores } from './stores.ts';

export interface ViewportsParts {
  readonly stores: Pick<DeskStores, 'layout' | 'composition' | 'open'>;
  readonly stacks: SeriesStacks;
  readonly link: Pick<LinkedScroll, 'set' | 'moved'>;
  /** These know the viewports, too, and are made after them. */
  readonly others: () => {
    readonly mpr: Pick<Mpr, 'attach' | 'detach' | 'refocus'>;
    readonly planes: Pick<LonePlanes, 'attach' | 'detach'>;
    readonly lines: Pick<ReferenceLines, 'update'>;
    readonly seen: Pick<SeenKeeper, 'shown' | 'look'>;
    readonly nav: Pick<Navigation, 'left'>;
    readonly subtraction: Pick<Subtraction, 'refsFor' | 'detach' | 'storedAt'>;
  };
  /** A viewport came onto the screen and is empty still. */
  readonly came: (handle: ViewportHandle) => void;
  /** What stands in a viewport is another picture, or stands elsewhere. */
  readonly moved: () => void;
}

/** The viewports on the screen: each gets what the composition says, and is taken down where it stood. */
export class DeskViewports {
  readonly #parts: ViewportsParts;
  readonly #handles = new Map<string, ViewportHandle>();
  readonly #watch = new Map<string, () => void>();

  constructor(parts: ViewportsParts) {
    this.#parts = parts;
  }

  handle(viewportId: string): ViewportHandle | null {
    return this.#handles.get(viewportId) ?? null;
  }

  /** Those of the layout that are on the screen, row by row. */
  get handles(): readonly ViewportHandle[] {
    return this.#parts.stores.layout.getState().cells.flatMap((id) => this.handle(id) ?? []);
  }

  /** A viewport came onto the screen, or is going. */
  attach(viewportId: string, handle: ViewportHandle | null): void {
    const { link, others, came, moved } = this.#parts;
    this.#watch.get(viewportId)?.();
    this.#watch.delete(viewportId);
    if (!handle) return this.#detach(viewportId);
    this.#handles.set(viewportId, handle);
    came(handle);
    const stopScroll = handle.onScroll((target) => link.moved(viewportId, target));
    const stopTruth = handle.onChange((truth) => {
      this.#followSeries(handle, truth);
      this.#noteSeen(handle, truth);
      others().lines.update();
      moved();
    });
    this.#watch.set(viewportId, () => {
      stopScroll();
      stopTruth();
    });
    this.load(viewportId);
    others().mpr.refocus(viewportId, handle);
  }

  /** Puts into a viewport what the composition says; empties it where that is nothing. */
  load(viewportId: string): void {
    const { stores, stacks, link, others } = this.#parts;
    const handle = this.handle(viewportId);
    const cell = stores.composition.getState().cells[viewportId] ?? null;
    if (!handle) return;
    if (isReformatCell(viewportId)) return others().mpr.attach(viewportId, handle);
    others().planes.detach(viewportId);
    others().subtraction.detach(viewportId);
    const series = cell ? findSeries(stores.open.getState(), cell.studyId, cell.seriesUid) : null;
    if (!cell || !series) {
      handle.setStack([], 0);
      link.set(viewportId, null);
      return;
    }
    const holding = stackOfCell(stacks, stores.open.getState(), cell) ?? stacks.of(series).main;
    if (others().planes.attach(viewportId, handle, { cell, stack: holding })) {
      // Seen from outside it has no slice that another one could be led to.
      if (cell.volume && !cell.plane) link.set(viewportId, null);
      return;
    }
    const ordered = cell.among ? holding : inOrder(holding, cell.order);
    const { link: stack, placeOf } = ordered;
    const refs = others().subtraction.refsFor(viewportId, handle, ordered);
    const place = cell.start ? placeOf(cell.start) : null;
    // A window of differences says nothing of the stored values that stand there in their place.
    const isStored = Boolean(cell.subtracted) && refs === ordered.refs;
    const view = isStored && cell.view ? { ...cell.view, window: null, preset: null } : cell.view;
    // Another phase of the series comes without a black glass between.
    const [before] = handle.stack;
    const stays = before !== undefined && handle.target === place && stacks.of(series).placeOf(before) !== null;
    handle.setStack(refs, place ?? startIndex(series, refs.length), view, stays);
    link.set(viewportId, { handle, stack, studyId: cell.studyId, role: cell.role });
  }

  /** What a viewport should show; null where it is empty. */
  stackIn(viewportId: string): SeriesStack | null {
    const { stores, stacks } = this.#parts;
    return shownStack(stacks, stores.open.getState(), stores.composition.getState().cells[viewportId] ?? null);
  }

  /** Takes down where every viewport stands, so that it comes back there. */
  rememberPlaces(): void {
    for (const handle of this.handles) this.#rememberPlace(handle.id, handle);
  }

  #detach(viewportId: string): void {
    const { link, others } = this.#parts;
    const leaving = this.handle(viewportId);
    if (leaving) this.#rememberPlace(viewportId, leaving);
    this.#handles.delete(viewportId);
    link.set(viewportId, null);
    others().nav.left(viewportId);
    others().seen.look(viewportId, null);
    others().lines.update();
    others().mpr.detach(viewportId);
    others().subtraction.detach(viewportId);
    others().planes.detach(viewportId);
  }

  #rememberPlace(viewportId: string, handle: ViewportHandle): void {
    const { composition } = this.#parts.stores;
    const cell = composition.getState().cells[viewportId];
    // A plane of a reformat is no picture of the series: which of its stacks is looked at is said by the picture it was begun from.
    const stored = this.#parts.others().subtraction.storedAt(viewportId, handle.target);
    const start = stored ?? (isMade(viewportId, cell) ? cell?.start : handle.stack[handle.target]);
    if (!cell || !start) return;
    const plane = cell.plane ? { plane: planeNow(cell.plane, handle.truth) } : {};
    const now = { ...cell, start, view: handle.view, ...plane };
    composition.setState(({ cells }) => ({ cells: { ...cells, [viewportId]: now } }));
  }

  /** Key images are of several series: what is said beside the picture is of the one that it is of. */
  #followSeries({ id }: ViewportHandle, { ref }: GlassTruth): void {
    const { open, composition } = this.#parts.stores;
    const cell = composition.getState().cells[id];
    const study = cell?.among
      ? studiesOf(open.getState()).find((one) => one.study.studyId === cell.studyId)
      : undefined;
    const seriesUid = (study && ref && seriesWith(study, ref)?.seriesUid) ?? cell?.seriesUid;
    if (!cell || seriesUid === undefined || seriesUid === cell.seriesUid) return;
    composition.setState(({ cells }) => ({ cells: { ...cells, [id]: { ...cell, seriesUid, start: ref } } }));
  }

  /** Pictures of the study alone: what was worked out here is none of them. */
  #noteSeen(handle: ViewportHandle, truth: GlassTruth): void {
    const { stores, stacks, others } = this.#parts;
    const ref = shownIn(truth);
    const cell = ref ? stores.composition.getState().cells[handle.id] : null;
    const series = cell ? findSeries(stores.open.getState(), cell.studyId, cell.seriesUid) : null;
    const place = ref && series ? stacks.of(series).placeOf(ref) : null;
    if (!ref || !series || place === null) return others().seen.look(handle.id, null);
    others().seen.shown(series.seriesUid, place, ref);
    others().seen.look(handle.id, lookAt(handle, ref));
  }
}
