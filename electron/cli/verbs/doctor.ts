import { EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { doctor } from '../../station/doctor.ts';
import type { Verb } from '../verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  tellsOfNoStudy: true,
  usage: 'doctor',
  help: `Checks this station: store, keys, database, audit trail, disk, decoder and parser; then every connection that is set up:
identity provider and its clock, receiver of the audit trail, orders and sources of the sites; no other is asked.
Prints { ok, checks: [{ name, ok, message }] }. The message of a connection begins with how it stands: ok, warning, failed,
not-set, not-yet. ok is false where something failed.`,
  options: {},
  roles: EVERY_ROLE,
  run: ({ station }) => doctor(station),
};
