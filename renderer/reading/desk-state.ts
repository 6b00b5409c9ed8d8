import { MOST_AMONG } from '../../shared/model/measurement.ts';
import type { DeskState } from '../../shared/model/measurement.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import { windowPresets } from '../../shared/rules/window-presets.ts';
import type { PresetShow } from '../../shared/rules/window-presets.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import type { FrameRef, GlassTruth, ViewState } from '../viewer/index.ts';
import { planeNow } from './planes/plane-now.ts';
import { cellIds } from './stores.ts';
import type { Subtracted } from './subtract/subtracted.ts';
import type { Composed, Composition, DeskLayout, ReportCell } from './stores.ts';

/** What is read from one viewport for saving. */
export interface ViewportNow {
  readonly truth: GlassTruth;
  readonly view: ViewState;
  /** The stored picture in whose place a subtracted one stands; absent: none is subtracted. */
  readonly stored?: FrameRef | null;
}

/** The desk as the journal keeps it. */
export function toDeskState(
  layout: Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'active'> & Partial<Pick<DeskLayout, 'places'>>,
  composition: Pick<Composition, 'cells' | 'reports'>,
  now: (viewportId: string) => ViewportNow | null,
): DeskState {
  const places = layout.cells.flatMap((viewportId) => {
    const place = layout.places?.[viewportId];
    return place ? [{ viewportId, ...place }] : [];
  });
  return {
    layout: { rows: layout.rows, columns: layout.columns },
    ...(places.length > 0 && places.length === layout.cells.length ? { places } : {}),
    activeViewport: layout.active,
    viewports: layout.cells.map((viewportId) => {
      const cell = composition.cells[viewportId] ?? null;
      const there = now(viewportId);
      const view = there?.view ?? cell?.view ?? INITIAL_VIEW;
      const plane = cell?.plane ? planeNow(cell.plane, there?.truth ?? null) : null;
      const made = Boolean(plane ?? cell?.volume ?? cell?.subtracted);
      const ref = (made ? there?.stored : there?.truth.ref) ?? cell?.start ?? null;
      return {
        viewportId,
        studyId: cell?.studyId ?? null,
        seriesUid: cell?.seriesUid ?? null,
        objectId: ref?.objectId ?? null,
        frame: ref?.frame ?? null,
        window: chosenWindow(view, there?.truth ?? null),
        invert: view.invert,
        rotation: view.rotation,
        flip: view.flip,
        zoom: view.scale,
        center: view.center ? [view.center[0], view.center[1]] : null,
        preset: view.window ? null : (view.preset?.name ?? null),
        ...(view.room ? { room: { ...view.room } } : {}),
        ...(view.justify ? { justify: view.justify } : {}),
        ...(view.colourMap && view.colourMap !== 'grey' ? { colourMap: view.colourMap } : {}),
        ...(cell?.fused ? { fused: cell.fused } : {}),
        ...(cell?.subtracted ? { subtracted: keptSubtraction(cell.subtracted) } : {}),
        ...(plane ? { plane } : {}),
        ...(cell?.volume ? { volume: cell.volume } : {}),
        ...(cell?.order ? { order: cell.order } : {}),
        ...besideState(cell, composition.reports?.[viewportId] ?? null),
      };
    }),
  };
}

function keptSubtraction(wanted: Subtracted): SavedViewport['subtracted'] {
  if (wanted.kind === 'series') return { kind: 'series', taken: { ...wanted.taken } };
  const { chosen } = wanted;
  const items = wanted.items ? { items: [...wanted.items] } : {};
  if (!chosen) return { kind: 'mask', ...items, chosen };
  return { kind: 'mask', ...items, chosen: { masks: [...chosen.masks], shift: [chosen.shift[0], chosen.shift[1]] } };
}

/** What a study has beside its pictures. */
function besideState(
  cell: Composed | null,
  report: ReportCell | null,
): Pick<DeskState['viewports'][number], 'among' | 'marked' | 'report'> {
  if (!cell) return report ? { report: report.studyId } : {};
  return {
    ...(cell.among
      ? { among: cell.among.slice(0, MOST_AMONG).map(({ objectId, frame }) => ({ objectId, frame })) }
      : {}),
    ...(cell.marked ? { marked: [...cell.marked] } : {}),
  };
}

/** Only what the reader chose, in numbers: a window that the object asks for stays the object's. */
function chosenWindow(view: ViewState, truth: GlassTruth | null): { center: number; width: number } | null {
  if (view.window) return view.window;
  const voi = view.preset ? truth?.voi : null;
  return voi?.kind === 'window' ? { center: voi.center, width: voi.width } : null;
}

