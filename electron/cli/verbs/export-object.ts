import { KEEPING, REPORTING } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { MADE_KINDS } from '../../station/reading/export-made.ts';
import type { MadeKind } from '../../station/reading/export-made.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { checkObjectOptions, findObject } from '../find-object.ts';
import type { Verb } from '../verb.ts';

export const exportObjectVerb: Verb = {
  name: 'export-object',
  usage:
    'export-object --object ID|--sop UID --out FILE [--replace] | --study UID --measurements|--key-images|--views|--segmentations --out FOLDER [--replace]',
  help: `Writes one stored object to a file, byte for byte; an audited act.
A preamble that looks like a program is zeroed. A file that is there already is refused as disk/exists, unless
--replace says otherwise. Prints { objectId, file, bytes, sha256, preambleZeroed, warnings }: that text is burned into the
pixels, or that the object does not say so of a kind that usually has it.
With --study it writes what was made of a study here: --measurements as an unverified structured report (TID 1500),
--key-images as key object selections, --views as the presentation states that are here, --segmentations as the
segmentations that were made here. Files are called after their
kind and a number. Prints { files: [{ file, sopUid, bytes, sha256 }] }; none where nothing was made.`,
  options: {
    ...{ object: 'value', sop: 'value', study: 'value', out: 'value', replace: 'flag' },
    ...{ measurements: 'flag', 'key-images': 'flag', views: 'flag', segmentations: 'flag' },
  },
  roles: (args) => (args.value('study') === null ? KEEPING : REPORTING),
  check(args) {
    const kinds = MADE_KINDS.filter((kind) => args.has(kind));
    if (args.value('study') === null) {
      if (kinds.length > 0) throw usage('name the study: --study UID');
      checkObjectOptions(args);
    } else if (kinds.length !== 1 || args.value('object') !== null || args.value('sop') !== null) {
      throw usage('with --study name one kind: --measurements, --key-images, --views or --segmentations');
    }
    args.required('out');
  },
  run: async ({ station, args }) => {
    const out = path.resolve(args.required('out'));
    const options = { replace: args.has('replace') };
    const [kind] = MADE_KINDS.filter((one) => args.has(one));
    if (kind !== undefined) return await exportOf(station, args, kind, { folder: out, ...options });
    return await station.rooms.exportObject(findObject(station, args).objectId, out, options);
  },
};

function exportOf(
  station: Station,
  args: Arguments,
  kind: MadeKind,
  to: { readonly folder: string; readonly replace: boolean },
): Promise<unknown> {
  const uid = args.required('study');
  const row = station.rooms.worklist.list('').rows.find(({ studyUid }) => studyUid === uid);
  if (row === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  return station.rooms.exportMade(row.studyId, kind, to);
}
