import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { NewStationCheck } from '../../../shared/model/station-check.ts';
import type { StationCheck } from '../../../shared/model/station-check.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

const Row = z.object({ check_id: z.string(), at: z.string(), person_id: z.string(), result: z.string() });

/** Enough for a check of every monitor each month for years. */
const MOST_LISTED = 500;

export interface CheckBookOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
}

/** Checks of this station, in the journal: who looked, when, and what was found. */
export class CheckBook {
  readonly #options: CheckBookOptions;

  constructor(options: CheckBookOptions) {
    this.#options = options;
  }

  /** The newest first. */
  list(): StationCheck[] {
    return this.#options.journal
      .prepare<[number]>('SELECT * FROM station_check ORDER BY at DESC, check_id DESC LIMIT ?')
      .all(MOST_LISTED)
      .map((found) => this.#check(Row.parse(found)));
  }

  /** @throws AppError check/unknown */
  get(checkId: string): StationCheck {
    const found = this.#options.journal.prepare('SELECT * FROM station_check WHERE check_id = ?').get(checkId);
    if (found === undefined) throw new AppError('check/unknown', 'there is no such record of a check');
    return this.#check(Row.parse(found));
  }

  /** Keeps what was found, under who has the store open; answers after the commit. */
  save(result: NewStationCheck): StationCheck {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const checkId = newId();
    const insert = journal.prepare('INSERT INTO station_check (check_id, at, person_id, result) VALUES (?, ?, ?, ?)');
    const text = JSON.stringify(NewStationCheck.parse(result));
    faults.around('station check', () => insert.run(checkId, clock.nowIso(), personId, text));
    return this.get(checkId);
  }

  #check({ check_id: checkId, at, person_id: by, result }: z.infer<typeof Row>): StationCheck {
    const byName = this.#options.index
      .prepare<[string], string>('SELECT name FROM person WHERE person_id = ?')
      .pluck()
      .get(by);
    return { checkId, at, by, byName: byName ?? '', result: NewStationCheck.parse(JSON.parse(result)) };
  }
}
