import { z } from 'zod';
import { sha256Hex } from './sha256.ts';
import type { Db } from './sqlite.ts';

/** What stands before the first record. */
const GENESIS = '0'.repeat(64);

export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditEntry {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly personId: string;
  readonly command: string;
  readonly subject: string;
  readonly detail: AuditDetail;
}

export interface AuditVerdict {
  readonly ok: boolean;
  readonly records: number;
  /** Sequence number of the first record that does not fit, or null. */
  readonly firstBad: number | null;
}

/** One record as it is stored; `detail` is JSON. */
export const AuditRow = z.strictObject({
  seq: z.number().int(),
  at: z.string(),
  person_id: z.string(),
  command: z.string(),
  subject: z.string(),
  detail: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** Adds one record to the chain. Call it inside the transaction of what it records. */
export function appendAudit(db: Db, entry: AuditEntry): void {
  const last = db
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get();
  const body = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    person_id: entry.personId,
    command: entry.command,
    subject: entry.subject,
    detail: canonicalDetail(entry.detail),
    previous: last?.hash ?? GENESIS,
  };
  db.prepare(
    `INSERT INTO audit (seq, at, person_id, command, subject, detail, previous, hash)
     VALUES (@seq, @at, @person_id, @command, @subject, @detail, @previous, @hash)`,
  ).run({ ...body, hash: auditHash(body) });
}

/** Where the records were written down a second time. */
export interface AuditWitness {
  auditRecords(take: (seq: number, hash: string) => void): void;
}

/** Checks records as they come, from the first on: each hashes to what it says and follows the one before. */
export class ChainWalk {
  #records = 0;
  #firstBad: number | null = null;
  #previous = GENESIS;

  get verdict(): AuditVerdict {
    return { ok: this.#firstBad === null, records: this.#records, firstBad: this.#firstBad };
  }

  add(row: AuditRow): void {
    this.#records += 1;
    const fits = row.seq === this.#records && row.previous === this.#previous && row.hash === auditHash(row);
    if (!fits) this.bad(row.seq);
    this.#previous = row.hash;
  }

  /** Something else says that this record is not as it was. */
  bad(seq: number): void {
    this.#firstBad = Math.min(this.#firstBad ?? seq, seq);
  }
}

/**
 * Walks the whole chain: every record hashes to what it says, follows the one before it, and none is missing between. With a
 * witness none is missing at the end, or was taken back and written anew.
 */
export function verifyAudit(db: Db, witness?: AuditWitness): AuditVerdict {
  const walk = new ChainWalk();
  for (const row of db.prepare('SELECT * FROM audit ORDER BY seq').iterate()) walk.add(AuditRow.parse(row));
  askWitness(db, walk, witness);
  return walk.verdict;
}

/** Compares the trail with what the witness wrote down. */
export function askWitness(db: Db, walk: ChainWalk, witness: AuditWitness | undefined): void {
  if (witness === undefined) return;
  const hashAt = db.prepare<[number], string>('SELECT hash FROM audit WHERE seq = ?').pluck();
  witness.auditRecords((seq, hash) => {
    if (hashAt.get(seq) !== hash) walk.bad(seq);
  });
}

function canonicalDetail(detail: AuditDetail): string {
  return JSON.stringify(Object.fromEntries(Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What a record's hash is taken over. An array, not an object: the order of its parts is part of the format. */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  return sha256Hex(
    JSON.stringify([row.seq, row.at, row.person_id, row.command, row.subject, row.detail, row.previous]),
  );
}
