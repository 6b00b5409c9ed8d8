import { EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { verifyAudit } from '../../station/kernel/audit.ts';
import { usage } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const auditVerb: Verb = {
  name: 'audit',
  usage: 'audit verify',
  help: `Walks the audit trail and checks that each record names the hash of the one before, and that
none is missing at the end.
Prints { ok, records, firstBad }.`,
  options: {},
  roles: EVERY_ROLE,
  takesWords: true,
  check(args) {
    if (args.positional.join(' ') !== 'verify') throw usage('audit knows one action: verify');
  },
  run: async ({ station }) => {
    const { index, ledger } = station.access.requireStore();
    return verifyAudit(index, ledger);
  },
};
