import { doctor } from '../../station/doctor.ts';
import type { Verb } from '../verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  usage: 'doctor',
  help: `Checks this station: store, keys, database, audit trail, disk, decoder and parser.
Prints { ok, checks: [{ name, ok, message }] }.`,
  options: {},
  run: ({ station }) => doctor(station),
};
