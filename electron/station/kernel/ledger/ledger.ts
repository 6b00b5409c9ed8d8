import { z } from 'zod';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { Log } from '../ports.ts';
import type { Db } from '../sqlite.ts';
import { forgetUnfinished, replaceLedger } from './compact.ts';
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
  /** When it is written anew; a test has it sooner. */
  readonly grown?: { readonly times: number; readonly rows: number };
}

const Head = z.strictObject({ last: z.number().int(), seq: z.number().int(), hash: z.string() });
const AuditRow = z.object({ seq: z.number().int(), hash: z.string() });
const Row = z.tuple([z.string(), z.enum(['put', 'gone']), z.string()]);

/** Rows that must not wait for the timer: what a reader was told is kept. */
const URGENT: readonly string[] = ['report', 'report_output', 'person', 'meta'];
const SYNC_WITHIN_MS = 1000;
/** Rows a record. */
const BATCH = 500;
/** Rows that it has as they came, whatever the index says of them later. */
const WITNESSED: readonly string[] = ['audit', 'audit_seal'];
/** A ledger is written anew at an opening when it holds so many times the rows it began with, and so many more. */
const GROWN = { times: 4, rows: 20_000 } as const;
/** Rows that the ledger has are deleted from the index in lots. */
const CLEAN_EVERY = 256;

/**
 * The second home of what only the index knows: persons, sites, identities, reports, audit records. A row is written to the
 * index and to its list of pending rows in one transaction, then here; when the index is lost, it is made anew from this
 * file and the blobs.
 */
export class Ledger {
  readonly #log: Log | null;
  #file: LedgerFile;
  readonly #grown: { readonly times: number; readonly rows: number };
  readonly #place: { readonly file: string; readonly key: Uint8Array };
  #db: Db | null = null;
  #last = 0;
  #head: AuditHead | null = null;
  #cleaned = 0;
  /** Rows in the file, and those of them that it began with. */
  #rows = { all: 0, first: 0, last: 0 };
  #timer: NodeJS.Timeout | null = null;

  private constructor(options: LedgerOptions, take: ((row: LedgerRow) => void) | null) {
    this.#log = options.log ?? null;
    this.#place = { file: options.file, key: Uint8Array.from(options.key) };
    this.#grown = options.grown ?? GROWN;
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
    forgetUnfinished(this.#place.file);
    if (this.isEmpty) this.#snapshot(db);
    this.reached(lastNumber(db));
    this.#file.sync();
    if (this.#rows.all > this.#grown.times * this.#rows.first + this.#grown.rows) this.#tryToCompact();
  }

  /**
   * Writes the file anew with the rows that the index has now: what was erased there is in it no more. Audit records are taken
   * from the old file, so that it stays a witness of them. Blocks for a second or two in a store of 100,000 studies.
   * @throws AppError disk/…, and leaves what was there
   */
  compact(): void {
    const db = this.#db;
    if (db === null) throw new AppError('internal/bug', 'a ledger that follows no index is not written anew');
    const { file, key } = this.#place;
    const last = lastNumber(db);
    this.#flush(db, last);
    // What is not in it yet would be passed over.
    if (this.#last < last) throw new AppError('internal/bug', 'the ledger is behind its index');
    this.#file.sync();
    let rows = 0;
    replaceLedger({
      file,
      key,
      write: (append) => {
        rows = this.#writeAnew(db, append);
      },
      onReplaced: (made) => {
        this.#file.close();
        this.#file = made;
        this.#rows = { all: rows, first: rows, last: this.#last };
      },
    });
    this.#clean(db);
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
    this.#reread(({ tbl, row }) => {
      if (tbl !== 'audit') return;
      const { seq, hash } = headOf(row);
      take(seq, hash);
    });
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
    this.#count(rows.length, last);
  }

  #count(rows: number, last: number): void {
    // What a ledger begins with has no numbers, but for its last record.
    const isFirst = this.#rows.first === this.#rows.all && this.#rows.last === 0;
    this.#rows = { all: this.#rows.all + rows, first: this.#rows.first + (isFirst ? rows : 0), last };
  }

  /** Records of a new file: the audit trail as it was written down, then what the index has. @returns rows */
  #writeAnew(db: Db, append: (record: string) => void): number {
    const head = this.#head ?? { seq: 0, hash: '' };
    let lines: string[] = [];
    let rows = 0;
    const flush = (last: number): void => {
      append([JSON.stringify({ last, ...head }), ...lines].join('\n'));
      rows += lines.length;
      lines = [];
    };
    const put = (tbl: string, op: LedgerRow['op'], row: string): void => {
      lines.push(JSON.stringify([tbl, op, row]));
      if (lines.length >= BATCH) flush(0);
    };
    this.#reread(({ tbl, op, row }) => {
      if (WITNESSED.includes(tbl)) put(tbl, op, row);
    });
    for (const [tbl, row] of snapshotRows(db)) if (!WITNESSED.includes(tbl)) put(tbl, 'put', row);
    flush(this.#last);
    return rows;
  }

  #reread(take: (row: LedgerRow) => void): void {
    const { file, key } = this.#place;
    new Ledger({ file, key: Uint8Array.from(key) }, take).abandon();
  }

  /** At an opening: a ledger that is too long still serves. */
  #tryToCompact(): void {
    try {
      this.compact();
    } catch (error) {
      this.#log?.warn('ledger.not-compacted', { code: asAppError(error).code });
    }
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
    this.#count(lines.length, head.last);
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
