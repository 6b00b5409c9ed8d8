import type { Measurement } from '../../shared/model/measurement.ts';
import { planVolume } from '../../shared/volume/plan-volume.ts';
import type { SeriesStack, SeriesStacks } from '../hanging/index.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import type { ViewerEngine, ViewportHandle } from '../viewer/index.ts';
import type { Mpr } from './mpr.ts';
import { findSeries, isMade, studiesOf } from './stores.ts';
import type { DeskStores } from './stores.ts';

/** What of the desk a reformat touches. */
export interface ReformatDesk {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly mpr: Pick<Mpr, 'leave' | 'enter' | 'shows' | 'show'>;
  readonly active: ViewportHandle | null;
  setCine(on: boolean): void;
}

/** Three planes of what the active viewport shows, or back to the desk as it was. */
export function toggleMpr(desk: ReformatDesk): void {
  if (desk.mpr.leave() !== null) return;
  const { layout, composition, open } = desk.stores;
  const cell = composition.getState().cells[layout.getState().active];
  const series = cell ? findSeries(open.getState(), cell.studyId, cell.seriesUid) : null;
  const handle = desk.active;
  if (!cell || !series || !handle) return;
  desk.setCine(false);
  const shown = (isMade(handle.id, cell) ? null : handle.stack[handle.target]) ?? cell.start;
  const stacked = desk.stacks.of(series);
  const own = stacked.holding(shown);
  const others = stacked.stacks
    .filter((one) => one !== own && isVolume(one, desk.engine.source.volumeMemory))
    .map(({ name }) => name);
  desk.mpr.enter(cell, own, shown, handle.view, others);
}

function isVolume({ frames }: SeriesStack, most: number): boolean {
  return planVolume(frames, most).ok;
}

/** Shows the plane of a reformat that a measurement was drawn on; false for any other. */
export function goToPlane(desk: ReformatDesk, measurement: Measurement): boolean {
  const { plane, measurementId, objectId, frame } = measurement;
  if (!plane) return false;
  if (!desk.mpr.shows(plane.seriesUid)) {
    const open = desk.stores.open.getState();
    const study = studiesOf(open).find((one) => one.series.some(({ seriesUid }) => seriesUid === plane.seriesUid));
    const series = study?.series.find(({ seriesUid }) => seriesUid === plane.seriesUid);
    if (!study || !series) return false;
    desk.mpr.leave();
    const role = open.status === 'open' && study === open.current ? 'current' : 'prior';
    const { studyId } = study.study;
    const cell = { studyId, seriesUid: plane.seriesUid, role, start: null, view: INITIAL_VIEW } as const;
    const shown = { objectId, frame };
    if (!desk.mpr.enter(cell, desk.stacks.of(series).holding(shown), shown, INITIAL_VIEW)) return true;
  }
  desk.mpr.show(measurement);
  desk.stores.runtime.setState({ selectedMeasurement: measurementId });
  desk.engine.tools.drawings.select(measurementId);
  desk.engine.rendering.render();
  return true;
}
