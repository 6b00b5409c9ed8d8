import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { appendAudit } from './audit.ts';
import type { AuditDetail } from './audit.ts';
import type { Clock } from './ports.ts';
import { databaseError, isDriverError } from './sqlite.ts';
import type { Db } from './sqlite.ts';

/** One named change of saved data. `detail` goes to the audit trail: our ids, counts and codes, no patient data. */
export interface Command {
  readonly name: string;
  readonly personId: PersonId;
  /** What it is about: one of our ids. */
  readonly subject: string;
  readonly detail: AuditDetail;
}

/** The only way to change saved data: the change and its audit record are one transaction. */
export class Commands {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Runs `work` and records it. Whatever it throws undoes everything, the record too. `work` is synchronous and short
   * (under 10 ms); a command inside a command is refused.
   */
  run<T>(command: Command, work: (db: Db) => T): T {
    if (this.#db.inTransaction) {
      throw new AppError('internal/bug', `command ${command.name} was called inside a transaction`);
    }
    const whole = this.#db.transaction((): T => {
      const value = work(this.#db);
      if (value instanceof Promise) throw new AppError('internal/bug', `command ${command.name} is not synchronous`);
      appendAudit(this.#db, {
        at: this.#clock.nowIso(),
        personId: command.personId,
        command: command.name,
        subject: command.subject,
        detail: command.detail,
      });
      return value;
    });
    try {
      return whole.immediate();
    } catch (error) {
      throw isDriverError(error) ? databaseError(error) : error;
    }
  }
}
