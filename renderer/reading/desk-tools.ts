import { AppError } from '../../shared/errors/app-error.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { SeriesCalibration } from '../../shared/model/calibration.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { MeasureChoices, Measurement, Point2, SuvKind, ValueRange } from '../../shared/model/measurement.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { handleCount, movedPoints } from '../../shared/rules/move-point.ts';
import { withCalibration } from '../../shared/rules/reader-calibration.ts';
import type { PrimaryTool } from '../viewer/index.ts';
import type { DeskSession } from './desk-session.ts';
import { studiesOf } from './stores.ts';
import { drawingForSuv, isByRange } from './tool-state.ts';

/** What keys do to drawings. */
export type ToolAct =
  | { readonly act: 'finish' | 'calibrate' | 'uncalibrate' | 'describe' }
  | { readonly act: 'handle'; readonly by: 1 | -1 }
  | { readonly act: 'nudge'; readonly by: Point2 };

export function runToolAct(desk: DeskSession, act: ToolAct): void {
  switch (act.act) {
    case 'finish':
      return void desk.engine.tools.finish();
    case 'calibrate':
      return askLength(desk);
    case 'uncalibrate':
      return void withdrawCalibration(desk);
    case 'describe':
      return askFinding(desk);
    case 'handle':
      return stepHandle(desk, act.by);
    case 'nudge':
      return nudge(desk, act.by);
    default:
      return assertNever(act);
  }
}

/** The measurement that was selected on the glass or in the list. */
export function selectedMeasurement(desk: DeskSession): Measurement | null {
  const [onGlass] = desk.engine.tools.drawings.selected();
  const key = onGlass ?? desk.stores.runtime.getState().selectedMeasurement;
  const { measurements } = desk.stores.saved.getState();
  return measurements.find((one) => one.measurementId === key && !one.deleted) ?? null;
}

/** The length that is selected, else the one that was drawn last on the picture that is looked at. */
function lengthToCalibrate(desk: DeskSession): Measurement | null {
  const selected = selectedMeasurement(desk);
  if (selected?.tool === 'length') return selected;
  const ref = desk.active?.truth.ref;
  const { measurements } = desk.stores.saved.getState();
  const here = measurements.filter((one) => one.tool === 'length' && !one.deleted && one.objectId === ref?.objectId);
  return here.at(-1) ?? null;
}

/** Gives the left button a tool; a threshold region begins with what the window shows between black and white. */
export function takeTool(desk: DeskSession, tool: PrimaryTool): void {
  desk.setTool(tool);
  const voi = desk.active?.truth.voi;
  desk.grown.touch();
  if (tool === 'calcium') desk.stores.layout.setState({ measurementsShown: true });
  if (!isByRange(tool) || desk.stores.tools.getState().range || voi?.kind !== 'window') return;
  const half = voi.width / 2;
  setRange(desk, { min: Math.round(voi.center - half), max: Math.round(voi.center + half) });
}

/** Values that count, in regions from now on and in the one that is selected. */
export function setRange(desk: DeskSession, range: ValueRange): void {
  desk.stores.tools.setState({ range });
  desk.engine.tools.drawings.choose(choices(desk));
  const one = selectedMeasurement(desk);
  if (one && isByRange(one.tool)) desk.measurements.choose(one.measurementId, { range });
}

/** Kind of SUV beside that by body weight, in drawings from now on and in the one that the reader looks at. */
export function setSuv(desk: DeskSession, suv: SuvKind): void {
  desk.stores.tools.setState({ suv });
  desk.engine.tools.drawings.choose(choices(desk));
  const { source } = desk.engine;
  // Values whose pixels went out of the cache would be lost with the new kind.
  const isPetHere = ({ objectId, frame }: Measurement): boolean =>
    (source.image(objectId)?.pet ?? null) !== null && source.isLoaded({ objectId, frame });
  const one = drawingForSuv(desk.stores.saved.getState().measurements, selectedMeasurement(desk), isPetHere);
  if (one && (one.suv ?? 'bw') !== suv) desk.measurements.choose(one.measurementId, { suv });
}

function choices(desk: DeskSession): MeasureChoices {
  const { range, suv } = desk.stores.tools.getState();
  return { suv, ...(range ? { range } : {}) };
}

/** Of the measurement that is selected, else the one that was drawn last. */
function askFinding(desk: DeskSession): void {
  const last = desk.stores.saved.getState().measurements.findLast((each) => !each.deleted);
  const one = selectedMeasurement(desk) ?? last;
  if (one) desk.stores.tools.setState({ describing: one.measurementId });
  else desk.failed(new AppError('measure/no-measurement', 'nothing to describe'), 'Finding');
}

function askLength(desk: DeskSession): void {
  const length = lengthToCalibrate(desk);
  if (length) desk.stores.tools.setState({ calibrating: length.measurementId });
  else desk.failed(new AppError('measure/no-length', 'no length to calibrate by'), 'Calibration');
}

