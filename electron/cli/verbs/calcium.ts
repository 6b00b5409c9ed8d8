import { CLINICAL } from '../../../shared/contract/roles.ts';
import { displayFrames } from '../../../shared/dicom/sort-frames.ts';
import { CalciumVessel } from '../../../shared/model/grown.ts';
import type { CalciumPress } from '../../../shared/model/grown.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { Arguments } from '../arguments.ts';
import { usage } from '../arguments.ts';
import type { Station } from '../../station/station.ts';
import type { Verb } from '../verb.ts';

interface NamedPress {
  readonly vessel: CalciumVessel;
  readonly sop: string;
  readonly point: [number, number];
}

export const calciumVerb: Verb = {
  name: 'calcium',
  usage: 'calcium --series UID [--calibration N] VESSEL,SOP,X,Y …',
  help: `Calcium score of the spots that are named, with the rules of the window: LM, LAD, LCX or RCA, the SOP UID of a picture of
the series, and the pixel that the spot lies on. --calibration: mg of hydroxyapatite per ml and HU, for the mass.
Prints { ok, total: { agatston, volumeMm3, massMg }, group, vessels, presses, basis, warnings }; a study with contrast, a localizer and
a series with missing slices have none: { ok: false, reason }.`,
  options: { series: 'value', calibration: 'value' },
  roles: CLINICAL,
  takesWords: true,
  check(args) {
    args.required('series');
    calibrationOf(args);
    pressesOf(args);
  },
  async run({ station, args }) {
    const request = requestOf(station, args);
    await station.rooms.audit.commandLine.study('calcium', request.studyId);
    const answer = await station.rooms.calcium(request);
    if (!answer.ok) return answer;
    const { masks: _masks, ...said } = answer;
    return said;
  },
};

type CalciumRequest = Parameters<Station['rooms']['calcium']>[0];

function requestOf(station: Station, args: Arguments): CalciumRequest {
  const { archive } = station.rooms;
  const objects = archive
    .instancesOf(args.required('series'))
    .map(({ objectId }) => archive.object(ObjectId.parse(objectId)));
  const [first] = objects;
  if (!first) throw usage('the series has no pictures');
  const { studyId } = first;
  const frames = displayFrames(objects.map(({ image }) => image)).map(({ image, frame }) => ({
    objectId: image.objectId,
    frame,
  }));
  const presses = pressesOf(args).map(({ vessel, sop, point }): CalciumPress => {
    const { objectId } = archive.objectBySop(sop);
    return { objectId, frame: 1, point, vessel };
  });
  return { studyId, frames, presses, calibration: calibrationOf(args) };
}

function pressesOf(args: Arguments): readonly NamedPress[] {
  return args.positional.map((word) => {
    const [name, sop = '', x, y] = word.split(',');
    const vessel = CalciumVessel.safeParse(name);
    const point: [number, number] = [Number(x), Number(y)];
    if (!vessel.success || sop === '' || !point.every(Number.isFinite)) throw usage(`not VESSEL,SOP,X,Y: ${word}`);
    return { vessel: vessel.data, sop, point };
  });
}

function calibrationOf(args: Arguments): number | null {
  const text = args.value('calibration');
  if (text === null) return null;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw usage(`not a calibration: ${text}`);
  return value;
}
