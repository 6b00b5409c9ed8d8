import type { DeskState } from '../../shared/model/measurement.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { stackOf } from '../hanging/index.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import type { GlassTruth, ViewState } from '../viewer/index.ts';
import { cellIds } from './stores.ts';
import type { Composed, Composition, DeskLayout } from './stores.ts';

/** What is read from one viewport for saving. */
export interface ViewportNow {
  readonly truth: GlassTruth;
  readonly view: ViewState;
}

/** The desk as the journal keeps it. */
export function toDeskState(
  layout: Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'active'>,
  composition: Composition,
  now: (viewportId: string) => ViewportNow | null,
): DeskState {
  return {
    layout: { rows: layout.rows, columns: layout.columns },
    activeViewport: layout.active,
    viewports: layout.cells.map((viewportId) => {
      const cell = composition.cells[viewportId] ?? null;
      const there = now(viewportId);
      const view = there?.view ?? cell?.view ?? INITIAL_VIEW;
      const ref = there?.truth.ref ?? cell?.start ?? null;
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
      };
    }),
  };
}

/** Only what the reader chose: a window that the object asks for stays the object's. */
function chosenWindow(view: ViewState, truth: GlassTruth | null): { center: number; width: number } | null {
  if (view.window) return view.window;
  const voi = view.preset ? truth?.voi : null;
  return voi?.kind === 'window' ? { center: voi.center, width: voi.width } : null;
}

export interface RestoredDesk {
  readonly rows: number;
  readonly columns: number;
  readonly active: string;
  readonly cells: Readonly<Record<string, Composed | null>>;
}

/** The desk as it was left; null when nothing of it is there any more. */
export function fromDeskState(
  desk: DeskState,
  current: StudyForReading,
  priors: readonly StudyForReading[],
): RestoredDesk | null {
  const { rows, columns } = desk.layout;
  const ids = cellIds(rows, columns);
  const cells: Record<string, Composed | null> = {};
  desk.viewports.forEach((saved, place) => {
    const viewportId = ids[place];
    const study = [current, ...priors].find((one) => one.study.studyId === saved.studyId);
    const series = study?.series.find((one) => one.seriesUid === saved.seriesUid);
    if (viewportId === undefined || !study || !series) return;
    const start = stackOf(series).find((ref) => ref.objectId === saved.objectId && ref.frame === saved.frame) ?? null;
    const { window, invert, rotation, flip, zoom } = saved;
    cells[viewportId] = {
      studyId: study.study.studyId,
      seriesUid: series.seriesUid,
      role: study === current ? 'current' : 'prior',
      start,
      view: { ...INITIAL_VIEW, window, invert, rotation, flip, scale: zoom },
    };
  });
  if (Object.keys(cells).length === 0) return null;
  const active =
    desk.activeViewport !== null && ids.includes(desk.activeViewport) ? desk.activeViewport : (ids[0] ?? '');
  return { rows, columns, active, cells };
}