/** Calibrates the series that a length lies on by its true size. Rejects when the station refuses. */
export async function calibrate(desk: DeskSession, measurementId: string, known: number): Promise<void> {
  const length = desk.stores.saved.getState().measurements.find((one) => one.measurementId === measurementId);
  const series = length && seriesOf(desk, length.objectId);
  const [from, to] = length?.points ?? [];
  if (!length || !series || !from || !to) return;
  const { objectId, frame } = length;
  await setCalibration(desk, series, { objectId, frame, points: [from, to], known });
}

/** The series of the picture that is looked at measures by its header again. */
async function withdrawCalibration(desk: DeskSession): Promise<void> {
  const ref = desk.active?.truth.ref;
  const image = desk.active?.truth.image;
  const series = ref && seriesOf(desk, ref.objectId);
  if (!series || !image?.spacing.reader) return;
  try {
    await setCalibration(desk, series, null);
  } catch (error) {
    desk.failed(error, 'Calibration');
  }
}

interface SeriesPlace {
  readonly studyId: StudyId;
  readonly seriesUid: string;
}

type Line = { readonly known: number; readonly points: [Point2, Point2] } & Pick<Measurement, 'objectId' | 'frame'>;

async function setCalibration(desk: DeskSession, series: SeriesPlace, line: Line | null): Promise<void> {
  const isStill = desk.ifStill();
  // What is on its way to the journal is measured anew with the rest.
  await desk.settle();
  const { calibration } = await desk.call('reading.calibrate', { ...series, line });
  const before = desk.stores.open.getState();
  if (before.status !== 'open' || !isStill()) return;
  // A series of a prior has drawings of this case, too.
  const { measurements } = await desk.call('reading.load', { studyId: before.current.study.studyId });
  const open = desk.stores.open.getState();
  if (open.status !== 'open' || !isStill()) return;
  const studies = studiesOf(open).map((study) => recalibrated(study, series, calibration));
  const [current = open.current, ...priors] = studies;
  desk.stores.open.setState({ ...open, current, priors });
  for (const study of studies) {
    const images = study.series.filter((one) => isOf(study, one, series)).flatMap((one) => one.images);
    desk.engine.source.add(images, study === current);
  }
  // A step back would bring numbers of the other scale.
  desk.history.clear();
  desk.measurements.load(measurements);
  for (const handle of desk.handles) handle.render();
}

type OneSeries = StudyForReading['series'][number];

function isOf(study: StudyForReading, one: OneSeries, { studyId, seriesUid }: SeriesPlace): boolean {
  return study.study.studyId === studyId && one.seriesUid === seriesUid;
}

function recalibrated(study: StudyForReading, place: SeriesPlace, now: SeriesCalibration | null): StudyForReading {
  if (study.study.studyId !== place.studyId) return study;
  const series = study.series.map((one) =>
    isOf(study, one, place) ? { ...one, images: one.images.map((image) => withCalibration(image, now)) } : one,
  );
  return { ...study, series };
}

function seriesOf(desk: DeskSession, objectId: string): SeriesPlace | null {
  for (const study of studiesOf(desk.stores.open.getState())) {
    const found = study.series.find((one) => one.images.some((image) => image.objectId === objectId));
    if (found) return { studyId: study.study.studyId, seriesUid: found.seriesUid };
  }
  return null;
}

/** The next handle of the selected measurement, then all of it. */
function stepHandle(desk: DeskSession, by: 1 | -1): void {
  const one = selectedMeasurement(desk);
  const count = one ? handleCount(one.tool, one.points) : 0;
  if (!one || count === 0) return;
  const { handle } = desk.stores.tools.getState();
  const places = count + 1;
  const next = ((handle ?? count) + by + places) % places;
  desk.stores.tools.setState({ handle: next === count ? null : next });
  desk.stores.runtime.setState({ selectedMeasurement: one.measurementId });
  desk.engine.tools.drawings.hold(one.measurementId, next === count ? null : next);
  desk.active?.render();
}

/** Moves the held handle, or the whole drawing, by pixels of the stored picture as they lie on the glass. */
function nudge(desk: DeskSession, by: Point2): void {
  const one = selectedMeasurement(desk);
  // On a reformat the points are kept on the stored picture nearest to its plane: only the mouse moves them there.
  if (!one || one.plane) return;
  const image = desk.engine.source.image(one.objectId);
  const handle = desk.handles.find(({ truth }) => truth.ref?.objectId === one.objectId) ?? desk.active;
  if (!image || !handle) return;
  const { handle: held } = desk.stores.tools.getState();
  const step = onPicture(by, handle.view);
  const points = movedPoints(one.tool, one.points, held, step, desk.engine.tools.drawings.shapeOf(one) ?? [1, 1]);
  desk.measurements.move(one.measurementId, points);
  desk.engine.tools.drawings.select(one.measurementId);
  desk.engine.tools.drawings.hold(one.measurementId, held);
  handle.render();
}

/** A step on the glass as one on the stored picture: the arrows go where the reader sees them go. */
function onPicture([x, y]: Point2, { rotation, flip }: { readonly rotation: number; readonly flip: boolean }): Point2 {
  const turn = (-rotation * Math.PI) / 180;
  const across = Math.round(x * Math.cos(turn) - y * Math.sin(turn));
  const down = Math.round(x * Math.sin(turn) + y * Math.cos(turn));
  return [flip ? -across : across, down];
}
