import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { LinkKind } from '../../shared/hanging/linked-position.ts';
import type { AppError } from '../../shared/errors/app-error.ts';
import type { DeskPlane } from '../../shared/model/desk-plane.ts';
import type { DeskVolume } from '../../shared/model/desk-volume.ts';
import type { WindowPlace } from '../../shared/model/desk-window.ts';
import type { ObjectId, PersonId, StudyId } from '../../shared/model/ids.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import type { StackOrder } from '../../shared/model/stack-order.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { LinkedView } from '../../shared/model/viewport-links.ts';
import type { CineMeasured } from './cine-rate.ts';
import type { LinkGroups } from './navigation/link-kinds.ts';
import type { Fused } from './fusion/fused.ts';
import type { Subtracted } from './subtract/subtracted.ts';
import { NO_TOOL_STATE } from './tool-state.ts';
import type { ToolState } from './tool-state.ts';
import type { Rect } from '../hanging/index.ts';
import type { FrameRef, PrimaryTool, ViewState } from '../viewer/index.ts';

/** First owner of view state: how the desk is divided. */
export interface DeskLayout {
  readonly rows: number;
  readonly columns: number;
  /** Ids row by row. An id stays with its place on the desk when the layout changes. */
  readonly cells: readonly string[];
  /** Where viewports lie that are no rows and columns of equal ones; absent of all others. */
  readonly places: Readonly<Record<string, Rect>>;
  readonly active: string;
  readonly railShown: boolean;
  readonly measurementsShown: boolean;
  readonly lesionsShown: boolean;
  readonly curveShown: boolean;
  readonly reportShown: boolean;
  readonly overlayShown: boolean;
  /** The active viewport alone, until pressed again. */
  readonly full: boolean;
  /** The case (its token) of which every series is shown over the desk; null: none. */
  readonly overviewOf: number | null;
}

/** What one viewport should show. */
export interface Composed {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly role: 'current' | 'prior';
  readonly start: FrameRef | null;
  readonly view: ViewState;
  /** What lies over it. */
  readonly fused?: Fused | null;
  /** What is taken from its pictures. */
  readonly subtracted?: Subtracted | null;
  /** Stands in place of the slices; `start` says which of the stacks it is made of. */
  readonly plane?: DeskPlane | null;
  /** Seen from outside in place of the slices. */
  readonly volume?: DeskVolume | null;
  /** In which order its pictures follow each other; absent: by position. */
  readonly order?: StackOrder | null;
  /** These pictures of the study alone, of whatever series: its key images. `seriesUid` is of the one that is shown. */
  readonly among?: readonly FrameRef[];
  /** What these say of programs stands over it from the beginning. */
  readonly marked?: readonly ObjectId[];
}

/** A report in place of pictures. */
export interface ReportCell {
  readonly studyId: StudyId;
  readonly role: Composed['role'];
}

/** Two series that are looked at in turns in one viewport. */
export interface Flicker {
  readonly viewportId: string;
  /** What is shown now, as it came. */
  readonly here: Composed;
  /** What comes with the next press, as it was left. */
  readonly other: Composed;
  /** What it began with. */
  readonly began: Composed['role'];
  /** How the place of the one was found in the other; null: each stands where it stood. */
  readonly tie: LinkKind | null;
}

/** Second owner: what should be where, by viewport id. */
export interface Composition {
  readonly hangingName: string;
  readonly cells: Readonly<Record<string, Composed | null>>;
  /** Why a viewport of the hanging shows nothing, in words. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Viewports without pictures that show a report. */
  readonly reports?: Readonly<Record<string, ReportCell>>;
  /** The rest of the hanging stands in other windows. */
  readonly dealt?: boolean;
}

/** What became of the pictures of one series since the study was opened. */
export interface SeriesCounts {
  /** Objects whose stored bytes were read and authenticated. */
  readonly verified: number;
  /** Frames. */
  readonly decoded: number;
  readonly failed: number;
}

