import { MeasureTool, Point2 } from '../../../shared/model/measurement.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { usage, wholeNumber } from '../arguments.ts';
import { checkObjectOptions, findObject } from '../find-object.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const measureVerb: Verb = {
  name: 'measure',
  usage: 'measure --object ID|--sop UID [--frame N] --tool NAME --points X,Y …',
  help: `Measures on one image with the rules of the window.
Tools: ${MeasureTool.options.join(', ')}. Points are pixel coordinates; the centre of the first pixel is 0,0.
Prints { values: [{ name, value, unit }], basis, warnings }.`,
  options: { object: 'value', sop: 'value', frame: 'value', tool: 'value', points: 'value' },
  takesWords: true,
  check(args) {
    checkObjectOptions(args);
    args.required('tool');
    frameOf(args);
    pointsOf(args);
  },
  async run({ station, args }) {
    const object = findObject(station, args);
    const frame = frameOf(args);
    if (object.image.frames > 0 && frame > object.image.frames) {
      throw new AppError('dicom/frame-out-of-range', 'the object has fewer frames');
    }
    const tool = MeasureTool.safeParse(args.required('tool'));
    if (!tool.success) throw new AppError('measure/unknown-tool', `no such tool: ${args.required('tool')}`);
    return station.rooms.measure({ objectId: object.objectId, frame, tool: tool.data, points: pointsOf(args) });
  },
};

function frameOf(args: Arguments): number {
  return wholeNumber(args.value('frame') ?? '1', 'frame', 1);
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
