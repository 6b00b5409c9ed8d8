import { asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { callStation } from '../client/index.ts';
import { SeriesStacks, startIndex } from '../hanging/index.ts';
import type { ObjectKeeper } from '../objects/index.ts';
import { INITIAL_VIEW, ViewerEngine } from '../viewer/index.ts';
import type { FrameRef, PrimaryTool, ViewportHandle } from '../viewer/index.ts';
import { CaseCounts } from './case-counts.ts';
import { Cine } from './cine.ts';
import { DeskKeeper } from './desk-keeper.ts';
import { deskHanging, deskLines, deskMarks, deskMpr, deskObjects, deskPlanes } from './desk-made.ts';
import { clearTools, deskMeasurements } from './desk-measurements.ts';
import type { DeskParts } from './desk-parts.ts';
import { DeskViewports } from './desk-viewports.ts';
import { DragHand } from './drag-hand.ts';
import { fetchCase } from './fetch-case.ts';
import type { FetchedCase } from './fetch-case.ts';
import { liftFirst } from './fetch-first.ts';
import { goToFault, goToMeasurement, showFrame } from './go-to.ts';
import { StageLayer } from './hanging/lay-stage.ts';
import type { HungDesk } from './hang-desk.ts';
import type { HangingKeeper } from './hanging/hanging-keeper.ts';
import { FusionKeeper } from './fusion/fusion-keeper.ts';
import { GrownKeeper } from './grown-keeper.ts';
import { History } from './history.ts';
import { LesionKeeper } from './lesions/lesion-keeper.ts';
import { LinkedScroll } from './linked-scroll.ts';
import type { RegisteredBetween } from './linked-scroll.ts';
import type { MarksKeeper } from './marks-keeper.ts';
import type { Say } from './said-tone.ts';
import type { MeasurementKeeper } from './measurement-keeper.ts';
import type { Mpr } from './mpr.ts';
import { goTogether } from './navigation/link-kinds.ts';
import { Navigation } from './navigation/navigation.ts';
import { playStack } from './phases/phase-cine.ts';
import type { LonePlanes } from './planes/lone-planes.ts';
import type { ReferenceLines } from './reference-lines.ts';
import { SeenKeeper } from './seen-keeper.ts';
import { StateShow } from './state-show.ts';
import { Subtraction } from './subtract/subtraction.ts';
import { cellIds, createDeskStores, emptyStores, findSeries, isReformatCell, roleIn, standingUids } from './stores.ts';
import type { Composed, DeskStores } from './stores.ts';
import type { WindowsOfDesk } from './windows/windows-of-desk.ts';

/** One desk: the open case, its viewports and tools. Opening another study swaps everything by one token. */
export class DeskSession {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly history: History;
  readonly measurements: MeasurementKeeper;
  readonly marks: MarksKeeper;
  readonly lesions: LesionKeeper;
  readonly cine: Cine;
  readonly objects: ObjectKeeper;
  readonly link: LinkedScroll;
  readonly mpr: Mpr;
  readonly planes: LonePlanes;
  readonly nav: Navigation;
  readonly grown: GrownKeeper;
  readonly fusion: FusionKeeper;
  readonly hanging: HangingKeeper;
  readonly states: StateShow;
  readonly subtraction = new Subtraction(this);
  readonly stacks = new SeriesStacks();
  /** What stands in a viewport is another picture, or stands elsewhere. */
  readonly stood = new Emitter<void>();
  /** Null: this window is the only one. */
  windows: WindowsOfDesk | null = null;
  readonly #parts: DeskParts;
  readonly #viewports: DeskViewports;
  readonly #keeper: DeskKeeper;
  readonly #seen: SeenKeeper;
  readonly #counts: CaseCounts;
  readonly #lines: ReferenceLines;
  readonly #bag = new DisposerBag();
  readonly #layer = new StageLayer(this, (viewportId) => this.#viewports.load(viewportId));
  #token = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.stores = createDeskStores();
    const { runtime } = this.stores;
    const tied = (): void => runtime.setState(({ ties }) => ({ ties: ties + 1 }));
    const { registered } = this;
    this.link = new LinkedScroll(tied, registered, (a, b) => goTogether(runtime.getState().linkGroups, a, b));
    this.cine = new Cine((cineRate) => runtime.setState(cineRate ? { cineRate } : { cineRate, cine: false }));
    this.#viewports = this.#makeViewports();
    this.engine = new ViewerEngine(parts.frames, 'desk', parts.paint);
    this.#bag.add(() => this.engine.dispose());
    this.history = new History((canUndo, canRedo) => runtime.setState({ canUndo, canRedo }));
    this.measurements = deskMeasurements(this);
    this.#bag.add(() => this.measurements.dispose());
    this.marks = deskMarks(this);
    this.lesions = new LesionKeeper(this);
    const { source } = this.engine;
    this.objects = deskObjects(this, this.#bag);
    this.#bag.add(this.objects.registrations.onChange(tied));
    this.states = new StateShow({
      ...{ source, handles: () => this.handles, pitch: () => this.monitorPitch() },
      standing: () => standingUids(this.stores.saved.getState()),
    });
    this.#keeper = new DeskKeeper(
      this.stores,
      parts.call,
      (viewportId) => this.handle(viewportId),
      this.link,
      () => this.objects.registrations.used,
      () => this.hanging.kept,
      () => this.nav.computed.found,
      (viewportId, place) => this.subtraction.storedAt(viewportId, place),
    );
    this.#bag.add(() => this.#keeper.dispose());
    this.#seen = new SeenKeeper({ stores: this.stores, stacks: this.stacks, call: parts.call });
    this.#bag.add(() => this.#seen.dispose());
    this.mpr = deskMpr(this, () => {
      this.#keeper.flush();
      this.#viewports.rememberPlaces();
    });
    this.planes = deskPlanes(this);
    this.#bag.add(() => this.mpr.abandon());
    this.#bag.add(() => this.planes.clear());
    this.#counts = new CaseCounts(this.engine.source, runtime);
    this.#bag.add(() => this.#counts.dispose());
    this.#lines = deskLines(this, registered);
    this.#bag.add(() => this.#lines.dispose());
    const { tools } = this.engine;
    this.nav = new Navigation({ source, runtime, handles: () => this.handles, link: this.link, registered, tools });
    this.hanging = deskHanging(this, parts, () => this.#viewports.rememberPlaces());
    this.fusion = new FusionKeeper(this, registered);
    this.grown = new GrownKeeper(this);
    for (const part of [this.nav, this.fusion, this.grown, new DragHand(this)]) this.#bag.add(() => part.dispose());
    this.#bag.add(() => this.cine.stop());
  }

  /** How places of one frame of reference lie in another, as a registration in use says. */
  readonly registered: RegisteredBetween = (from, to) =>
    this.nav.computed.between(from, to) ?? this.objects.registrations.between(from, to);

  monitorPitch(): number | null {
    return this.#parts.pitch?.() ?? null;
  }

  readonly say: Say = (...said) => this.#parts.say?.(...said);
  readonly worded = (words: string): string => this.#parts.worded?.(words) ?? words;

  handle(viewportId: string): ViewportHandle | null {
    return this.#viewports.handle(viewportId);
  }

  get active(): ViewportHandle | null {
    return this.handle(this.stores.layout.getState().active);
  }

  get handles(): readonly ViewportHandle[] {
    return this.#viewports.handles;
  }

  /**
   * Opens a study with its most relevant prior, as it was left, else as the hanging rules say.
   * @param withRejected with images that the site took back for their quality
   */
  async open(studyId: StudyId, { withRejected = false }: { readonly withRejected?: boolean } = {}): Promise<void> {
    this.#token += 1;
    const token = this.#token;
    this.#closeCase();
    this.windows?.opening(studyId);
    try {
      const fetched = await fetchCase(this.#parts, studyId, withRejected);
      // Another study was opened in the meantime: this one must not show (fault F50).
      if (token !== this.#token) return;
      this.#show(token, fetched);
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
      void this.#seen.load(study, this.ifStill());
      this.hanging.priorCame();
    } catch (error) {
      this.#parts.failed(error, 'Prior');
    }
  }

  /**
   * Puts a stack of a series into a viewport, from its own beginning.
   * @param at the number of the stack, or a picture to begin with; else the stack that the series is read by
   */
  showSeries(viewportId: string, studyId: StudyId, seriesUid: string, at?: number | FrameRef): void {
    const open = this.stores.open.getState();
    const series = findSeries(open, studyId, seriesUid);
    if (!series || open.status !== 'open') return;
    const stacked = this.stacks.of(series);
    const own = typeof at === 'object' ? at : null;
    const { refs } = (typeof at === 'number' ? stacked.stacks[at] : null) ?? stacked.holding(own);
    const role = this.roleOf(studyId);
    // A reformat gives way to what is hung.
    const left = this.mpr.leave();
    const start = own ?? refs[startIndex(series, refs.length)] ?? null;
    const into = isReformatCell(viewportId) ? (left ?? viewportId) : viewportId;
    this.compose(into, { studyId, seriesUid, role, start, view: INITIAL_VIEW });
    liftFirst(this, studyId, series);
  }

  roleOf(studyId: StudyId): 'current' | 'prior' {
    return roleIn(this.stores.open.getState(), studyId);
  }

  /** Leaves the series of the active viewport unread, or takes it up again; of the current study only. */
  toggleAside(): void {
    const cell = this.stores.composition.getState().cells[this.stores.layout.getState().active];
    if (cell?.role !== 'current') return;
    this.#seen.toggleAside(cell, this.ifStill()).catch((error: unknown) => this.#parts.failed(error, 'Series'));
  }

  /** Shows the next slice of the active viewport where its stack has a gap, a duplicate or a change. */
  goToFault(by: 1 | -1): void {
    goToFault(this, this.#viewports.stackIn(this.stores.layout.getState().active), by);
  }

  /** For what reads or writes beside the pictures. */
  get call(): typeof callStation {
    return this.#parts.call;
  }

  failed(error: unknown, doing: string): void {
    this.#parts.failed(error, doing);
  }

  setLayout(rows: number, columns: number): void {
    const { layout } = this.stores;
    this.mpr.leave();
    const cells = cellIds(rows, columns);
    const { active } = layout.getState();
    this.#viewports.rememberPlaces();
    layout.setState({
      rows,
      columns,
      cells,
      places: {},
      active: cells.includes(active) ? active : (cells[0] ?? active),
      full: false,
    });
  }

  activate(viewportId: string): void {
    const { layout, runtime } = this.stores;
    if (layout.getState().active !== viewportId) layout.setState({ active: viewportId });
    if (runtime.getState().elsewhere !== null) runtime.setState({ elsewhere: null });
  }

  setTool(tool: PrimaryTool): void {
    this.engine.tools.setPrimary(tool);
    this.stores.runtime.setState({ tool });
  }

  setLinked(linked: boolean): void {
    this.link.enabled = linked;
    this.stores.runtime.setState({ linked });
  }

  setCine(on: boolean): void {
    if (on) playStack(this);
    else this.cine.stop();
    this.stores.runtime.setState({ cine: this.cine.playing });
  }

  /** Shows the picture of a measurement in the viewport that has its series, else in the active one. */
  goTo(measurementId: string): void {
    goToMeasurement(this, measurementId);
  }

  /** Shows a picture of the open case in the viewport that has its series, else in the active one; null where it is of none. */
  showFrame(ref: FrameRef): ViewportHandle | null {
    return showFrame(this, ref);
  }

  /** A viewport came onto the screen, or is going. */
  readonly attach = (viewportId: string, handle: ViewportHandle | null): void => {
    this.#viewports.attach(viewportId, handle);
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

  #makeViewports(): DeskViewports {
    return new DeskViewports({
      ...{ stores: this.stores, stacks: this.stacks, link: this.link },
      others: () => {
        const { mpr, planes, nav, subtraction } = this;
        return { mpr, planes, nav, subtraction, lines: this.#lines, seen: this.#seen };
      },
      came: (handle) => {
        this.nav.came(handle);
        this.grown.came(handle);
        this.fusion.came(handle);
        this.#layer.came();
        this.objects.show();
      },
      moved: () => {
        this.#keeper.touch();
        this.stood.emit();
      },
    });
  }

  /** Everything of the case before goes in one go: pictures, drawings, history, what is seen. */
  #closeCase(): void {
    for (const { presses } of this.handles) presses.release();
    this.#keeper.flush();
    void this.#seen.flush();
    this.measurements.flush();
    this.setCine(false);
    this.mpr.leave();
    this.#keeper.pause();
    this.planes.clear();
    emptyStores(this.stores);
    this.hanging.close();
    this.#layer.clear();
    for (const handle of this.handles) {
      handle.setStack([], 0);
      this.link.set(handle.id, null);
    }
    this.link.forget();
    const { source, overlays } = this.engine;
    const ofCase = [this.nav, source, overlays, this.objects, this.grown, this.fusion, this.#counts, this.marks];
    for (const each of [...ofCase, this.lesions, this.states, this.subtraction]) each.clear();
    this.measurements.load([]);
    this.history.clear();
    clearTools(this);
  }

  #show(token: number, { current, prior, journal, reader, rules }: FetchedCase): void {
    const priors = prior ? [prior] : [];
    this.#know(current, true);
    for (const study of priors) this.#know(study, false);
    this.hanging.open({ current, priors }, journal.desk, rules, () =>
      this.stores.open.setState({ status: 'open', token, current, priors, reader }, true),
    );
    this.link.restore(journal.desk?.landmarks ?? []);
    this.nav.computed.replace(journal.desk?.computed ?? []);
    void this.objects.registrations.restore(journal.desk?.registrations ?? []);
    this.measurements.load(journal.measurements);
    this.hanging.settled();
    this.#keeper.begin(current.study.studyId);
    for (const study of [current, ...priors]) void this.#seen.load(study, this.ifStill());
  }

  /** Puts a hanging in place of the desk that stands. */
  lay(laid: HungDesk): void {
    this.#layer.lay(this.#parts.share?.(laid, this.stores.open.getState()) ?? laid);
  }

  /** Whether the case that is open now is open still: asked before anything that was answered late is shown. */
  ifStill(): () => boolean {
    const token = this.#token;
    return () => token === this.#token;
  }

  #know(study: StudyForReading, isCurrent: boolean): void {
    const images = study.series.flatMap((series) => series.images);
    this.engine.source.add(images, isCurrent);
    this.#counts.add(study);
    this.marks.know(study);
    this.objects.know(study);
  }

  /** Puts into a viewport what is to stand there, as it is said. */
  compose(viewportId: string, cell: Composed | null): void {
    const { composition } = this.stores;
    composition.setState(({ cells }) => ({ cells: { ...cells, [viewportId]: cell } }));
    this.#viewports.load(viewportId);
    this.#keeper.touch();
  }
}
