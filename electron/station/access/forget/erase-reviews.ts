import type { Db } from '../../kernel/sqlite.ts';

/** Reports of these studies, and those that were brought in from these sites: of such the studies may never have been here. */
const SOURCES = `
  SELECT source_report_id FROM review_source WHERE study_id IN (SELECT value FROM json_each(@studies))
    OR (origin <> 'station' AND lower(site) IN (SELECT lower(value) FROM json_each(@sites)))`;
const CASES = `SELECT review_id FROM review WHERE source_report_id IN (${SOURCES})`;

interface Of {
  readonly studyIds: readonly string[];
  readonly siteNames: readonly string[];
}

const bound = ({ studyIds, siteNames }: Of): { readonly studies: string; readonly sites: string } => ({
  studies: JSON.stringify(studyIds),
  sites: JSON.stringify(siteNames),
});

/** Cases of second reading that go with these studies and sites. */
export function reviewsOf(index: Db, of: Of): readonly string[] {
  return index.prepare<[ReturnType<typeof bound>], string>(CASES).pluck().all(bound(of));
}

/** A case of second reading goes with its study; figures keep nothing of it. */
export function eraseReviews(db: Db, of: Of): void {
  const doomed = bound(of);
  for (const table of [
    'review_event',
    'review_read',
    'review_shown',
    'review_told',
    'review_copy',
    'review_sent',
    'review_taken',
    'review_met',
    'review',
  ]) {
    db.prepare(`DELETE FROM ${table} WHERE review_id IN (${CASES})`).run(doomed);
  }
  // A prior that was copied beside a case that stays.
  db.prepare('DELETE FROM review_copy WHERE of_study IN (SELECT value FROM json_each(?))').run(doomed.studies);
  for (const table of ['review_source_text', 'review_flag', 'review_source']) {
    db.prepare(`DELETE FROM ${table} WHERE source_report_id IN (${SOURCES})`).run(doomed);
  }
}
