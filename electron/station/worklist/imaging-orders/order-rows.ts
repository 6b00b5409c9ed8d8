import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ImagingOrder, OrderPatient } from '../../../../shared/model/imaging-order.ts';
import type { OrderPriority } from '../../../../shared/model/order-facts.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** An order as it is stored. */
export interface StoredOrder {
  readonly orderId: string;
  readonly order: ImagingOrder;
  /** A patient that a later message named in place of the order's. */
  readonly disputed: OrderPatient | null;
  /** UTC, of the newest message about it. */
  readonly saidAt: string;
  readonly receivedAt: string;
  readonly changes: number;
}

export interface OrderRow {
  readonly order_id: string;
  readonly content: string;
  readonly disputed: string | null;
  readonly said_at: string;
  readonly received_at: string;
  readonly changes: number;
}

/** Of imaging_order, as `storedOrder` reads it. */
export const ORDER_COLUMNS = 'order_id, content, disputed, said_at, received_at, changes';
const RANKS = { stat: 0, urgent: 1, routine: 2 } as const satisfies Record<OrderPriority, number>;

/** Orders that are kept as they were read: lists ask for the same ones again and again. */
const KEPT = 3000;

/** Reads rows; each text of an order once. */
export class OrderReader {
  readonly #read = new LRUCache<string, ImagingOrder>({ max: KEPT });

  order(row: OrderRow): StoredOrder {
    const known = this.#read.get(row.content) ?? ImagingOrder.parse(JSON.parse(row.content));
    this.#read.set(row.content, known);
    return storedOrder(row, known);
  }
}

export function storedOrder(
  row: OrderRow,
  order: ImagingOrder = ImagingOrder.parse(JSON.parse(row.content)),
): StoredOrder {
  return {
    orderId: row.order_id,
    order,
    disputed: row.disputed === null ? null : OrderPatient.parse(JSON.parse(row.disputed)),
    saidAt: row.said_at,
    receivedAt: row.received_at,
    changes: row.changes,
  };
}

const Named = z.array(z.string());

/** The order that a message is about: by its placer's number, its filler's, or, where one of the two has neither, by accession. */
export function findOrder(db: Db, said: ImagingOrder): StoredOrder | null {
  const { site, placer, filler, accessions } = said;
  const by = (condition: string, ...values: readonly string[]): StoredOrder | null => {
    const sql = `SELECT ${ORDER_COLUMNS} FROM imaging_order WHERE ${condition} ORDER BY received_at DESC LIMIT 1`;
    const row = db.prepare<string[], OrderRow>(sql).get(...values);
    return row === undefined ? null : storedOrder(row);
  };
  const placed = placer === null ? null : by('site = ? AND placer = ?', site, placer);
  // A filler that changes a placer's number would take another order over.
  const filled =
    placed !== null || filler === null
      ? null
      : by(`site = ? AND filler = ?${placer === null ? '' : ' AND placer IS NULL'}`, site, filler);
  if (placed !== null || filled !== null) return placed ?? filled;
  // What a query of a source made known has no number but the accession; a numbered order takes its place.
  const bare = placer === null && filler === null ? '' : 'placer IS NULL AND filler IS NULL AND ';
  return by(
    `${bare}site = ? AND order_id IN (SELECT order_id FROM imaging_order_number WHERE kind = 'accession'
       AND number IN (SELECT value FROM json_each(?)))`,
    ...[site, JSON.stringify(Named.parse(accessions))],
  );
}

/** Writes an order with its numbers. */
export function putOrder(db: Db, stored: StoredOrder): void {
  const { orderId, order, disputed, saidAt, receivedAt, changes } = stored;
  db.prepare(
    `INSERT INTO imaging_order (order_id, site, placer, filler, content, disputed, status, rank, patient_issuer, patient_id,
       said_at, scheduled_at, received_at, changes)
     VALUES (@orderId, @site, @placer, @filler, @content, @disputed, @status, @rank, @issuer, @patientId, @saidAt,
       @scheduledAt, @receivedAt, @changes)
     ON CONFLICT (order_id) DO UPDATE SET placer = @placer, filler = @filler, content = @content, disputed = @disputed,
       status = @status, rank = @rank, patient_issuer = @issuer, patient_id = @patientId, said_at = @saidAt,
       scheduled_at = @scheduledAt, changes = @changes`,
  ).run({
    ...{ orderId, saidAt, receivedAt, changes },
    ...{ site: order.site, placer: order.placer, filler: order.filler, content: JSON.stringify(order) },
    disputed: disputed === null ? null : JSON.stringify(disputed),
    ...{ status: order.status, rank: RANKS[order.priority], scheduledAt: order.scheduledAt },
    ...{ issuer: order.patient.issuer ?? order.site, patientId: order.patient.patientId },
  });
  db.prepare('DELETE FROM imaging_order_number WHERE order_id = ?').run(orderId);
  const put = db.prepare('INSERT OR IGNORE INTO imaging_order_number (kind, number, order_id) VALUES (?, ?, ?)');
  for (const number of order.accessions) put.run('accession', number, orderId);
  for (const number of order.studyUids) put.run('study', number, orderId);
  db.prepare(HERE_SQL).run(orderId);
}

/** What a trigger does for studies that come later. */
const HERE_SQL = `UPDATE imaging_order AS one SET here = EXISTS (
    SELECT 1 FROM imaging_order_number AS named CROSS JOIN study CROSS JOIN site USING (site_id)
    WHERE named.order_id = one.order_id AND named.kind = 'accession' AND study.accession = named.number
      AND lower(site.name) = lower(one.site))
  OR EXISTS (
    SELECT 1 FROM imaging_order_number AS named CROSS JOIN study CROSS JOIN site USING (site_id)
    WHERE named.order_id = one.order_id AND named.kind = 'study' AND study.study_uid = named.number
      AND lower(site.name) = lower(one.site))
  WHERE order_id = ?`;

/** The orders of a patient of a site, the newest first. @param issuer as orders name it; the site's name where they name none */
export function ordersOfPatient(db: Db, site: string, issuer: string, patientId: string): StoredOrder[] {
  return db
    .prepare<[string, string, string], OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM imaging_order WHERE site = ? AND patient_issuer = ? AND patient_id = ?
       ORDER BY received_at DESC LIMIT 500`,
    )
    .all(site, issuer, patientId)
    .map((row) => storedOrder(row));
}

/** Days that a message is remembered: senders that give up earlier ask a person. */
const REMEMBERED_DAYS = 90;

export function wasTaken(db: Db, feed: string, controlId: string, hash: string): boolean {
  return (
    db
      .prepare('SELECT 1 FROM imaging_message WHERE feed = ? AND control_id = ? AND hash = ?')
      .get(feed, controlId, hash) !== undefined
  );
}

export function rememberMessage(db: Db, feed: string, controlId: string, hash: string, at: string): void {
  db.prepare('INSERT INTO imaging_message (feed, control_id, hash, received_at) VALUES (?, ?, ?, ?)').run(
    ...[feed, controlId, hash, at],
  );
  const before = new Date(Date.parse(at) - REMEMBERED_DAYS * 86_400_000).toISOString();
  // The oldest stand first: a few at a time keeps pace with any sender.
  db.prepare(
    `DELETE FROM imaging_message WHERE seq IN (SELECT seq FROM imaging_message ORDER BY seq LIMIT 10) AND received_at < ?`,
  ).run(before);
}
