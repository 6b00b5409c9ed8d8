import type { PersonId } from '../../../shared/model/ids.ts';
import type { Clock } from './ports.ts';
import type { Db } from './sqlite.ts';

export type CommandDetail = Readonly<Record<string, string | number | boolean | null>>;

/** One named change of saved data. `detail` goes to the audit trail: our ids, counts and codes, no patient data. */
export interface Command {
  readonly name: string;
  readonly personId: PersonId;
  /** What it is about: one of our ids. */
  readonly subject: string;
  readonly detail: CommandDetail;
}

export class Commands {
  constructor(db: Db, clock: Clock) {
    throw new Error(`not written yet ${db.name} ${clock.nowIso()}`);
  }

  run<T>(command: Command, work: (db: Db) => T): T {
    throw new Error(`not written yet ${command.name} ${work.length}`);
  }
}
