import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { KeyTrust, ProfileStanding } from '../../../../shared/model/profile-view.ts';
import type { Fingerprint, SiteProfile } from '../../../../shared/model/site-profile.ts';
import type { AppliedProfile } from './profile-rows.ts';
import type { SignedProfile } from './signed-profile.ts';

export interface JudgeFacts {
  /** Of the same site; null: none yet. */
  readonly present: AppliedProfile | null;
  /** Those of other sites. */
  readonly others: readonly AppliedProfile[];
  readonly trusted: readonly Fingerprint[];
  /** UTC, ISO 8601. */
  readonly at: string;
}

export interface ProfileRefusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Why a profile whose signature holds is not taken, whoever signed it; null when it is. */
export function refusalOf({ profile, hash }: SignedProfile, facts: JudgeFacts): ProfileRefusal | null {
  const { present, others, at } = facts;
  const { serial } = profile;
  if (present !== null && serial < present.profile.serial) {
    return refused(
      'profile/older-serial',
      `serial ${serial} is older than ${present.profile.serial}, which is in force`,
    );
  }
  if (present !== null && serial === present.profile.serial && hash !== present.hash) {
    return refused('profile/older-serial', `another profile with serial ${serial} is in force`);
  }
  if (present?.profile.revokedSerials.includes(serial) === true && hash !== present.hash) {
    return refused('profile/revoked', `the profile in force has revoked serial ${serial}`);
  }
  const now = Date.parse(at);
  if (now < Date.parse(profile.validFrom)) {
    return refused('profile/not-yet-valid', `the profile begins on ${profile.validFrom}`);
  }
  if (now >= Date.parse(profile.validUntil)) {
    return refused('profile/expired', `the profile ended on ${profile.validUntil}`);
  }
  const taken = others.find((other) => other.profile.site.studiesOf.some((name) => covers(profile, name)));
  if (taken === undefined) return null;
  return refused('profile/site-taken', `the profile of site ${taken.profile.site.code} covers some of these studies`);
}

export function trustOf({ fingerprint }: SignedProfile, { present, trusted }: JudgeFacts): KeyTrust {
  if (trusted.includes(fingerprint) || present?.profile.nextKeys.includes(fingerprint) === true) return 'trusted';
  return trusted.length === 0 ? 'new' : 'other';
}

/** @param at UTC, ISO 8601 */
export function standingOf(profile: SiteProfile, at: string): ProfileStanding {
  if (isRevoked(profile)) return 'revoked';
  const now = Date.parse(at);
  if (now < Date.parse(profile.validFrom)) return 'not-yet';
  return now < Date.parse(profile.validUntil) ? 'in-force' : 'expired';
}

/** A profile that revokes its own serial takes the site back. */
export function isRevoked({ serial, revokedSerials }: SiteProfile): boolean {
  return revokedSerials.includes(serial);
}

/** Whether studies of a site of the store are its business; names are compared without case. */
export function covers({ site }: SiteProfile, siteName: string): boolean {
  return site.studiesOf.some((name) => name.toLowerCase() === siteName.toLowerCase());
}

function refused(code: ErrorCode, message: string): ProfileRefusal {
  return { code, message };
}
