import type { SourceId } from '../../../../shared/model/ids.ts';
import { SAMPLE_STEP_MS } from '../../../../shared/model/line-history.ts';
import type { LineHistory } from '../../../../shared/model/line-history.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { withoutWaiting } from '../../kernel/sqlite.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** What is kept: a day and night of each source, 288 rows. */
const KEPT_MS = 24 * 3_600_000;
const SAVE_MS = 60_000;

/** How much came from each source in the last hours. Kept bounded; a figure of a minute that a crash takes is no loss. */
export class LineSamples {
  readonly #db: Db;
  readonly #clock: Pick<Clock, 'nowIso'>;
  readonly #log: Log;
  readonly #fresh = new Map<SourceId, Map<number, number>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Db, clock: Pick<Clock, 'nowIso'>, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** So many bytes came now. */
  add(sourceId: SourceId, bytes: number): void {
    const at = this.#stepOf(this.#now());
    const steps = this.#fresh.get(sourceId) ?? new Map<number, number>();
    this.#fresh.set(sourceId, steps.set(at, (steps.get(at) ?? 0) + bytes));
    this.#timer ??= setTimeout(() => this.save(), SAVE_MS).unref();
  }

  /** What came in the last hours, oldest first; steps in which nothing came are left out. */
  of(sourceId: SourceId): LineHistory['samples'] {
    const since = this.#stepOf(this.#now()) - KEPT_MS;
    const rows = this.#db
      .prepare<[string, number], { at: number; bytes: number }>(
        'SELECT at, bytes FROM line_sample WHERE source_id = ? AND at > ? ORDER BY at',
      )
      .all(sourceId, since);
    const sums = new Map(rows.map(({ at, bytes }) => [at, bytes]));
    for (const [at, bytes] of this.#fresh.get(sourceId) ?? []) sums.set(at, (sums.get(at) ?? 0) + bytes);
    return [...sums].sort(([a], [b]) => a - b).map(([at, bytes]) => ({ at: new Date(at).toISOString(), bytes }));
  }

  /** Writes what is new, and lets go what is old. Never throws. */
  save(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const fresh = [...this.#fresh].flatMap(([id, steps]) => [...steps].map(([at, bytes]) => [id, at, bytes] as const));
    if (fresh.length === 0) return;
    try {
      withoutWaiting(this.#db, () => {
        const add = this.#db.prepare(
          `INSERT INTO line_sample SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM source WHERE source_id = ?)
           ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes`,
        );
        for (const [id, at, bytes] of fresh) add.run(id, at, bytes, id);
        this.#db.prepare('DELETE FROM line_sample WHERE at <= ?').run(this.#stepOf(this.#now()) - KEPT_MS);
      });
      this.#fresh.clear();
    } catch (error) {
      // It is written with the next ones.
      this.#log.warn('line.not-sampled', { code: asAppError(error).code });
    }
  }

  #now(): number {
    return Date.parse(this.#clock.nowIso());
  }

  #stepOf(at: number): number {
    return at - (at % SAMPLE_STEP_MS);
  }
}
