import { KEEPING } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import { checkObjectOptions, findObject } from '../find-object.ts';
import type { Verb } from '../verb.ts';

export const exportObjectVerb: Verb = {
  name: 'export-object',
  usage: 'export-object --object ID|--sop UID --out FILE [--replace]',
  help: `Writes one stored object to a file, byte for byte; an audited act.
A preamble that looks like a program is zeroed. A file that is there already is refused as disk/exists, unless
--replace says otherwise. Prints { objectId, file, bytes, sha256, preambleZeroed }.`,
  options: { object: 'value', sop: 'value', out: 'value', replace: 'flag' },
  roles: KEEPING,
  check(args) {
    checkObjectOptions(args);
    args.required('out');
  },
  run: ({ station, args }) =>
    station.rooms.exportObject(findObject(station, args).objectId, path.resolve(args.required('out')), {
      replace: args.has('replace'),
    }),
};
