import type { Response } from '../../shared/contract/index.ts';
import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { ObjectId, PersonId, StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { callStation, FrameClient } from '../client/index.ts';
import { hangCase, SeriesStacks, startIndex } from '../hanging/index.ts';
import { INITIAL_VIEW, sameFrame, ViewerEngine } from '../viewer/index.ts';
import type { PrimaryTool, ViewportHandle } from '../viewer/index.ts';
import { CaseCounts } from './case-counts.ts';
import { Cine } from './cine.ts';
import { DeskKeeper } from './desk-keeper.ts';
import { fromDeskState } from './desk-state.ts';
import { fetchFirst } from './fetch-first.ts';
import { DragHand } from './drag-hand.ts';
import { History } from './history.ts';
import { LinkedScroll } from './linked-scroll.ts';
import { MeasurementKeeper } from './measurement-keeper.ts';
import { SeenKeeper } from './seen-keeper.ts';
import { cellIds, createDeskStores, findSeries, studiesOf } from './stores.ts';
import type { Composed, DeskStores } from './stores.ts';

export interface DeskParts {
  readonly frames: FrameClient;
  readonly call: typeof callStation;
  /** Tells the reader what went wrong; `doing`: "Measurement". */
  readonly failed: (error: unknown, doing: string) => void;
}

/** One desk: the open case, its viewports and tools. Opening another study swaps everything by one token. */
export class DeskSession {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly history: History;
  readonly measurements: MeasurementKeeper;
  readonly cine: Cine;
  readonly link = new LinkedScroll();
  readonly stacks = new SeriesStacks();
  readonly #parts: DeskParts;
  readonly #handles = new Map<string, ViewportHandle>();
  readonly #watch = new Map<string, () => void>();
  readonly #keeper: DeskKeeper;
  readonly #seen: SeenKeeper;
  readonly #counts: CaseCounts;
  readonly #bag = new DisposerBag();
  #token = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.stores = createDeskStores();
    const { runtime } = this.stores;
    this.cine = new Cine((cineMiss) => runtime.setState({ cineMiss }));
    this.engine = new ViewerEngine(parts.frames, 'desk');
    this.#bag.add(() => this.engine.dispose());
    this.history = new History((canUndo, canRedo) => runtime.setState({ canUndo, canRedo }));
    this.measurements = new MeasurementKeeper(
      {
        engine: this.engine,
        stores: this.stores,
        history: this.history,
        call: parts.call,
        failed: (error) => parts.failed(error, 'Measurement'),
      },
      (objectId) => this.#ownerOf(objectId),
    );
    this.#bag.add(() => this.measurements.dispose());
    this.#keeper = new DeskKeeper(this.stores, parts.call, (viewportId) => this.handle(viewportId));
    this.#bag.add(() => this.#keeper.dispose());
    this.#seen = new SeenKeeper({ stores: this.stores, stacks: this.stacks, call: parts.call });
    this.#bag.add(() => this.#seen.dispose());
    this.#counts = new CaseCounts(this.engine.source, runtime);
    this.#bag.add(() => this.#counts.dispose());
    const hand = new DragHand(this);
    this.#bag.add(() => hand.dispose());
    this.#bag.add(() => this.cine.stop());
  }

  handle(viewportId: string): ViewportHandle | null {
    return this.#handles.get(viewportId) ?? null;
  }

  get active(): ViewportHandle | null {
    return this.handle(this.stores.layout.getState().active);
  }

  get handles(): readonly ViewportHandle[] {
    return this.stores.layout.getState().cells.flatMap((id) => this.handle(id) ?? []);
  }

  /**
   * Opens a study with its most relevant prior, as it was left, else as the hanging rules say.
   * @param withRejected with images that the site took back for their quality
   */
  async open(studyId: StudyId, { withRejected = false }: { readonly withRejected?: boolean } = {}): Promise<void> {
    this.#token += 1;
    const token = this.#token;
    const { call } = this.#parts;
    this.#closeCase();
    try {
      const [current, journal, access] = await Promise.all([
        call('study.open', withRejected ? { studyId, withRejected } : { studyId }),
        call('reading.load', { studyId }),
        call('access.state', {}).catch(() => null),
      ]);
      const prior = await this.#openPrior(current);
      // Another study was opened in the meantime: this one must not show (fault F50).
      if (token !== this.#token) return;
      this.#show(token, current, prior, journal, access?.reader?.personId ?? null);
    } catch (error) {
      if (token === this.#token) this.stores.open.setState({ status: 'failed', error: asAppError(error) }, true);
    }
  }

  /** Opens one more prior, so that its series can be hung. */
  async openPrior(studyId: StudyId): Promise<void> {
    const token = this.#token;
    try {
      const study = await this.#parts.call('study.open', { studyId });
      const open = this.stores.open.getState();
      if (token !== this.#token || open.status !== 'open') return;
      this.#know(study, false);
      this.stores.open.setState({ ...open, priors: [...open.priors, study] });
      void this.#seen.load(study, this.#ifStill());
    } catch (error) {
      this.#parts.failed(error, 'Prior');
    }
  }

  /** Puts a series into a viewport, from its own beginning. */
  showSeries(viewportId: string, studyId: StudyId, seriesUid: string): void {
    const open = this.stores.open.getState();
    const series = findSeries(open, studyId, seriesUid);
    if (!series || open.status !== 'open') return;
    const { refs } = this.stacks.of(series);
    const role = studyId === open.current.study.studyId ? 'current' : 'prior';
    const start = refs[startIndex(series, refs.length)] ?? null;
    this.#compose(viewportId, { studyId, seriesUid, role, start, view: INITIAL_VIEW });
    this.#fetchFirst(studyId, series);
  }

  /** What somebody wants to see and is still at its site comes before all else. */
  #fetchFirst(studyId: StudyId, series: SeriesForReading): void {
    const open = this.stores.open.getState();
    if (open.status !== 'open') return;
    const wanted = fetchFirst([open.current, ...open.priors], studyId, series);
    if (wanted === null) return;
    this.#parts.call('transfers.lift', wanted).catch((error: unknown) => this.#parts.failed(error, 'Series'));
  }

  /** Leaves the series of the active viewport unread, or takes it up again; of the current study only. */
  toggleAside(): void {
    const cell = this.stores.composition.getState().cells[this.stores.layout.getState().active];
    if (cell?.role !== 'current') return;
    this.#seen.toggleAside(cell, this.#ifStill()).catch((error: unknown) => this.#parts.failed(error, 'Series'));
  }

  setLayout(rows: number, columns: number): void {
    const { layout } = this.stores;
    const cells = cellIds(rows, columns);
    const { active } = layout.getState();
    this.#rememberPlaces();
    layout.setState({
      rows,
      columns,
      cells,
      active: cells.includes(active) ? active : (cells[0] ?? active),
      full: false,
    });
  }

  activate(viewportId: string): void {
    if (this.stores.layout.getState().active !== viewportId) this.stores.layout.setState({ active: viewportId });
  }

  setTool(tool: PrimaryTool): void {
    this.engine.tools.setPrimary(tool);
    this.stores.runtime.setState({ tool });
  }

  setLinked(linked: boolean): void {
    this.link.enabled = linked;
    if (linked) this.link.align();
    this.stores.runtime.setState({ linked });
  }

  setCine(on: boolean): void {
    const handle = this.active;
    if (on && handle) this.cine.play(handle);
    else this.cine.stop();
    this.stores.runtime.setState({ cine: this.cine.playing });
  }

  /** Shows the picture of a measurement in the viewport that has its series, else in the active one. */
  goTo(measurementId: string): void {
    const measurement = this.stores.saved.getState().measurements.find((one) => one.measurementId === measurementId);
    const open = this.stores.open.getState();
    if (!measurement) return;
    const series = studiesOf(open)
      .flatMap((study) => study.series.map((one) => ({ studyId: study.study.studyId, one })))
      .find(({ one }) => one.images.some((image) => image.objectId === measurement.objectId));
    if (!series) return;
    const ref = { objectId: measurement.objectId, frame: measurement.frame };
    const holder = this.handles.find((handle) => handle.stack.some((entry) => sameFrame(entry, ref)));
    const { active } = this.stores.layout.getState();
    if (!holder) this.showSeries(active, series.studyId, series.one.seriesUid);
    const handle = holder ?? this.active;
    handle?.scrollTo(handle.stack.findIndex((entry) => sameFrame(entry, ref)));
    if (holder) this.activate(holder.id);
    this.stores.runtime.setState({ selectedMeasurement: measurementId });
    this.engine.tools.drawings.select(measurementId);
    handle?.render();
  }

  /** A viewport came onto the screen, or is going. */
  readonly attach = (viewportId: string, handle: ViewportHandle | null): void => {
    this.#watch.get(viewportId)?.();
    this.#watch.delete(viewportId);
    const leaving = this.#handles.get(viewportId);
    if (!handle) {
      if (leaving) this.#rememberPlace(viewportId, leaving);
      this.#handles.delete(viewportId);
      this.link.set(viewportId, null);
      return;
    }
    this.#handles.set(viewportId, handle);
    const stopScroll = handle.onScroll((target) => this.link.moved(viewportId, target));
    const stopTruth = handle.onChange((truth) => {
      if (truth.state === 'shown' && truth.ref) {
        const uid = this.stores.composition.getState().cells[viewportId]?.seriesUid;
        if (uid !== undefined) this.#seen.shown(uid, truth.index, truth.ref);
      }
      this.#keeper.touch();
    });
    this.#watch.set(viewportId, () => {
      stopScroll();
      stopTruth();
    });
    this.#load(viewportId);
  };

  /** Resolves when drawings, places and seen pictures are on their way into the journal: before a check, and before a lock. */
  async settle(): Promise<void> {
    this.#keeper.flush();
    this.measurements.flush();
    await this.#seen.flush();
  }

  dispose(): void {
    this.#token += 1;
    this.#keeper.flush();
    this.#bag.dispose();
  }

  async #openPrior(current: StudyForReading): Promise<StudyForReading | null> {
    const [best] = current.priors;
    if (!best) return null;
    try {
      return await this.#parts.call('study.open', { studyId: best.studyId });
    } catch (error) {
      this.#parts.failed(error, 'Prior');
      return null;
    }
  }

  /** Everything of the case before goes in one go: pictures, drawings, history, what is seen. */
  #closeCase(): void {
    this.#keeper.flush();
    void this.#seen.flush();
    this.measurements.flush();
    this.setCine(false);
    this.#keeper.pause();
    const { open, composition, runtime } = this.stores;
    open.setState({ status: 'loading' }, true);
    composition.setState({ hangingName: '', cells: {} });
    runtime.setState({ seen: {}, aside: new Set(), selectedMeasurement: null });
    for (const handle of this.handles) handle.setStack([], 0);
    for (const handle of this.handles) this.link.set(handle.id, null);
    this.engine.source.clear();
    this.#counts.clear();
    this.measurements.load([]);
    this.history.clear();
  }

  #show(
    token: number,
    current: StudyForReading,
    prior: StudyForReading | null,
    journal: Response<'reading.load'>,
    reader: PersonId | null,
  ): void {
    const priors = prior ? [prior] : [];
    this.#know(current, true);
    for (const study of priors) this.#know(study, false);
    const restored = journal.desk ? fromDeskState(journal.desk, current, priors) : null;
    const hung = restored ? null : hangCase(current, prior, screenOf(window), this.stacks);
    const rows = restored?.rows ?? hung?.rows ?? 1;
    const columns = restored?.columns ?? hung?.columns ?? 1;
    const ids = cellIds(rows, columns);
    const fresh = ids.map((id, place): [string, Composed | null] => {
      const one = hung?.viewports[place];
      return [id, one ? { ...one, view: INITIAL_VIEW } : null];
    });
    this.stores.layout.setState({
      rows,
      columns,
      cells: ids,
      active: restored?.active ?? ids[0] ?? 'v1-1',
      full: false,
    });
    this.stores.composition.setState({
      hangingName: hung?.name ?? 'As it was left',
      cells: restored?.cells ?? Object.fromEntries(fresh),
    });
    this.stores.open.setState({ status: 'open', token, current, priors, reader }, true);
    this.measurements.load(journal.measurements);
    for (const viewportId of ids) this.#load(viewportId);
    this.#keeper.begin(current.study.studyId);
    for (const study of [current, ...priors]) void this.#seen.load(study, this.#ifStill());
  }

  /** Whether the case that is open now is open still. */
  #ifStill(): () => boolean {
    const token = this.#token;
    return () => token === this.#token;
  }

  #know(study: StudyForReading, isCurrent: boolean): void {
    const images = study.series.flatMap((series) => series.images);
    this.engine.source.add(images, isCurrent);
    this.#counts.add(study);
  }

  #compose(viewportId: string, cell: Composed | null): void {
    const { composition } = this.stores;
    composition.setState(({ cells }) => ({ cells: { ...cells, [viewportId]: cell } }));
    this.#load(viewportId);
    this.#keeper.touch();
  }

  #load(viewportId: string): void {
    const handle = this.handle(viewportId);
    const cell = this.stores.composition.getState().cells[viewportId] ?? null;
    const open = this.stores.open.getState();
    if (!handle) return;
    const series = cell ? findSeries(open, cell.studyId, cell.seriesUid) : null;
    if (!cell || !series) {
      handle.setStack([], 0);
      this.link.set(viewportId, null);
      return;
    }
    const { refs, link, placeOf } = this.stacks.of(series);
    const place = cell.start ? placeOf(cell.start) : null;
    handle.setStack(refs, place ?? startIndex(series, refs.length), cell.view);
    this.link.set(viewportId, { handle, stack: link, studyId: cell.studyId, role: cell.role });
  }

  #rememberPlaces(): void {
    for (const handle of this.handles) this.#rememberPlace(handle.id, handle);
  }

  #rememberPlace(viewportId: string, handle: ViewportHandle): void {
    const { composition } = this.stores;
    const cell = composition.getState().cells[viewportId];
    const start = handle.stack[handle.target];
    if (!cell || !start) return;
    composition.setState(({ cells }) => ({ cells: { ...cells, [viewportId]: { ...cell, start, view: handle.view } } }));
  }

  #ownerOf(objectId: ObjectId): { studyId: StudyId; by: PersonId } | null {
    const open = this.stores.open.getState();
    if (open.status !== 'open') return null;
    const known = studiesOf(open).some((study) =>
      study.series.some((series) => series.images.some((image) => image.objectId === objectId)),
    );
    if (!known) return null;
    if (open.reader === null) throw new AppError('access/locked', 'nobody is signed in');
    // Drawings on a prior belong to the case that is read now.
    return { studyId: open.current.study.studyId, by: open.reader };
  }
}

function screenOf({ innerWidth, innerHeight }: Window): 'landscape' | 'portrait' {
  return innerHeight > innerWidth ? 'portrait' : 'landscape';
}
