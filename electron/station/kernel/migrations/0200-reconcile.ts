import type { Migration } from '../migrate.ts';

/**
 * What sites said otherwise than it was signed, and what a person decided; the order that a report was signed for. Orders are from now
 * on in the ledger as well: what was here before is given to it once.
 */
export const reconcile: Migration = {
  version: 200,
  name: 'reconcile',
  sql: `
    -- SiteDifference[], JSON: why it was held, with both sides.
    ALTER TABLE outbox ADD COLUMN said TEXT NOT NULL DEFAULT '[]';
    -- { at, act, text }, JSON: what somebody decided, and why.
    ALTER TABLE outbox ADD COLUMN decided TEXT;

    CREATE TABLE report_order (
      report_id TEXT PRIMARY KEY REFERENCES report ON DELETE CASCADE,
      -- SignedFor, JSON: what the order asked for when the report was signed, and what its site said by then.
      content TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    INSERT INTO ledger_pending (tbl, op, row) SELECT 'imaging_order', 'put', json_object('order_id', order_id, 'site', site,
      'placer', placer, 'filler', filler, 'content', content, 'disputed', disputed, 'status', status, 'rank', rank,
      'patient_issuer', patient_issuer, 'patient_id', patient_id, 'said_at', said_at, 'scheduled_at', scheduled_at,
      'received_at', received_at, 'changes', changes, 'here', here) FROM imaging_order;
    INSERT INTO ledger_pending (tbl, op, row) SELECT 'imaging_order_number', 'put',
      json_object('kind', kind, 'number', number, 'order_id', order_id) FROM imaging_order_number;
    INSERT INTO ledger_pending (tbl, op, row) SELECT 'imaging_message', 'put', json_object('seq', seq, 'feed', feed,
      'control_id', control_id, 'hash', hash, 'received_at', received_at) FROM imaging_message;
    INSERT INTO ledger_pending (tbl, op, row) SELECT 'patient_merge', 'put', json_object('site', site, 'issuer', issuer,
      'former_id', former_id, 'patient_id', patient_id, 'said_at', said_at) FROM patient_merge;
  `,
};
