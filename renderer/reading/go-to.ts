import { faultPlaces } from '../../shared/hanging/slice-fault-words.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { OVER_SLICES } from '../../shared/rules/sheet-drawing.ts';
import type { SeriesStack } from '../hanging/index.ts';
import { sameFrame } from '../viewer/index.ts';
import type { FrameRef, ViewportHandle } from '../viewer/index.ts';
import { goToPlane } from './reformat-desk.ts';
import type { ReformatDesk } from './reformat-desk.ts';
import type { Say } from './said-tone.ts';
import { seriesHolding } from './stores.ts';

/** What of the desk is needed to bring a picture of the open case onto the glass. */
export interface PictureDesk extends ReformatDesk {
  readonly handles: readonly ViewportHandle[];
  readonly say: Say;
  activate(viewportId: string): void;
  showSeries(viewportId: string, studyId: StudyId, seriesUid: string, at?: number | FrameRef): void;
}

/** Shows a picture of the open case in the viewport that has its series, else in the active one; null where it is of none. */
export function showFrame(desk: PictureDesk, ref: FrameRef): ViewportHandle | null {
  const found = seriesHolding(desk.stores.open.getState(), ref.objectId);
  if (!found) return null;
  const holder = desk.handles.find((handle) => handle.stack.some((entry) => sameFrame(entry, ref)));
  const { active } = desk.stores.layout.getState();
  if (!holder) desk.showSeries(active, found.studyId, found.series.seriesUid, ref);
  const handle = holder ?? desk.active;
  handle?.scrollTo(handle.stack.findIndex((entry) => sameFrame(entry, ref)));
  if (holder) desk.activate(holder.id);
  return handle;
}

/** Shows the picture of a measurement in the viewport that has its series, else in the active one. */
export function goToMeasurement(desk: PictureDesk, measurementId: string): void {
  const { saved, runtime } = desk.stores;
  const measurement = saved.getState().measurements.find((one) => one.measurementId === measurementId);
  if (!measurement || goToPlane(desk, measurement)) return;
  if (measurement.onSheet === true)
    return desk.say(
      `M${measurement.ordinal} lies on no slice`,
      `${OVER_SLICES[0]?.toUpperCase()}${OVER_SLICES.slice(1)}.`,
    );
  const handle = showFrame(desk, { objectId: measurement.objectId, frame: measurement.frame });
  if (!handle) return;
  runtime.setState({ selectedMeasurement: measurementId });
  desk.engine.tools.drawings.select(measurementId);
  handle.render();
}

/** Shows the next slice of the active viewport where its stack has a gap, a duplicate or a change. */
export function goToFault(
  { active, say }: { readonly active: Pick<ViewportHandle, 'target' | 'scrollTo'> | null; readonly say: Say },
  stack: Pick<SeriesStack, 'faults'> | null,
  by: 1 | -1,
): void {
  if (!stack || !active) return;
  const places = faultPlaces(stack.faults);
  const { target } = active;
  const next = by === 1 ? places.find((place) => place > target) : places.findLast((place) => place < target);
  if (next !== undefined) return active.scrollTo(next);
  if (places.length === 0)
    return say('No mark on these slices', 'No gap, duplicate or change of spacing was found between them.');
  const [end, way] = by === 1 ? ['last', 'after'] : ['first', 'before'];
  say(`The ${end} mark of these slices`, `There is no gap, duplicate or change of spacing ${way} this slice.`);
}
