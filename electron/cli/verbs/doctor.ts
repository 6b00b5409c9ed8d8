import { EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { doctor } from '../../station/doctor.ts';
import type { Verb } from '../verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  usage: 'doctor',
  help: `Checks this station: store, keys, database, audit trail, disk, decoder and parser.
Prints { ok, checks: [{ name, ok, message }] }.`,
  options: {},
  roles: EVERY_ROLE,
  run: ({ station }) => doctor(station),
};
