import type { PersonId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ReviewKeyParts {
  readonly index: Db;
  readonly ring: Pick<KeyRing, 'newStudyKey' | 'studyKey'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Name of the site that copies for blind reading belong to. */
export const REVIEW_SITE = 'Peer review';
/** Id of the key in the key ring; the key itself is never in the database. */
const KEY_ID = 'review-key';

/**
 * The secret of peer review in this store, 32 bytes: readers are hashed and sealed under it, and new identifiers of copies are derived from
 * it. It lies in the key ring like the key of a study, so that it outlives a change of the store's key. The caller zeroes it.
 */
export function reviewKey(parts: ReviewKeyParts): Uint8Array {
  const { index, ring, commands, personId } = parts;
  const known = keptId(index);
  if (known !== undefined) return ring.studyKey(known);
  const siteId = reviewSite(parts);
  const made = ring.newStudyKey(siteId);
  commands.run({ name: 'review.newKey', personId, subject: siteId, detail: {} }, (db) => {
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(KEY_ID, made);
  });
  return ring.studyKey(made);
}

/** Whether anything of peer review was ever done here. */
export function hasReviewKey(index: Db): boolean {
  return keptId(index) !== undefined;
}

function reviewSite({ index, commands, clock, personId }: ReviewKeyParts): string {
  const find = index.prepare<[string], string>('SELECT site_id FROM site WHERE name = ?').pluck();
  const known = find.get(REVIEW_SITE);
  if (known !== undefined) return known;
  const siteId = newId();
  commands.run({ name: 'site.add', personId, subject: siteId, detail: {} }, (db) => {
    db.prepare('INSERT INTO site (site_id, name, created_at) VALUES (?, ?, ?)').run(
      siteId,
      REVIEW_SITE,
      clock.nowIso(),
    );
  });
  return siteId;
}

function keptId(index: Db): string | undefined {
  return index.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY_ID);
}
