import { z } from 'zod';
import { SiteDifference } from '../../../../shared/model/site-difference.ts';
import type { Db } from '../../kernel/sqlite.ts';

const Said = z.array(SiteDifference);

/** Keeps what a site said of a report at everything of it that has not ended. It changes nothing of how that goes on. */
export function keepSaid(db: Db, reportId: string, said: readonly SiteDifference[]): void {
  const text = JSON.stringify(said);
  db.prepare(
    `UPDATE outbox SET said = @text WHERE state NOT IN ('delivered', 'dropped') AND said <> @text
       AND (report_id = @reportId
         OR (report_id IS NULL AND study_id = (SELECT study_id FROM report WHERE report_id = @reportId)))`,
  ).run({ text, reportId });
}

/** What was said of rows when they were held, by row. */
export function saidOf(db: Db, studyId: string): ReadonlyMap<string, readonly SiteDifference[]> {
  const rows = db
    .prepare<[string], { id: string; said: string }>('SELECT outgoing_id AS id, said FROM outbox WHERE study_id = ?')
    .all(studyId);
  return new Map(rows.map(({ id, said }) => [id, Said.parse(JSON.parse(said))]));
}
