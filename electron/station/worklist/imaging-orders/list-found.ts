import type { FoundStudy } from '../../../../shared/model/source.ts';
import { orderFromQuery } from '../../../../shared/rules/imaging-order/from-query.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { ImagingOrders } from './imaging-orders.ts';
import { findOrder } from './order-rows.ts';

/**
 * Puts studies that a source says it has into the list, where neither an order nor the images stand there already: what a site ordered
 * says more than a query, and a cancelled order stays cancelled.
 * @returns how many are new in it
 */
export async function listFound(
  { index, orders }: { readonly index: Db; readonly orders: Pick<ImagingOrders, 'take'> },
  source: { readonly name: string; readonly site: string },
  found: readonly FoundStudy[],
): Promise<number> {
  let count = 0;
  for (const study of found) {
    const order = orderFromQuery(study, source.site);
    if (isHere(index, study.studyUid) || isListed(index, source.site, study.studyUid)) continue;
    if (findOrder(index, order) !== null) continue;
    const hash = sha256Hex(Buffer.from(JSON.stringify(order), 'utf8'));
    const message = { kind: 'orders', controlId: study.studyUid, sentAt: null } as const;
    const feed = { name: `query ${source.name}`, site: source.site, trusted: false };
    const taken = await orders.take({ ...message, orders: [{ act: 'new', order }] }, feed, hash);
    if (taken.outcome === 'taken') count += 1;
  }
  return count;
}

function isHere(db: Db, studyUid: string): boolean {
  return db.prepare('SELECT 1 FROM study WHERE study_uid = ?').get(studyUid) !== undefined;
}

function isListed(db: Db, site: string, studyUid: string): boolean {
  return (
    db
      .prepare(
        `SELECT 1 FROM imaging_order_number JOIN imaging_order USING (order_id)
         WHERE kind = 'study' AND number = ? AND imaging_order.site = ?`,
      )
      .get(studyUid, site) !== undefined
  );
}
