import { z } from 'zod';
import { OrderKind, OrderNotice, OrderOutcome } from '../../../../shared/model/order.ts';
import type { Db } from '../../kernel/sqlite.ts';

const Row = z.strictObject({
  site_code: z.string(),
  number: z.number().int(),
  file: z.string(),
  hash: z.string(),
  kind: OrderKind,
  outcome: OrderOutcome,
  because: z.string().nullable(),
  taken_at: z.string(),
  notice: z.string().nullable(),
  confirmation: z.string(),
  sent_at: z.string().nullable(),
});
export type OrderRow = z.infer<typeof Row>;

/** Of all sites, the newest of each last. */
export function orderRows(db: Db): readonly OrderRow[] {
  return db
    .prepare('SELECT * FROM site_order ORDER BY site_code, number')
    .all()
    .map((row) => Row.parse(row));
}

export function lastOrder(db: Db, siteCode: string): OrderRow | null {
  const found = db.prepare('SELECT * FROM site_order WHERE site_code = ? ORDER BY number DESC LIMIT 1').get(siteCode);
  return found === undefined ? null : Row.parse(found);
}

/** Call it inside a command. An order that waited until now gets its new outcome. */
export function putOrder(db: Db, row: Omit<OrderRow, 'sent_at'>): void {
  db.prepare('INSERT OR REPLACE INTO site_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)').run(
    ...[row.site_code, row.number, row.file, row.hash, row.kind, row.outcome, row.because, row.taken_at],
    ...[row.notice, row.confirmation],
  );
}

/** The site that holds the store: its last hold was not lifted. Null: none does. */
export function heldBy(db: Db): OrderRow | null {
  const latest = new Map<string, OrderRow>();
  for (const row of orderRows(db)) {
    const holds = (row.kind === 'hold' && row.outcome === 'done') || row.outcome === 'held';
    if (holds || (row.kind === 'lift' && row.outcome === 'done')) latest.set(row.site_code, row);
  }
  return [...latest.values()].find(({ kind }) => kind !== 'lift') ?? null;
}

/** What the windows say: what nobody has read yet, what waits, and what holds the store. */
export function noticesIn(db: Db): readonly OrderNotice[] {
  return orderRows(db).flatMap(({ notice }) => (notice === null ? [] : [OrderNotice.parse(JSON.parse(notice))]));
}

/** Somebody has read it. What still stands, a hold or an order that waits, goes on being said. */
export function forgetNotice(db: Db, siteCode: string, number: number): void {
  const held = heldBy(db);
  if (held?.site_code === siteCode && held.number === number) return;
  db.prepare("UPDATE site_order SET notice = NULL WHERE site_code = ? AND number = ? AND outcome <> 'waiting'").run(
    siteCode,
    number,
  );
}

/** The site has this very confirmation. No command: it changes nothing but how far a copy has come. */
export function markSent(db: Db, { site_code, number, confirmation }: OrderRow, at: string): void {
  db.prepare('UPDATE site_order SET sent_at = ? WHERE site_code = ? AND number = ? AND confirmation = ?').run(
    at,
    site_code,
    number,
    confirmation,
  );
}
