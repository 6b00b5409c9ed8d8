import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { diskError } from '../disk-error.ts';
import type { Log } from '../ports.ts';
import type { Db } from '../sqlite.ts';
import { LedgerFile } from './ledger-file.ts';
import type { LedgerEnd } from './ledger-file.ts';
import { installMirror, snapshotRows } from './mirror.ts';

/** Where the audit chain stood when a record was written. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface LedgerRow {
  readonly tbl: string;
  readonly op: 'put' | 'gone';
  /** JSON object: column to value. */
  readonly row: string;
}

export interface LedgerOptions {
  readonly file: string;
  /** 32 bytes; taken over. */
  readonly key: Uint8Array;
  readonly log?: Log | undefined;
}

const Head = z.strictObject({ last: z.number().int(), seq: z.number().int(), hash: z.string() });
const AuditRow = z.object({ seq: z.number().int(), hash: z.string() });
const Row = z.tuple([z.string(), z.enum(['put', 'gone']), z.string()]);

/** Rows that must not wait for the timer: what a reader was told is kept. */
const URGENT: readonly string[] = ['report', 'report_output', 'person', 'meta'];
const SYNC_WITHIN_MS = 1000;
/** Rows a record. */
const BATCH = 500;
/** Rows that the ledger has are deleted from the index in lots. */
const CLEAN_EVERY = 256;

/**
 * The second home of what only the index knows: persons, sites, identities, reports, audit records. A row is written to the
 * index and to its list of pending rows in one transaction, then here; when the index is lost, it is made anew from this
 * file and the blobs.
 */
export class Ledger {
  readonly #log: Log | null;
  readonly #file: LedgerFile;
  readonly #place: { readonly file: string; readonly key: Uint8Array };
  #db: Db | null = null;
  #last = 0;
  #head: AuditHead | null = null;
  #cleaned = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(options: LedgerOptions, take: ((row: LedgerRow) => void) | null) {
    this.#log = options.log ?? null;
    this.#place = { file: options.file, key: Uint8Array.from(options.key) };
    this.#file = LedgerFile.open(options.file, options.key, (text) => this.#take(text, take));
  }

  /** Opens or makes the file; `take` gets every row it holds, in order. Closes nothing of the caller's. @throws AppError disk/… */
  static open(options: LedgerOptions, take: ((row: LedgerRow) => void) | null = null): Ledger {
    return new Ledger(options, take);
  }

  get end(): LedgerEnd {
    return this.#file.end;
  }

  get isEmpty(): boolean {
    return this.#file.records === 0;
  }

  /** Number of the last row it has; the index gives them. */
  get last(): number {
    return this.#last;
  }

  /** Where the audit chain stood last; null for a new ledger. */
  get head(): AuditHead | null {
    return this.#head;
  }

  /** From now on follows this index: begins with all its rows where the ledger is new, else with what is pending. */
  attach(db: Db): void {
    installMirror(db);
    this.#db = db;
    if (this.isEmpty) this.#snapshot(db);
    this.reached(lastNumber(db));
    this.#file.sync();
  }

  /** The number of the newest row that waits for this ledger. Never throws. */
  mark(): number {
    try {
      return this.#db === null ? 0 : lastNumber(this.#db);
    } catch {
      // The index cannot be read: whatever waits there waits on.
      return 0;
    }
  }

  /** Rows up to `mark` are durable in the index. Never throws: what cannot be written here stays pending there. */
  reached(mark: number): void {
    const db = this.#db;
    if (db === null) return;
    try {
      if (this.#flush(db, mark)) this.#file.sync();
      else this.#timer ??= setTimeout(() => this.#late(), SYNC_WITHIN_MS).unref();
    } catch (error) {
      this.#log?.warn('ledger.behind', { code: asAppError(error).code });
    }
  }

  /** Calls back with each audit record it ever got, as it came. */
  auditRecords(take: (seq: number, hash: string) => void): void {
    const { file, key } = this.#place;
    const seen = new Ledger({ file, key: Uint8Array.from(key) }, ({ tbl, row }) => {
      if (tbl !== 'audit') return;
      const { seq, hash } = headOf(row);
      take(seq, hash);
    });
    seen.abandon();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.reached(this.mark());
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#late();
    this.#db = null;
    this.#place.key.fill(0);
    this.#file.close();
  }

  /** Gives the file back without a last look at the index. */
  abandon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#db = null;
    this.#place.key.fill(0);
    this.#file.close();
  }

  #late(): void {
    this.#timer = null;
    try {
      this.#file.sync();
    } catch (error) {
      this.#log?.warn('ledger.behind', { code: asAppError(error).code });
    }
  }

  /** True when something in it must be durable now. */
  #flush(db: Db, upTo: number): boolean {
    let urgent = false;
    const read = db.prepare<[number, number, number], { n: number; tbl: string; op: 'put' | 'gone'; row: string }>(
      'SELECT n, tbl, op, row FROM ledger_pending WHERE n > ? AND n <= ? ORDER BY n LIMIT ?',
    );
    for (;;) {
      const rows = read.all(this.#last, upTo, BATCH);
      const last = rows.at(-1);
      if (last === undefined) break;
      this.#append(last.n, rows);
      urgent ||= rows.some(({ tbl }) => URGENT.includes(tbl));
    }
    if (this.#last - this.#cleaned >= CLEAN_EVERY) this.#clean(db);
    return urgent;
  }

  #append(last: number, rows: readonly LedgerRow[]): void {
    const audit = rows.filter(({ tbl }) => tbl === 'audit').at(-1);
    const head = audit === undefined ? (this.#head ?? { seq: 0, hash: '' }) : headOf(audit.row);
    const lines = rows.map(({ tbl, op, row }) => JSON.stringify([tbl, op, row]));
    this.#file.append([JSON.stringify({ last, ...head }), ...lines].join('\n'));
    this.#last = last;
    this.#head = head;
  }

  #clean(db: Db): void {
    if (db.inTransaction) return;
    this.#file.sync();
    db.prepare('DELETE FROM ledger_pending WHERE n <= ?').run(this.#last);
    this.#cleaned = this.#last;
  }

  #snapshot(db: Db): void {
    const last = lastNumber(db);
    let rows: LedgerRow[] = [];
    for (const [tbl, row] of snapshotRows(db)) {
      rows.push({ tbl, op: 'put', row });
      if (rows.length < BATCH) continue;
      this.#append(0, rows);
      rows = [];
    }
    this.#append(last, rows);
  }

  #take(text: string, take: ((row: LedgerRow) => void) | null): void {
    const [first = '', ...lines] = text.split('\n');
    const head = Head.parse(JSON.parse(first));
    this.#last = head.last;
    this.#head = { seq: head.seq, hash: head.hash };
    if (take === null) return;
    for (const line of lines) {
      const [tbl, op, row] = Row.parse(JSON.parse(line));
      take({ tbl, op, row });
    }
  }
}

function headOf(row: string): AuditHead {
  const { seq, hash } = AuditRow.parse(JSON.parse(row));
  return { seq, hash };
}

/** The last audit record of an index; null before the first. */
export function auditHead(db: Db): AuditHead | null {
  return db.prepare<[], AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() ?? null;
}

/** The highest number that the index ever gave a pending row. */
export function lastNumber(db: Db): number {
  return db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_pending'").pluck().get() ?? 0;
}

/** Puts a ledger out of the way, which is never deleted. */
export async function putLedgerAside(file: string, to: string): Promise<void> {
  try {
    await rename(file, to);
  } catch (error) {
    throw diskError(error);
  }
}
