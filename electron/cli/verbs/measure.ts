import { CLINICAL, READING } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { MeasurementId } from '../../../shared/model/ids.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { MeasureTool, Point2, SuvKind } from '../../../shared/model/measurement.ts';
import type { Measurement, MeasureResult, ValueRange } from '../../../shared/model/measurement.ts';
import { MOST_BASELINE } from '../../../shared/model/time-curve.ts';
import { pixelToWorld } from '../../../shared/rules/geometry.ts';
import type { ArchiveObject } from '../../station/archive/archive.ts';
import type { Station } from '../../station/station.ts';
import { usage, wholeNumber } from '../arguments.ts';
import { checkObjectOptions, findObject } from '../find-object.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const measureVerb: Verb = {
  name: 'measure',
  usage:
    'measure --object ID|--sop UID [--frame N] --tool NAME --points X,Y … [--range MIN,MAX] [--suv KIND] [--keep | --over-time [--baseline N]]',
  help: `Measures on one image with the rules of the window.
Tools: ${MeasureTool.options.join(', ')}. Points are pixel coordinates; the centre of the first pixel is 0,0.
A threshold region needs --range: values from MIN to MAX count, in the unit of the statistics.
On a PET the values stand as SUVbw too, and with --suv as one more kind: ${SuvKind.options.join(', ')}.
Prints { values: [{ name, value, unit }], basis, warnings }. With --keep the drawing is kept with the study, as if it were drawn
in the window, and { measurementId, label } are printed too; \`report set --measurement\` writes it into a report.
With --over-time a region or probe is measured on every picture of its series that shows the same place at another time:
{ ok: true, quantity, unit, clock, points: [{ objectId, frame, seconds, mean, deviation, count }], findings: [{ name, how, value, unit,
reason }], basis, warnings }, the baseline from the first N pictures (1), or { ok: false, code, reason }. Seconds count from the first
picture; null, as clock, where the header has no times.`,
  options: {
    object: 'value',
    sop: 'value',
    frame: 'value',
    tool: 'value',
    points: 'value',
    range: 'value',
    suv: 'value',
    keep: 'flag',
    'over-time': 'flag',
    baseline: 'value',
  },
  roles: (args) => (args.has('keep') ? READING : CLINICAL),
  makes: (args) => args.has('keep'),
  takesWords: true,
  check(args) {
    checkObjectOptions(args);
    args.required('tool');
    frameOf(args);
    pointsOf(args);
    rangeOf(args);
    suvOf(args);
    baselineOf(args);
    if (args.has('keep') && args.has('over-time')) throw usage('a curve is not kept: --keep or --over-time');
  },
  async run({ station, args }) {
    const object = findObject(station, args);
    const frame = frameOf(args);
    if (object.image.frames > 0 && frame > object.image.frames) {
      throw new AppError('dicom/frame-out-of-range', 'the object has fewer frames');
    }
    const tool = MeasureTool.safeParse(args.required('tool'));
    if (!tool.success) throw new AppError('measure/unknown-tool', `no such tool: ${args.required('tool')}`);
    await station.rooms.audit.commandLine.study('measure', object.studyId);
    const range = rangeOf(args);
    const suv = suvOf(args);
    const place = { objectId: object.objectId, frame, tool: tool.data, points: pointsOf(args) };
    const drawing = { ...place, ...(range ? { range } : {}), ...(suv ? { suv } : {}) };
    if (args.has('over-time')) {
      const { objectId, ...rest } = drawing;
      return station.rooms.curves.curve({ objectId, drawing: rest, baseline: baselineOf(args), askId: null });
    }
    const result = await station.rooms.measure(drawing);
    return args.has('keep') ? { ...result, ...(await keep(station, object, drawing, result)) } : result;
  },
};

/** Writes the drawing to the journal, and gives what a report calls it by. */
async function keep(
  station: Station,
  { studyId, image }: ArchiveObject,
  drawing: Pick<Measurement, 'objectId' | 'frame' | 'tool' | 'points' | 'range' | 'suv'>,
  result: MeasureResult,
): Promise<{ readonly measurementId: MeasurementId; readonly label: string }> {
  const { reading, audit } = station.rooms;
  const info = frameInfo(image, drawing.frame);
  const world = drawing.points.map((place) => pixelToWorld(info, place));
  const fresh = reading.newMeasurement({ studyId });
  const measurement: Measurement = {
    ...fresh,
    ...drawing,
    studyId,
    world: world.every((place) => place !== null) ? world : null,
    text: '',
    result,
    by: station.access.requireStore().personId,
    at: station.options.clock.nowIso(),
    deleted: false,
  };
  reading.saveMeasurement({ measurement });
  await audit.recorder.measured(measurement);
  return { measurementId: fresh.measurementId, label: `M${fresh.ordinal}` };
}

function frameOf(args: Arguments): number {
  return wholeNumber(args.value('frame') ?? '1', 'frame', 1);
}

function baselineOf(args: Arguments): number {
  const pictures = wholeNumber(args.value('baseline') ?? '1', 'baseline', 1);
  if (pictures > MOST_BASELINE) throw usage(`a baseline has at most ${MOST_BASELINE} pictures`);
  return pictures;
}

function rangeOf(args: Arguments): ValueRange | null {
  const text = args.value('range');
  if (text === null) return null;
  const [min, max] = point(text);
  if (min > max) throw usage(`not a range: ${text}; write MIN,MAX`);
  return { min, max };
}

function suvOf(args: Arguments): SuvKind | null {
  const text = args.value('suv');
  if (text === null) return null;
  const kind = SuvKind.safeParse(text);
  if (!kind.success) throw usage(`no such kind of SUV: ${text}`);
  return kind.data;
}

/** The shell splits the points: the first is the option's value, the others follow as words. */
function pointsOf(args: Arguments): Point2[] {
  return [args.required('points'), ...args.positional].flatMap((text) => text.trim().split(/\s+/)).map(point);
}

function point(text: string): Point2 {
  const parsed = Point2.safeParse(text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))));
  if (!parsed.success) throw usage(`not a point: ${text}; write X,Y`);
  return parsed.data;
}
