import { verifyAudit } from '../../station/kernel/audit.ts';
import { usage } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const auditVerb: Verb = {
  name: 'audit',
  usage: 'audit verify',
  help: `Walks the audit trail and checks that each record names the hash of the one before.
Prints { ok, records, firstBad }.`,
  options: {},
  async run({ station, args }) {
    if (args.positional[0] !== 'verify') throw usage('audit knows one action: verify');
    return verifyAudit(station.access.requireStore().index);
  },
};
