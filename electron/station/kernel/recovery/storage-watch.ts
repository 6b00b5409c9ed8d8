import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { diskError } from '../disk-error.ts';
import type { Log } from '../ports.ts';
import type { ReserveFile } from '../reserve-file.ts';

/** How often the place of the store is looked at, and a lost one is tried again. */
const EVERY_MS = 1000;
const SUSPICIOUS: readonly string[] = ['disk/failed', 'disk/full', 'disk/not-found', 'disk/read-only', 'store/lost'];

/**
 * Knows whether the store can be written to now. A disk that was pulled out can leave open files that still take writes: so the
 * file at the store's path must be the one that is open.
 */
export class StorageWatch {
  /** The code of what is wrong, or null when all is well again. */
  readonly onChanged = new Emitter<ErrorCode | null>();
  readonly #dir: string;
  readonly #log: Log | null;
  readonly #reserve: ReserveFile | null;
  readonly #place: string;
  readonly #timer: NodeJS.Timeout;
  #trouble: ErrorCode | null = null;

  /** @param dir the store, whose databases are open */
  constructor(dir: string, log: Log | undefined, reserve: ReserveFile | null = null) {
    this.#dir = dir;
    this.#log = log ?? null;
    this.#reserve = reserve;
    this.#place = this.#look() ?? '';
    this.#timer = setInterval(() => this.#turn(), EVERY_MS).unref();
  }

  get trouble(): ErrorCode | null {
    return this.#trouble;
  }

  /** Before anything is saved. @throws AppError store/lost, or the disk's own code while it stands */
  require(): void {
    if (this.#look() !== this.#place) this.#set('store/lost');
    else if (this.#trouble !== null) this.#set(this.#probe());
    if (this.#trouble === null) return;
    throw new AppError(this.#trouble, 'the store cannot be written to now: nothing is saved', { retry: 'later' });
  }

  /** Something failed with this code: is it the disk? */
  suspect(code: string): void {
    if (code === 'disk/full') this.#reserve?.releaseIfShort();
    if (SUSPICIOUS.includes(code)) this.#set(this.#probe());
  }

  /** For work that brings data in: what the reserve gave back is for the reader. @throws AppError disk/full */
  requireRoom(): void {
    if (this.#reserve?.isReleased !== true) return;
    throw new AppError('disk/full', 'what room there is is kept for drafts and measurements', { retry: 'later' });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    if (this.#look() !== this.#place) this.#set('store/lost');
    else if (this.#trouble !== null) this.#set(this.#probe());
    if (this.#trouble === null) this.#reserve?.restore();
  }

  #set(trouble: ErrorCode | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#log?.warn('storage.changed', { trouble: trouble ?? 'none' });
    this.onChanged.emit(trouble);
  }

  /** Writes a small file as a save would. */
  #probe(): ErrorCode | null {
    if (this.#look() !== this.#place) return 'store/lost';
    const file = join(this.#dir, 'probe');
    try {
      const handle = openSync(file, 'w', 0o600);
      try {
        writeSync(handle, Buffer.alloc(4096));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      rmSync(file, { force: true });
      return null;
    } catch (error) {
      return diskError(error).code;
    }
  }

  /** Which file lies at the place of the index; null when there is none. */
  #look(): string | null {
    try {
      const { dev, ino } = statSync(join(this.#dir, 'index.db'));
      return `${dev}:${ino}`;
    } catch {
      // Gone, or its disk is: both mean that it is not there.
      return null;
    }
  }
}