/** Third owner: what the viewer does now; the pictures themselves are said by each viewport's truth. */
export interface DeskRuntime {
  readonly tool: PrimaryTool;
  readonly linked: boolean;
  /** What viewports share beside their place. */
  readonly linkedViews: readonly LinkedView[];
  readonly linkGroups: LinkGroups;
  /** Current and prior of one viewport change places by a key. */
  readonly flicker: Flicker | null;
  /** Share of the work of a registration that runs, 0 to 1; null: none. */
  readonly registering: number | null;
  /** Where the focus is, when it is in another window; null: here. */
  readonly elsewhere: {
    readonly place: WindowPlace;
    readonly viewportId: string;
    readonly ref: FrameRef | null;
  } | null;
  /** Counts changes of what scrolls together. */
  readonly ties: number;
  readonly referenceLines: boolean;
  readonly cine: boolean;
  /** Pictures a second while playing, as they were counted over the last second. */
  readonly cineRate: CineMeasured | null;
  /** Places of each series that were on the glass, by series UID. */
  readonly seen: Readonly<Record<string, ReadonlySet<number>>>;
  /** Series of the current study that the reader decided to leave unread, by UID. */
  readonly aside: ReadonlySet<string>;
  /** By series UID. */
  readonly counts: Readonly<Record<string, SeriesCounts>>;
  readonly selectedMeasurement: string | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Fourth owner: what is in the journal, or on its way. */
export interface DeskSaved {
  readonly measurements: readonly Measurement[];
  /** failed: tried and refused, tried again until it is written. */
  readonly state: 'saved' | 'saving' | 'failed';
  readonly unsaved: number;
  /** UTC, ISO 8601. */
  readonly savedAt: string | null;
}

/** The open case: everything on the desk hangs on its token. */
export type DeskCase =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | {
      readonly status: 'open';
      readonly token: number;
      readonly current: StudyForReading;
      /** Priors that were opened, the most relevant first. */
      readonly priors: readonly StudyForReading[];
      readonly reader: PersonId | null;
    };

export interface DeskStores {
  readonly layout: StoreApi<DeskLayout>;
  readonly composition: StoreApi<Composition>;
  readonly runtime: StoreApi<DeskRuntime>;
  readonly saved: StoreApi<DeskSaved>;
  readonly open: StoreApi<DeskCase>;
  /** What the tools hold beside the drawing itself. */
  readonly tools: StoreApi<ToolState>;
}

export function createDeskStores(): DeskStores {
  return {
    layout: createStore<DeskLayout>()(() => ({
      rows: 1,
      columns: 1,
      cells: ['v1-1'],
      places: {},
      active: 'v1-1',
      railShown: true,
      measurementsShown: false,
      lesionsShown: false,
      curveShown: false,
      reportShown: true,
      overlayShown: true,
      full: false,
      overviewOf: null,
    })),
    composition: createStore<Composition>()(() => ({ hangingName: '', cells: {}, reasons: {}, reports: {} })),
    runtime: createStore<DeskRuntime>()(() => ({
      tool: 'window',
      linked: true,
      linkedViews: [],
      linkGroups: {},
      flicker: null,
      registering: null,
      elsewhere: null,
      ties: 0,
      referenceLines: true,
      cine: false,
      cineRate: null,
      seen: {},
      aside: new Set<string>(),
      counts: {},
      selectedMeasurement: null,
      canUndo: false,
      canRedo: false,
    })),
    saved: createStore<DeskSaved>()(() => ({ measurements: [], state: 'saved', unsaved: 0, savedAt: null })),
    open: createStore<DeskCase>()(() => ({ status: 'loading' })),
    tools: createStore<ToolState>()(() => NO_TOOL_STATE),
  };
}

/** Nothing of a case stays in them; a case is on its way. */
export function emptyStores({ open, composition, runtime }: DeskStores): void {
  open.setState({ status: 'loading' }, true);
  composition.setState({ hangingName: '', cells: {}, reasons: {}, reports: {} });
  runtime.setState({ seen: {}, aside: new Set(), selectedMeasurement: null });
}

/** Ids by place ("v2-3" is row 2, column 3), so that a place keeps its viewport through a change of layout. */
export function cellIds(rows: number, columns: number): readonly string[] {
  return Array.from({ length: rows * columns }, (_, i) => `v${Math.floor(i / columns) + 1}-${(i % columns) + 1}`);
}

/** Viewports of the three planes of a reformat; they come and go beside those of the layout. */
export const REFORMAT_CELLS: readonly string[] = ['mpr-axial', 'mpr-coronal', 'mpr-sagittal'];

/** Viewports of pictures of the same volume that are no planes: laid straight along a path, seen from outside. */
export const CURVED_CELL = 'mpr-curved';
export const CAST_CELL = 'mpr-3d';

export function isReformatCell(viewportId: string): boolean {
  return REFORMAT_CELLS.includes(viewportId) || viewportId === CURVED_CELL || viewportId === CAST_CELL;
}

/** What a viewport shows was worked out here: it is no picture of the series. */
export function isMade(
  viewportId: string,
  cell: Pick<Composed, 'plane' | 'volume' | 'subtracted'> | null | undefined,
): boolean {
  return isReformatCell(viewportId) || Boolean(cell?.plane ?? cell?.volume ?? cell?.subtracted);
}

export function studiesOf(open: DeskCase): readonly StudyForReading[] {
  return open.status === 'open' ? [open.current, ...open.priors] : [];
}

/** Which of the two a study of the desk is. */
export function roleIn(open: DeskCase, studyId: StudyId): 'current' | 'prior' {
  return open.status === 'open' && studyId === open.current.study.studyId ? 'current' : 'prior';
}

export function findSeries(open: DeskCase, studyId: StudyId, seriesUid: string): SeriesForReading | null {
  const study = studiesOf(open).find((one) => one.study.studyId === studyId);
  return study?.series.find((series) => series.seriesUid === seriesUid) ?? null;
}

/** The series of the open case that an object is an image of; null where it is of none. */
export function seriesHolding(
  open: DeskCase,
  objectId: ObjectId,
): { readonly studyId: StudyId; readonly series: SeriesForReading } | null {
  for (const { study, series } of studiesOf(open)) {
    const holder = series.find(({ images }) => images.some((image) => image.objectId === objectId));
    if (holder) return { studyId: study.studyId, series: holder };
  }
  return null;
}

/** Tracking UIDs of the measurements that stand. */
export function standingUids({ measurements }: Pick<DeskSaved, 'measurements'>): ReadonlySet<string> {
  return new Set(measurements.flatMap((one) => (one.deleted ? [] : [one.trackingUid])));
}

/** Tools that draw nothing. */
export const LOOKING_TOOLS: readonly PrimaryTool[] = ['window', 'scroll', 'zoom', 'pan', 'magnify'];
