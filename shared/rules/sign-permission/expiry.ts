import type { Credentials } from '../../model/credentials.ts';
import { dayAt } from './days.ts';
import type { SignReason, TermName } from './question.ts';
import { daysLeft, endingReasons, hasBegun } from './terms.ts';
import type { Term } from './terms.ts';

/** What of a reader's credentials ends within 90 days, or has ended, whatever is read next. Empty without a valid time. */
export function credentialWarnings(reader: Credentials, at: string, zone: string | null): SignReason[] {
  const today = dayAt(at, zone);
  if (today === null) return [];
  const found: SignReason[] = [];
  const look = <T extends Term>(
    name: TermName,
    list: readonly T[],
    keyOf: (entry: T) => string,
    lead: string,
  ): void => {
    for (const key of [...new Set(list.map(keyOf))].sort()) {
      const begun = list.filter((entry) => keyOf(entry) === key && hasBegun(entry, today));
      if (begun.length === 0) continue;
      const left = Math.max(...begun.map((entry) => daysLeft(entry, today)));
      const what = `${lead} ${key}`;
      if (left >= 0) found.push(...endingReasons(name, what, left));
      else
        found.push({ code: `permission/${name}-expired`, tier: 'note', leaves: 'final', words: `${what} has ended.` });
    }
  };
  look('licence', reader.licences, (entry) => entry.jurisdiction, 'The licence for');
  look('privilege', reader.privileges, (entry) => entry.hospital, 'The privilege of hospital');
  look('enrolment', reader.enrolments, (entry) => entry.payer, 'The enrolment with payer');
  look('mammography', reader.mammography, (entry) => entry.scheme, 'The mammography qualification');
  return found;
}
