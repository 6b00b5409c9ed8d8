import { z } from 'zod';
import { Jurisdiction, ShortCode } from './credentials.ts';
import { Fingerprint, PROFILE_SECTIONS } from './site-profile.ts';

/** Whether a profile holds now. Its rules are asked in each of these; only what they end in differs. */
export const ProfileStanding = z.enum(['in-force', 'not-yet', 'expired', 'revoked']);
export type ProfileStanding = z.infer<typeof ProfileStanding>;

/** The profile of one site that a station works by. Times are UTC, ISO 8601. */
export const ProfileState = z.strictObject({
  siteCode: ShortCode,
  siteName: z.string(),
  serial: z.number().int(),
  validFrom: z.string(),
  validUntil: z.string(),
  standing: ProfileStanding,
  signedBy: z.string(),
  fingerprint: Fingerprint,
  appliedAt: z.string(),
  /** Names of sites whose studies it covers. */
  studiesOf: z.array(z.string()),
  /** What it says, a sentence a section that says anything; managed: a person at the station cannot change it. */
  sections: z.array(z.strictObject({ section: z.enum(PROFILE_SECTIONS), words: z.string(), managed: z.boolean() })),
});
export type ProfileState = z.infer<typeof ProfileState>;

export const ReadingPlace = z.strictObject({ jurisdiction: Jurisdiction, statedAt: z.string() });
export type ReadingPlace = z.infer<typeof ReadingPlace>;

/** A setting of the station that a site holds fast: no person at the station changes it. */
export const ManagedSetting = z.strictObject({
  /** provider: where people sign in; readers: who may read for the site; fetching: that a lock closes the store at once. */
  setting: z.enum(['provider', 'readers', 'fetching']),
  siteName: z.string(),
  /** Of the profile that says so. */
  serial: z.number().int(),
});
export type ManagedSetting = z.infer<typeof ManagedSetting>;

export const ProfileOverview = z.strictObject({
  profiles: z.array(ProfileState),
  /** Where the person says to read; null: never said. */
  place: ReadingPlace.nullable(),
  /** What of the person's own credentials ends soon or has ended, a sentence each. */
  warnings: z.array(z.string()),
  managed: z.array(ManagedSetting),
});
export type ProfileOverview = z.infer<typeof ProfileOverview>;

/**
 * How the key of a file stands with its site. trusted: somebody confirmed it before, or the profile in force names it as next;
 * new: the site has no key yet; other: the site has keys, and this is none of them.
 */
export const KeyTrust = z.enum(['trusted', 'new', 'other']);
export type KeyTrust = z.infer<typeof KeyTrust>;

/** What importing a file would do. */
export const ProfilePreview = z.strictObject({
  siteCode: ShortCode,
  siteName: z.string(),
  serial: z.number().int(),
  /** Of the profile in force; null for the first. */
  formerSerial: z.number().int().nullable(),
  validFrom: z.string(),
  validUntil: z.string(),
  signedBy: z.string(),
  fingerprint: Fingerprint,
  trust: KeyTrust,
  /** SHA-256, hex, of what was signed: applying names it. */
  hash: z.string(),
  /** The profile in force is this one. */
  already: z.boolean(),
  changes: z.array(z.strictObject({ section: z.string(), words: z.string() })),
  /** Address of the identity provider where whoever applies it signs in first; null: that changes nothing. */
  signsInAt: z.string().nullable(),
  /** Why it would be refused even when the key is trusted; null when it would not. */
  refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});
export type ProfilePreview = z.infer<typeof ProfilePreview>;
