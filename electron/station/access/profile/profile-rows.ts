import { z } from 'zod';
import { Fingerprint } from '../../../../shared/model/site-profile.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { ReadingPlace } from '../../../../shared/model/profile-view.ts';
import type { RoleGain } from '../../../../shared/rules/site-profile/roles.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { readSignedProfile } from './signed-profile.ts';
import type { SignedProfile } from './signed-profile.ts';

const Row = z.strictObject({ file: z.string(), hash: z.string(), applied_at: z.string() });

/** A profile that was applied here. */
export interface AppliedProfile extends SignedProfile {
  /** UTC, ISO 8601. */
  readonly appliedAt: string;
}

const IN_FORCE = `SELECT file, hash, applied_at FROM site_profile AS one
  WHERE serial = (SELECT max(serial) FROM site_profile WHERE site_code = one.site_code)`;

/** Profiles that were read before, by hash: a signature is proved once as long as a store is open. */
export type ReadProfiles = Map<string, AppliedProfile>;

/** The newest of each site, by its code. @throws AppError profile/bad-signature … */
export function profilesInForce(db: Db, read: ReadProfiles): AppliedProfile[] {
  return db
    .prepare(`${IN_FORCE} ORDER BY site_code`)
    .all()
    .map((row) => {
      const { file, hash, applied_at } = Row.parse(row);
      const found = read.get(hash) ?? { ...readSignedProfile(file), appliedAt: applied_at };
      read.set(hash, found);
      return found;
    });
}

export function trustedKeys(db: Db, siteCode: string): readonly Fingerprint[] {
  return db
    .prepare<[string], string>('SELECT fingerprint FROM profile_key WHERE site_code = ?')
    .pluck()
    .all(siteCode)
    .map((text) => Fingerprint.parse(text));
}

export function insertProfile(db: Db, signed: SignedProfile, by: PersonId, at: string): void {
  const { profile, text, hash, fingerprint } = signed;
  db.prepare('INSERT INTO site_profile VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    ...[profile.site.code, profile.serial, text, hash, fingerprint, at, by],
  );
}

/** From now on only this key is trusted for the site, and those that its profiles name. */
export function trustKey(db: Db, { profile, fingerprint, signedBy }: SignedProfile, by: PersonId, at: string): void {
  db.prepare('DELETE FROM profile_key WHERE site_code = ?').run(profile.site.code);
  db.prepare('INSERT INTO profile_key VALUES (?, ?, ?, ?, ?)').run(profile.site.code, fingerprint, signedBy, at, by);
}

/** The roles of a person at this station, from now on. */
export function setRoles(db: Db, { personId, roles }: Pick<RoleGain, 'personId' | 'roles'>): void {
  db.prepare('UPDATE person SET roles = ? WHERE person_id = ?').run(JSON.stringify(roles), personId);
}

export function readingPlace(db: Db, personId: PersonId): ReadingPlace | null {
  const row = db
    .prepare<[PersonId], { jurisdiction: string; statedAt: string }>(
      'SELECT jurisdiction, stated_at AS statedAt FROM reading_place WHERE person_id = ?',
    )
    .get(personId);
  return row === undefined ? null : ReadingPlace.parse(row);
}

export function setReadingPlace(db: Db, personId: PersonId, place: ReadingPlace): void {
  db.prepare('INSERT OR REPLACE INTO reading_place VALUES (?, ?, ?)').run(personId, place.jurisdiction, place.statedAt);
}
