import type { Db } from '../../kernel/sqlite.ts';
import type { Doomed } from './target.ts';

/** Reports of these studies, and those that were brought in from these sites: of such the studies may never have been here. */
const SOURCES = `
  SELECT source_report_id FROM review_source WHERE study_id IN (SELECT value FROM json_each(@studies))
    OR (origin <> 'station' AND lower(site) IN (SELECT lower(value) FROM json_each(@sites)))`;

/** A case of second reading goes with its study; figures keep nothing of it. */
export function eraseReviews(db: Db, { studyIds, siteNames }: Pick<Doomed, 'studyIds' | 'siteNames'>): void {
  const doomed = { studies: JSON.stringify(studyIds), sites: JSON.stringify(siteNames) };
  const cases = `SELECT review_id FROM review WHERE source_report_id IN (${SOURCES})`;
  for (const table of [
    'review_event',
    'review_read',
    'review_shown',
    'review_told',
    'review_copy',
    'review_sent',
    'review',
  ]) {
    db.prepare(`DELETE FROM ${table} WHERE review_id IN (${cases})`).run(doomed);
  }
  for (const table of ['review_source_text', 'review_flag', 'review_source']) {
    db.prepare(`DELETE FROM ${table} WHERE source_report_id IN (${SOURCES})`).run(doomed);
  }
}
