import type { OrderLoss } from '../../../../shared/model/order.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** What a wipe would reach, counted. */
export interface Reach {
  readonly studies: number;
  readonly objects: number;
  readonly loss: OrderLoss;
}

export const NOTHING: Reach = { studies: 0, objects: 0, loss: { unsigned: 0, notGivenOn: 0 } };

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
      notGivenOn: count(
        `report WHERE signed IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM audit WHERE command = 'report.export' AND subject = report_id) AND study_id`,
      ),
    },
  };
}

export function costsWork({ loss }: Reach): boolean {
  return loss.unsigned + loss.notGivenOn > 0;
}
