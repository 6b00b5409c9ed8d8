import { z } from 'zod';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { OrderLoss, UnfinishedStudy } from '../../../../shared/model/order.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** What a wipe would reach, counted. */
export interface Reach {
  readonly studies: number;
  readonly objects: number;
  readonly loss: OrderLoss;
}

export const NOTHING: Reach = { studies: 0, objects: 0, loss: { unsigned: 0, notGivenOn: 0 } };

/** A signed report that was never given on from here: not to a file, and something of it still waits, or nothing was to go out. */
const NOT_GIVEN_ON = `report.signed IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM audit WHERE command = 'report.export' AND subject = report.report_id)
  AND coalesce((SELECT max(outbox.state NOT IN ('delivered', 'dropped')) FROM outbox
    WHERE outbox.report_id = report.report_id), 1) = 1`;

/** @param siteNames of the store, exactly; null: all there is */
export function reachOf(index: Db, siteNames: readonly string[] | null): Reach {
  const names = JSON.stringify(siteNames ?? []);
  const studies =
    siteNames === null
      ? 'SELECT study_id FROM study WHERE ? IS NOT NULL'
      : 'SELECT study_id FROM study JOIN site USING (site_id) WHERE site.name IN (SELECT value FROM json_each(?))';
  const count = (what: string): number =>
    index.prepare<[string], number>(`SELECT count(*) FROM ${what} IN (${studies})`).pluck().get(names) ?? 0;
  return {
    studies: count('study WHERE study_id'),
    objects: count('object JOIN series USING (series_id) WHERE study_id'),
    loss: {
      unsigned: count("report WHERE state = 'draft' AND study_id"),
      notGivenOn: count(`report WHERE ${NOT_GIVEN_ON} AND study_id`),
    },
  };
}

const Unfinished = z.strictObject({ study_id: StudyId, unsigned: z.number().int(), notGivenOn: z.number().int() });
/** A screen of them; the next are there when these are done. */
const MOST_STUDIES = 100;

/** The same loss, study by study, the one that was worked on last first. @param siteNames as for `reachOf` */
export function unfinishedIn(index: Db, siteNames: readonly string[] | null): readonly UnfinishedStudy[] {
  return index
    .prepare<[string | null, string | null, number]>(
      `SELECT study_id, sum(report.state = 'draft') AS unsigned, sum(${NOT_GIVEN_ON}) AS notGivenOn
       FROM report JOIN study USING (study_id) JOIN site USING (site_id)
       WHERE (? IS NULL OR site.name IN (SELECT value FROM json_each(?)))
       GROUP BY study_id HAVING unsigned + notGivenOn > 0
       ORDER BY max(coalesce(report.signed_at, report.created_at)) DESC, study_id LIMIT ?`,
    )
    .all(...names(siteNames), MOST_STUDIES)
    .map((row) => {
      const { study_id: studyId, ...loss } = Unfinished.parse(row);
      return { studyId, ...loss };
    });
}

function names(siteNames: readonly string[] | null): [string | null, string | null] {
  const text = siteNames === null ? null : JSON.stringify(siteNames);
  return [text, text];
}

export function costsWork({ loss }: Reach): boolean {
  return loss.unsigned + loss.notGivenOn > 0;
}
