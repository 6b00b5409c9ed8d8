import type { Credentials } from '../../model/credentials.ts';
import { SIGN_LEVELS } from '../../model/signing-policy.ts';
import type { SignLevel } from '../../model/signing-policy.ts';
import { dayAt } from './days.ts';
import type { ProfileFacts, SignPermission, SignQuestion, SignReason } from './question.ts';
import { note, refusal } from './terms.ts';
import { policyReasons } from './wanted.ts';

const NOTHING_KNOWN: Credentials = {
  licences: [],
  privileges: [],
  enrolments: [],
  subspecialties: [],
  mammography: [],
};

/**
 * May this person sign this report, here and now? Never throws; what is not known is refused where the site asks for it. The
 * images may always be read: that is not decided here.
 */
export function signPermission(question: SignQuestion): SignPermission {
  const { at, profile, profileWanted } = question;
  if (profile === null) return answer([withoutProfile(profileWanted)]);
  const today = dayAt(at, profile.zone);
  if (today === null) {
    return answer([refusal('permission/clock-unknown', 'view', 'The clock of this computer gives no valid time.')]);
  }
  const { reader, order, place } = question;
  return answer([
    ...profileReasons(profile, Date.parse(at)),
    ...(reader === null
      ? [note('permission/reader-not-named', 'The site profile does not name you as a reader.')]
      : []),
    ...policyReasons(profile.policy, { reader: reader ?? NOTHING_KNOWN, order, place, today }),
  ]);
}

/** The more of two levels that is less. */
export function lesser(a: SignLevel, b: SignLevel): SignLevel {
  return SIGN_LEVELS.indexOf(a) >= SIGN_LEVELS.indexOf(b) ? a : b;
}

/** A permission with what somebody else has to say about it. */
export function addReasons<T extends SignPermission>(permission: T, reasons: readonly SignReason[]): T {
  if (reasons.length === 0) return permission;
  const tiers = { refuse: 0, warn: 1, note: 2 } as const;
  return {
    ...permission,
    allowed: reasons.reduce((allowed, { leaves }) => lesser(allowed, leaves), permission.allowed),
    reasons: [...permission.reasons, ...reasons].sort((a, b) => tiers[a.tier] - tiers[b.tier]),
  };
}

function withoutProfile(wanted: boolean): SignReason {
  if (wanted) {
    return refusal('permission/no-profile', 'view', 'No site profile covers this study: nobody said who may sign it.');
  }
  const words = 'No site profile covers this study: no licence, privilege or place is asked for.';
  return note('permission/nothing-wanted', words);
}

/** An expired profile goes on to be asked: its wishes do not end with it. */
function profileReasons({ validFrom, validUntil, revoked }: ProfileFacts, now: number): SignReason[] {
  if (revoked) return [refusal('permission/profile-revoked', 'view', 'The site has taken back its profile.')];
  // Comparisons with what is no time are false: it is neither begun nor unended.
  if (!(now >= Date.parse(validFrom))) {
    return [refusal('permission/profile-not-yet', 'preliminary', 'The site profile is not in force yet.')];
  }
  if (!(now < Date.parse(validUntil))) {
    return [refusal('permission/profile-expired', 'preliminary', 'The site profile has expired; a new one is needed.')];
  }
  return [];
}

function answer(found: readonly SignReason[]): SignPermission {
  const order = { refuse: 0, warn: 1, note: 2 } as const;
  const unlike = new Map(found.map((reason) => [`${reason.code} ${reason.leaves} ${reason.words}`, reason]));
  const reasons = [...unlike]
    .sort(([a, left], [b, right]) => order[left.tier] - order[right.tier] || (a < b ? -1 : 1))
    .map(([, reason]) => reason);
  return { allowed: reasons.reduce<SignLevel>((least, reason) => lesser(least, reason.leaves), 'final'), reasons };
}