type SavedViewport = DeskState['viewports'][number];

/** The curve or preset of that name where the picture still has it, else the window in numbers. */
function chosenGrey(
  { preset, window, subtracted }: SavedViewport,
  series: SeriesForReading,
  start: FrameRef | null,
): Pick<ViewState, 'window' | 'preset'> {
  // Of differences: no preset of the stored picture speaks of them.
  if (subtracted) return { window, preset: null };
  const image = series.images.find((one) => one.objectId === start?.objectId) ?? null;
  const presets = image && start && typeof preset === 'string' ? windowPresets(image, start.frame) : [];
  const same = presets.find(({ name, show }) => name === preset && (show.kind !== 'window' || isWindow(show, window)));
  return same ? { window: null, preset: same } : { window, preset: null };
}

/** Two presets may have one name: the numbers tell them apart. */
function isWindow(show: Extract<PresetShow, { kind: 'window' }>, window: SavedViewport['window']): boolean {
  return window === null || (window.center === show.window.center && window.width === show.window.width);
}

/** The picture that was shown, where the series still has it. */
function savedStart({ images }: SeriesForReading, { objectId, frame }: SavedViewport): FrameRef | null {
  const image = images.find((one) => one.objectId === objectId);
  if (!image?.picture.shown || frame === null || frame < 1 || frame > image.frames) return null;
  return { objectId: image.objectId, frame };
}

export interface RestoredDesk {
  readonly rows: number;
  readonly columns: number;
  readonly ids: readonly string[];
  readonly places: DeskLayout['places'];
  readonly active: string;
  readonly cells: Readonly<Record<string, Composed | null>>;
  readonly reports: Readonly<Record<string, ReportCell>>;
}

/** The desk as it was left; null when nothing of it is there any more. */
export function fromDeskState(
  desk: DeskState,
  current: StudyForReading,
  priors: readonly StudyForReading[],
): RestoredDesk | null {
  const { rows, columns } = desk.layout;
  const places = Object.fromEntries((desk.places ?? []).map(({ viewportId, ...rect }) => [viewportId, rect]));
  const ids = desk.places?.map(({ viewportId }) => viewportId) ?? cellIds(rows, columns);
  const cells: Record<string, Composed | null> = {};
  const reports: Record<string, ReportCell> = {};
  const studies = [current, ...priors];
  const isOpen = (id: string): boolean => studies.some(({ study }) => study.studyId === id);
  desk.viewports.forEach((saved, place) => {
    const viewportId = ids[place];
    const written = studies.find((one) => one.study.studyId === saved.report);
    if (viewportId !== undefined && written)
      reports[viewportId] = { studyId: written.study.studyId, role: written === current ? 'current' : 'prior' };
    const study = studies.find((one) => one.study.studyId === saved.studyId);
    const series = study?.series.find((one) => one.seriesUid === saved.seriesUid);
    if (viewportId === undefined || !study || !series) return;
    const start = savedStart(series, saved);
    const { invert, rotation, flip, zoom, center = null, room = null, justify = null } = saved;
    cells[viewportId] = {
      studyId: study.study.studyId,
      seriesUid: series.seriesUid,
      role: study === current ? 'current' : 'prior',
      start,
      ...(saved.fused && isOpen(saved.fused.over.studyId) ? { fused: saved.fused } : {}),
      // A series that is not open: the viewport says so, and shows the pictures as they came.
      ...(saved.subtracted ? { subtracted: saved.subtracted } : {}),
      ...(saved.plane ? { plane: saved.plane } : {}),
      ...(saved.volume ? { volume: saved.volume } : {}),
      ...(saved.order ? { order: saved.order } : {}),
      ...(saved.among ? { among: saved.among } : {}),
      ...(saved.marked ? { marked: saved.marked } : {}),
      view: {
        ...{ ...INITIAL_VIEW, ...chosenGrey(saved, series, start), invert, rotation, flip, scale: zoom, center },
        ...{ room, justify, colourMap: saved.colourMap ?? 'grey' },
      },
    };
  });
  if (Object.keys(cells).length === 0 && Object.keys(reports).length === 0) return null;
  const active =
    desk.activeViewport !== null && ids.includes(desk.activeViewport) ? desk.activeViewport : (ids[0] ?? '');
  return { rows, columns, ids, places, active, cells, reports };
}
