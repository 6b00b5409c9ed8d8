import type { Db } from '../sqlite.ts';

/** Tables that blobs and key ring cannot tell of: the ledger holds all their rows. */
const WHOLE = [
  ...['person', 'site', 'patient', 'study', 'series', 'report', 'report_output', 'audit'],
  ...['site_profile', 'profile_key', 'reading_place'],
  ...['station_key', 'audit_seal', 'audit_destination', 'break_glass'],
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
    const names = { pending: `mirror_${table}` };
    trigger(
      db,
      `${names.pending}_i`,
      `AFTER INSERT ON main.${table}`,
      conditionOf(table, 'insert'),
      table,
      'put',
      columns,
    );
    trigger(
      db,
      `${names.pending}_u`,
      `AFTER UPDATE ON main.${table}`,
      conditionOf(table, 'update'),
      table,
      'put',
      columns,
    );
    trigger(
      db,
      `${names.pending}_d`,
      `AFTER DELETE ON main.${table}`,
      conditionOf(table, 'delete'),
      table,
      'gone',
      columns,
    );
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

function trigger(
  db: Db,
  name: string,
  event: string,
  condition: string,
  table: string,
  op: 'put' | 'gone',
  columns: readonly string[],
): void {
  const side = op === 'put' ? 'NEW.' : 'OLD.';
  db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS ${name} ${event} ${condition} BEGIN
    INSERT INTO ledger_pending (tbl, op, row) VALUES ('${table}', '${op}', ${rowJson(columns, side)});
  END`);
}

function rowJson(columns: readonly string[], side: string): string {
  return `json_object(${columns.map((name) => `'${name}', ${side}${name}`).join(', ')})`;
}

function conditionOf(table: string, event: 'insert' | 'update' | 'delete'): string {
  if (table === 'object') return objectCondition(event);
  if (table !== 'meta') return '';
  return `WHEN ${event === 'delete' ? 'OLD' : 'NEW'}.key NOT IN (${own()})`;
}

function objectCondition(event: 'insert' | 'update' | 'delete'): string {
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
