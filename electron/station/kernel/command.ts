import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { appendAudit } from './audit.ts';
import type { AuditDetail } from './audit.ts';
import type { Clock } from './ports.ts';
import { systemCode } from './disk-error.ts';
import { commandWrite, NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import { untrusted } from './log-sync.ts';
import type { LogSync } from './log-sync.ts';
import { databaseError, isDriverError, isLostWrite, withoutWaiting } from './sqlite.ts';
import type { Db } from './sqlite.ts';

/** One named change of saved data. `detail` goes to the audit trail: our ids, counts and codes, no patient data. */
export interface Command {
  readonly name: string;
  readonly personId: PersonId;
  /** What it is about: one of our ids. */
  readonly subject: string;
  readonly detail: AuditDetail;
}

export interface CommandsOptions {
  /** Lets background work wait for the disk outside the event loop; without it every command waits. */
  readonly log?: LogSync;
  /** Told which changes are durable: `mark` after a commit, `reached` with that mark once it cannot be lost. Neither throws. */
  readonly durable?: { mark(): number; reached(mark: number): void };
  readonly faults?: FaultPoints;
  /** Refuses a command by its name, before anything is done. */
  readonly guard?: (name: string) => void;
}

/**
 * The only way to change saved data: the change and its audit record are one transaction. Once the disk has lost a write, every
 * further command is refused with `disk/failed`: what comes after it could vanish in a power cut.
 */
export class Commands {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #log: LogSync | null;
  readonly #durable: Required<CommandsOptions>['durable'];
  readonly #faults: FaultPoints;
  readonly #guard: (name: string) => void;
  #lost: AppError | null = null;

  constructor(db: Db, clock: Clock, options: CommandsOptions = {}) {
    this.#db = db;
    this.#clock = clock;
    this.#log = options.log ?? null;
    this.#durable = options.durable ?? { mark: () => 0, reached: () => undefined };
    this.#faults = options.faults ?? NO_FAULTS;
    this.#guard = options.guard ?? (() => undefined);
  }

  /**
   * As `run`, for background work: the change is there at once, and durable when this resolves. Nobody may be told of it before.
   */
  async runInBackground<T>(command: Command, work: (db: Db) => T): Promise<T> {
    if (this.#log === null) return this.run(command, work);
    const value = withoutWaiting(this.#db, () => this.#commit(command, work));
    const mark = this.#durable.mark();
    await this.#log.sync();
    this.#durable.reached(mark);
    await this.#log.keepShort();
    return value;
  }

  /**
   * Runs `work` and records it. Whatever it throws undoes everything, the record too. `work` is synchronous and short
   * (under 10 ms); a command inside a command is refused.
   */
  run<T>(command: Command, work: (db: Db) => T): T {
    const value = this.#commit(command, work);
    this.#durable.reached(this.#durable.mark());
    return value;
  }

  #commit<T>(command: Command, work: (db: Db) => T): T {
    if (this.#db.inTransaction) {
      throw new AppError('internal/bug', `command ${command.name} was called inside a transaction`);
    }
    this.#guard(command.name);
    const lost = this.#lost ?? this.#log?.failed ?? null;
    if (lost !== null) throw lost;
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
      const write = commandWrite(command.name);
      return write === null ? whole.immediate() : this.#faults.around(write, () => whole.immediate());
    } catch (error) {
      if (!isDriverError(error)) throw error;
      if (isLostWrite(error)) this.#lost = untrusted(databaseError(error), systemCode(error));
      throw this.#lost ?? databaseError(error);
    }
  }
}
