import { askWitness, AuditRow, ChainWalk } from '../../kernel/audit.ts';
import type { AuditVerdict, AuditWitness } from '../../kernel/audit.ts';
import { Breather } from '../../kernel/breather.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { MerkleTree } from './merkle.ts';
import { sealFault } from './seal.ts';
import type { Seal } from './seal.ts';
import { sealsOf } from './seals.ts';

const PAGE = 500;

/**
 * As `verifyAudit`, and every seal holds: signed by a key of this station, one after the other, over the records as they are.
 * `firstBad` of a broken seal is the first record under it; a seal that is missing shows by the record of its making. Lets other
 * work in between.
 */
export async function verifyTrail(index: Db, witness?: AuditWitness): Promise<AuditVerdict> {
  const walk = new ChainWalk();
  const seals = new SealWalk(index);
  const breather = new Breather();
  const read = index.prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?');
  let last = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = read.all(last, PAGE).map((row) => AuditRow.parse(row));
    for (const row of rows) {
      walk.add(row);
      seals.add(row);
      await breather.breathe();
    }
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end.seq;
  }
  askWitness(index, walk, witness);
  for (const seq of seals.bad()) walk.bad(seq);
  return walk.verdict;
}

/** Follows the seals along the trail. */
class SealWalk {
  readonly #seals: readonly Seal[];
  readonly #bad: number[] = [];
  readonly #made = new Map<string, number>();
  #at = 0;
  #tree = new MerkleTree();

  constructor(index: Db) {
    this.#seals = sealsOf(index);
    const keys = index
      .prepare<[], { id: string; key: string }>('SELECT key_id AS id, public_key AS key FROM station_key')
      .all();
    const fault = sealFault(this.#seals, new Map(keys.map(({ id, key }) => [id, key])));
    if (fault !== null) this.#bad.push(fault.seal.firstSeq);
    const [first] = this.#seals;
    if (first !== undefined && (first.no !== 1 || first.firstSeq !== 1)) this.#bad.push(1);
  }

  add(row: AuditRow): void {
    if (row.command === 'audit.seal') this.#made.set(row.subject, row.seq);
    const seal = this.#seals[this.#at];
    if (seal === undefined || row.seq < seal.firstSeq) return;
    this.#tree.add(row.hash);
    if (row.seq < seal.lastSeq) return;
    const count = seal.lastSeq - seal.firstSeq + 1;
    const holds = row.seq === seal.lastSeq && row.hash === seal.lastHash && this.#tree.size === count;
    if (!holds || this.#tree.root() !== seal.root) this.#bad.push(seal.firstSeq);
    this.#tree = new MerkleTree();
    this.#at += 1;
  }

  /** First records that some seal says are not as they were. */
  bad(): readonly number[] {
    const cut = this.#seals[this.#at];
    const there = new Set(this.#seals.map(({ no }) => String(no)));
    const missing = [...this.#made].flatMap(([no, seq]) => (there.has(no) ? [] : [seq]));
    return [...this.#bad, ...missing, ...(cut === undefined ? [] : [cut.firstSeq])];
  }
}
