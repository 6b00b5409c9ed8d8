import type { Db } from '../sqlite.ts';

/** Tables that blobs and key ring cannot tell of: the ledger holds all their rows. */
const WHOLE = [
  ...['person', 'site', 'patient', 'study', 'series', 'report', 'report_output', 'audit'],
  ...['site_profile', 'profile_key', 'reading_place', 'site_order'],
  ...['retention_note', 'source', 'rejection_note', 'rejection', 'identity_answer', 'prior_link'],
  ...['outbox_destination', 'outbox', 'outbox_commitment', 'report_order', 'report_left'],
  ...['imaging_order', 'imaging_order_number', 'imaging_message', 'patient_merge', 'prior_report'],
  ...['communication', 'follow_up', 'case_hold', 'handover_grade', 'report_accession'],
  'site_claim',
  ...['hanging_protocol', 'hanging_off', 'hanging_key', 'person_group', 'report_template'],
  ...['review_programme', 'review_reader', 'review_source', 'review_draw', 'review', 'review_event', 'review_read'],
  ...[
    'review_copy',
    'review_shown',
    'review_source_text',
    'review_flag',
    'review_told',
    'addendum_task',
    'review_number',
    'review_met',
  ],
  ...['conference', 'conference_case'],
  ...['review_person_key', 'review_peer', 'review_package', 'review_sent', 'review_taken'],
  ...['review_node', 'review_mail_taken'],
  ...['station_key', 'person_key', 'audit_seal', 'audit_destination', 'break_glass'],
] as const;
/** Of objects only what their blobs do not say: that they are duplicates, and that they are quarantined. */
const PARTLY = ['object', 'meta'] as const;
export const MIRRORED: readonly string[] = [...WHOLE, ...PARTLY];

/** Marks of this computer's use, not of the store's content. */
export const OWN_META: readonly string[] = ['closed', 'generation'];

/**
 * From now on every change of a mirrored table writes its row to ledger_pending in the same transaction. The triggers
 * live with the connection and follow the schema as it is now.
 */
export function installMirror(db: Db): void {
  for (const table of MIRRORED) {
    const columns = columnsOf(db, table);
    for (const event of ['insert', 'update', 'delete'] as const) mirror(db, table, event, columns);
  }
}

/** Rows that a new ledger begins with, as `[table, row]`. */
export function* snapshotRows(db: Db): Generator<readonly [string, string]> {
  for (const table of MIRRORED) {
    const order = table === 'audit' ? ' ORDER BY seq' : '';
    const where = snapshotCondition(table);
    const sql = `SELECT ${rowJson(columnsOf(db, table), '')} AS row FROM ${table}${where}${order}`;
    for (const row of db.prepare<[], string>(sql).pluck().iterate()) yield [table, row];
  }
}

export function columnsOf(db: Db, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}

export function keyOf(db: Db, table: string): readonly string[] {
  return db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table);
}

type Event = 'insert' | 'update' | 'delete';

function mirror(db: Db, table: string, event: Event, columns: readonly string[]): void {
  const [op, side] = event === 'delete' ? (['gone', 'OLD.'] as const) : (['put', 'NEW.'] as const);
  db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS mirror_${table}_${event} AFTER ${event} ON main.${table}
    ${conditionOf(table, event)} BEGIN
    INSERT INTO ledger_pending (tbl, op, row) VALUES ('${table}', '${op}', ${rowJson(columns, side)});
  END`);
}

function rowJson(columns: readonly string[], side: string): string {
  return `json_object(${columns.map((name) => `'${name}', ${side}${name}`).join(', ')})`;
}

function conditionOf(table: string, event: Event): string {
  if (table === 'object') return objectCondition(event);
  if (table !== 'meta') return '';
  return `WHEN ${event === 'delete' ? 'OLD' : 'NEW'}.key NOT IN (${own()})`;
}

function objectCondition(event: Event): string {
  if (event === 'insert') return 'WHEN NEW.duplicate IS NOT NULL OR NEW.quarantined IS NOT NULL';
  if (event === 'delete') return '';
  return 'WHEN OLD.quarantined IS NOT NEW.quarantined OR OLD.duplicate IS NOT NEW.duplicate';
}

function snapshotCondition(table: string): string {
  if (table === 'object') return ' WHERE duplicate IS NOT NULL OR quarantined IS NOT NULL';
  return table === 'meta' ? ` WHERE key NOT IN (${own()})` : '';
}

function own(): string {
  return OWN_META.map((key) => `'${key}'`).join(', ');
}
