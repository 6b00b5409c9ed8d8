import type { LesionDrawing } from '../../../shared/model/lesion.ts';
import type { DeskSession } from '../desk-session.ts';
import { selectedMeasurement } from '../desk-tools.ts';
import { seriesHolding } from '../stores.ts';

/** Asks which lesion the selected length or bidirectional is, else the last one that was drawn on the picture that is looked at. */
export function askLesion(desk: DeskSession): void {
  const { measurements } = desk.stores.saved.getState();
  const selected = selectedMeasurement(desk);
  const looked = desk.active?.truth.ref?.objectId;
  const lengths = measurements.filter(({ tool, deleted }) => !deleted && isDiameter(tool));
  const one =
    selected && isDiameter(selected.tool) ? selected : lengths.findLast(({ objectId }) => objectId === looked);
  const found = one && seriesHolding(desk.stores.open.getState(), one.objectId);
  if (one && found) {
    desk.lesions.ask({ studyId: found.studyId, trackingUid: null, measurementId: one.measurementId });
    return;
  }
  desk.say(
    'No diameter to mark',
    'Draw a length ({tool.length}) or a bidirectional ({tool.bidirectional}) over the lesion first, then mark it.',
  );
}

export function isDiameter(tool: string): boolean {
  return tool === 'length' || tool === 'bidirectional';
}

/** Brings a drawing of the ledger onto the glass; false where its study is not open. */
export function showDrawing(desk: DeskSession, { measurementId, objectId, frame }: LesionDrawing): void {
  const { measurements } = desk.stores.saved.getState();
  if (measurements.some((one) => one.measurementId === measurementId)) desk.goTo(measurementId);
  else desk.showFrame({ objectId, frame });
}
