import type { PersonId } from '../../../../shared/model/ids.ts';
import { Breather } from '../../kernel/breather.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { MerkleTree } from './merkle.ts';
import { NO_SEAL, Seal, sealHash, sealText } from './seal.ts';
import type { StationKey } from './station-key.ts';

export interface SealsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly key: StationKey;
}

const COLUMNS = `seal_no AS no, day, at, first_seq AS firstSeq, last_seq AS lastSeq, last_hash AS lastHash, root, previous,
  key_id AS keyId, signature`;
/** Hashes read at once. */
const PAGE = 2000;

/** Makes seals: one for each day on which there were records, and one whenever somebody must prove something. */
export class Seals {
  readonly #options: SealsOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SealsOptions) {
    this.#options = options;
  }

  all(): readonly Seal[] {
    return sealsOf(this.#options.index);
  }

  /** The seal that covers a record; null while none does. */
  covering(seq: number): Seal | null {
    const row = this.#options.index
      .prepare(`SELECT ${COLUMNS} FROM audit_seal WHERE first_seq <= ? AND last_seq >= ?`)
      .get(seq, seq);
    return row === undefined ? null : Seal.parse(row);
  }

  /** Seals when a record without a seal is of another day than today, earlier or (after a clock was set back) later. */
  async sealIfDue(): Promise<Seal | null> {
    const oldest = this.#options.index
      .prepare<[number], string>('SELECT at FROM audit WHERE seq > ? ORDER BY seq LIMIT 1')
      .pluck()
      .get(this.#lastSealed());
    if (oldest === undefined || dayOf(oldest) === dayOf(this.#options.clock.nowIso())) return null;
    return await this.sealNow('day');
  }

  /** Seals every record that has none yet; null when all have one. One at a time. */
  sealNow(reason: 'day' | 'bundle' | 'export'): Promise<Seal | null> {
    const next = this.#turn.then(() => this.#seal(reason));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #seal(reason: string): Promise<Seal | null> {
    const { index, commands, clock, personId, key } = this.#options;
    const { keyId: signer } = key.current();
    const before = index.prepare(`SELECT ${COLUMNS} FROM audit_seal ORDER BY seal_no DESC LIMIT 1`).get();
    const last = before === undefined ? null : Seal.parse(before);
    const firstSeq = (last?.lastSeq ?? 0) + 1;
    const { lastSeq, lastHash, root } = await this.#treeFrom(firstSeq);
    if (lastSeq < firstSeq) return null;
    const at = clock.nowIso();
    const unsigned = {
      ...{ no: (last?.no ?? 0) + 1, day: dayOf(at), at, firstSeq, lastSeq, lastHash, root, keyId: signer },
      previous: last === null ? NO_SEAL : sealHash(last),
    };
    const { signature } = key.sign(sealText(unsigned));
    const seal: Seal = { ...unsigned, signature };
    const detail = { seal: seal.no, lastSeq, key: signer, reason };
    await commands.runInBackground({ name: 'audit.seal', personId, subject: String(seal.no), detail }, (db) =>
      insertSeal(db, seal),
    );
    return seal;
  }

  #lastSealed(): number {
    return this.#options.index.prepare<[], number | null>('SELECT max(last_seq) FROM audit_seal').pluck().get() ?? 0;
  }

  /** Records are only ever added, so that a page read now is as it will be. */
  async #treeFrom(firstSeq: number): Promise<{ lastSeq: number; lastHash: string; root: string }> {
    const read = this.#options.index.prepare<[number, number], { seq: number; hash: string }>(
      'SELECT seq, hash FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?',
    );
    const tree = new MerkleTree();
    const breather = new Breather();
    let last = { seq: firstSeq - 1, hash: '' };
    for (;;) {
      const rows = read.all(last.seq + 1, PAGE);
      for (const row of rows) tree.add(row.hash);
      last = rows.at(-1) ?? last;
      if (rows.length < PAGE) return { lastSeq: last.seq, lastHash: last.hash, root: tree.root() };
      await breather.breathe();
    }
  }
}

/** In their order. */
export function sealsOf(index: Db): readonly Seal[] {
  return index
    .prepare(`SELECT ${COLUMNS} FROM audit_seal ORDER BY seal_no`)
    .all()
    .map((row) => Seal.parse(row));
}

function insertSeal(db: Db, seal: Seal): void {
  db.prepare(
    `INSERT INTO audit_seal (seal_no, day, at, first_seq, last_seq, last_hash, root, previous, key_id, signature)
     VALUES (@no, @day, @at, @firstSeq, @lastSeq, @lastHash, @root, @previous, @keyId, @signature)`,
  ).run(seal);
}

/** The UTC day of a time. */
function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
