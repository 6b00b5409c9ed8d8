import { z } from 'zod';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

const KEY = 'meter-lifted';
const Lifted = z.strictObject({ until: z.iso.datetime() });

export interface MeterOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Lines that are paid by the byte bring only what somebody opened, unless a person lifts that for a night: on record. */
export class Meter {
  readonly #options: MeterOptions;
  #known: { readonly until: string | null } | null = null;

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  /** Until when such lines are used like the others, UTC; null: they are not. */
  get liftedUntil(): string | null {
    this.#known ??= { until: this.#read() };
    const { until } = this.#known;
    return until !== null && Date.parse(until) > Date.parse(this.#options.clock.nowIso()) ? until : null;
  }

  /** @param until UTC; null: no more */
  lift(until: string | null): void {
    const { commands, personId } = this.#options;
    commands.run({ name: 'transfer.meter', personId, subject: 'lines', detail: { until: until ?? 'none' } }, (db) => {
      if (until === null) db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
      else db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(KEY, JSON.stringify({ until }));
    });
    this.#known = { until };
  }

  #read(): string | null {
    const text = this.#options.db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
    return text === undefined ? null : Lifted.parse(JSON.parse(text)).until;
  }
}
