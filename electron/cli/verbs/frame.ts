import { CLINICAL } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { burnedInText, burnedInWarnings } from '../../../shared/rules/burned-in.ts';
import { toWire } from '../../../shared/errors/app-error.ts';
import { frameReport } from '../../station/frames/frame-cli.ts';
import type { FrameReport } from '../../station/frames/frame-cli.ts';
import type { ArchiveObject } from '../../station/archive/archive.ts';
import type { Station } from '../../station/station.ts';
import { usage, wholeNumber } from '../arguments.ts';
import { checkObjectOptions, findObject } from '../find-object.ts';
import { writeNewFile } from '../new-file.ts';
import type { Verb } from '../verb.ts';

export const frameVerb: Verb = {
  name: 'frame',
  usage: 'frame --object ID|--sop UID [--frame N|--all] [--out FILE] | frame --every --lines',
  help: `Decodes stored values and sums them up.
Prints { objectId, sopUid, fileSha256, frames, rows, columns, samples, type, min, max, mean, sha256, modality: { min, max,
mean, unit } }; with --out also warnings, where text may be burned into the pixels. Values are masked to the bits stored and sign-extended, little-endian, frames then rows. --every --lines
prints one line a stored object with pixels; one that cannot be decoded: { objectId, fileSha256, error }.`,
  options: { object: 'value', sop: 'value', frame: 'value', all: 'flag', out: 'value', every: 'flag' },
  roles: CLINICAL,
  check(args) {
    if (args.has('every')) {
      const other = ['object', 'sop', 'frame', 'all', 'out'].find((name) => args.has(name));
      if (other !== undefined) throw usage(`--every and --${other} exclude each other`);
      return;
    }
    checkObjectOptions(args);
    const number = args.value('frame');
    if (number !== null) wholeNumber(number, 'frame', 1);
    if (number !== null && args.has('all')) throw usage('--frame and --all exclude each other');
  },
  async run({ station, args, line }) {
    if (args.has('every')) {
      for (const object of station.rooms.archive.objectsWithPixels()) line(await everyLine(station, object));
      return null;
    }
    const object = findObject(station, args);
    const number = args.value('frame');
    const frame = number === null ? 'all' : wholeNumber(number, 'frame', 1);
    const file = args.value('out');
    await station.rooms.audit.commandLine.study('frame', object.studyId);
    if (file === null) return report(station, object, frame);
    station.rooms.requireObjectMayLeave(object.objectId);
    return writeNewFile(path.resolve(file), async (out) => {
      await station.rooms.audit.commandLine.exported(object.objectId, frame);
      const warnings = burnedInWarnings(burnedInText(object.image));
      return { ...(await report(station, object, frame, out)), ...(warnings.length > 0 ? { warnings } : {}) };
    });
  },
};

function report(
  station: Station,
  object: ArchiveObject,
  frame: number | 'all',
  out?: FileHandle,
): Promise<FrameReport> {
  return frameReport({
    pool: station.pool,
    objectId: object.objectId,
    image: object.image,
    fileSha256: object.sha256,
    load: () => station.access.requireStore().blobs.read(object.blobId),
    frame,
    ...(out ? { write: (bytes: Uint8Array) => out.writeFile(bytes) } : {}),
  });
}

async function everyLine(station: Station, object: ArchiveObject): Promise<unknown> {
  await station.rooms.audit.commandLine.study('frame', object.studyId);
  try {
    return await report(station, object, 'all');
  } catch (error) {
    const { code, message } = toWire(error);
    return { objectId: object.objectId, fileSha256: object.sha256, error: { code, message } };
  }
}
