import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../shared/errors/app-error.ts';
import { diskError, systemCode } from './disk-error.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';

export interface LogSyncOptions {
  /** The database file; its log lies beside it. */
  readonly file: string;
  /** Moves the log into the database, somewhere that is not this thread. */
  readonly checkpoint: () => Promise<void>;
  readonly faults?: FaultPoints;
}

/**
 * Length from which the log is moved into the database. The driver would do it four times as often, in the event loop; pages
 * that change again and again are moved once.
 */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;

/**
 * Makes the write-ahead log of a database durable without standing in the event loop: transactions that were committed without
 * a wait are safe when `sync` resolves. After one failure it never says yes again: what the disk dropped stays dropped,
 * however well the next call goes.
 */
export class LogSync {
  readonly #log: string;
  readonly #checkpoint: () => Promise<void>;
  readonly #faults: FaultPoints;
  #handle: Promise<FileHandle> | null = null;
  #failed: AppError | null = null;
  /** Begins when the running one has ended; shared by all who ask meanwhile. */
  #queued: Promise<void> | null = null;
  #running: Promise<void> = Promise.resolve();
  #moving: Promise<void> | null = null;

  constructor(options: LogSyncOptions) {
    this.#log = `${options.file}-wal`;
    this.#checkpoint = options.checkpoint;
    this.#faults = options.faults ?? NO_FAULTS;
  }

  /** Why the log cannot be trusted any more; null while it can. */
  get failed(): AppError | null {
    return this.#failed;
  }

  /** Everything committed before this call is durable when it resolves. @throws AppError disk/… now and ever after */
  sync(): Promise<void> {
    if (this.#queued !== null) return this.#queued;
    const next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#queued = null;
        this.#running = this.#syncNow();
        return this.#running;
      });
    this.#queued = next;
    return next;
  }

  /** Moves the log into the database when it has grown long, and waits for that. A failure only leaves it long. */
  async keepShort(): Promise<void> {
    if (this.#moving !== null) return this.#moving;
    const { size } = await stat(this.#log);
    if (size < CHECKPOINT_BYTES) return;
    this.#moving = this.#checkpoint().finally(() => {
      this.#moving = null;
    });
    return this.#moving;
  }

  async close(): Promise<void> {
    await this.#running.catch(() => undefined);
    await this.#moving?.catch(() => undefined);
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null) await (await handle).close();
  }

  async #syncNow(): Promise<void> {
    if (this.#failed !== null) throw this.#failed;
    try {
      // One handle for good: an error since it was opened is reported to it, perhaps not to a newer one.
      this.#handle ??= open(this.#log, 'r+');
      const handle = await this.#handle;
      await this.#faults.aroundAsync('index log sync', () => handle.datasync());
    } catch (error) {
      this.#failed = untrusted(diskError(error), systemCode(error));
      throw this.#failed;
    }
  }
}

/** What any further change is answered with once a write of the database was lost. */
export function untrusted(cause: AppError, system: string | null): AppError {
  return new AppError('disk/failed', 'the disk lost a write of the store: close the store and open it again', {
    context: { system: system ?? 'none' },
    retry: 'never',
    cause,
  });
}
