import { z } from 'zod';
import { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { ClaimState, ClaimWish } from '../../../../shared/model/site-claim.ts';
import type { SiteClaim } from '../../../../shared/model/site-claim.ts';
import type { Db } from '../../kernel/sqlite.ts';

const ClaimRow = z.object({
  study_id: StudyId,
  wish: ClaimWish,
  state: ClaimState,
  by_person: PersonId,
  by_name: z.string(),
  workitem_uid: z.string().nullable(),
  transaction_uid: z.string().nullable(),
  holder: z.string().nullable(),
  reason: z.string().nullable(),
  asked_at: z.string().nullable(),
  told_at: z.string().nullable(),
  begun_at: z.string(),
  ended_at: z.string().nullable(),
  changed_at: z.string(),
  failures: z.number().int(),
  not_before: z.string().nullable(),
});
export type ClaimRow = z.infer<typeof ClaimRow>;
export type ClaimChange = Partial<Omit<ClaimRow, 'study_id'>>;

export function claimRow(db: Db, studyId: StudyId): ClaimRow | null {
  const found = db.prepare('SELECT * FROM site_claim WHERE study_id = ?').get(studyId);
  return found === undefined ? null : ClaimRow.parse(found);
}

export function claimRows(db: Db): readonly ClaimRow[] {
  return db
    .prepare('SELECT * FROM site_claim ORDER BY begun_at, study_id')
    .all()
    .map((row) => ClaimRow.parse(row));
}

export function insertClaim(db: Db, row: ClaimRow): void {
  const names = Object.keys(ClaimRow.shape);
  const sql = `INSERT OR REPLACE INTO site_claim (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`;
  db.prepare(sql).run(row);
}

/** Inside a transaction. */
export function changeClaim(db: Db, row: ClaimRow, change: ClaimChange): void {
  insertClaim(db, { ...row, ...change });
}

export function shownClaim({ wish, state, by_name: by, holder, reason, changed_at: at }: ClaimRow): SiteClaim {
  return { wish, state, by, holder, reason, at };
}
