import { ADMINISTRATION, CLINICAL } from '../../../shared/contract/roles.ts';
import type { Verb } from '../verb.ts';

export const verifyVerb: Verb = {
  name: 'verify',
  tellsOfNoStudy: true,
  usage: 'verify',
  help: `Reads every stored object again and compares it with its hash.
Prints { checked, bad: [{ objectId, reason }] }.`,
  options: {},
  roles: [...CLINICAL, ...ADMINISTRATION],
  run: ({ station }) => station.rooms.archive.verify(),
};
