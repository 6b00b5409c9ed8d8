import { statfsSync } from 'node:fs';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** The disk is never filled further than that by studies: bytes. */
export const LEAST_FREE_BYTES = 512 * 1024 * 1024;
/** The disk is asked again after so long; the store is counted anew after so long, milliseconds. */
const DISK_MS = 2000;
/** What is asked with every object is good for so long, milliseconds. */
const ASKED_MS = 100;
const COUNT_MS = 10 * 60_000;

export interface ArrivalRoomOptions {
  readonly db: Db;
  /** The store: on its disk the room has to be. */
  readonly dir: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** What studies from sites may take, bytes. */
  readonly quotaBytes: () => number;
  /** Free bytes of the disk; for tests. */
  readonly freeBytes?: (() => number) | undefined;
}

/**
 * Room for what comes over lines: studies that were fetched from sources, and those that peers pushed. What somebody imported is
 * not counted. Counted once, then kept up with what comes and goes.
 */
export class ArrivalRoom {
  readonly #options: ArrivalRoomOptions;
  #used: { bytes: number; readonly at: number } | null = null;
  #free: { readonly bytes: number; readonly at: number } | null = null;
  #most: { readonly bytes: number; readonly at: number } | null = null;

  constructor(options: ArrivalRoomOptions) {
    this.#options = options;
  }

  /** Bytes that these studies may take. */
  get quota(): number {
    return this.#options.quotaBytes();
  }

  /** Bytes that these studies take now. */
  get used(): number {
    const now = this.#options.clock.monotonic();
    if (this.#used === null || now - this.#used.at >= COUNT_MS) this.#used = { bytes: this.#count(), at: now };
    return this.#used.bytes;
  }

  /** Something was let go, erased or brought in by another way: counted anew when next asked. */
  recount(): void {
    this.#used = null;
    this.#free = null;
    this.#most = null;
  }

  /** So much came. */
  arrived(bytes: number): void {
    if (this.#used !== null) this.#used.bytes += bytes;
  }

  /** Why nothing more is taken now; null: there is room. */
  get trouble(): AppError | null {
    return this.#troubleWith(this.quota);
  }

  /** For every object that comes. @throws AppError source/quota */
  require(): void {
    const trouble = this.#troubleWith(this.#mostNow());
    if (trouble !== null) throw trouble;
  }

  #troubleWith(most: number): AppError | null {
    if (this.used >= most) return noRoom('quota');
    return this.#freeBytes() < LEAST_FREE_BYTES ? noRoom('disk') : null;
  }

  #mostNow(): number {
    const now = this.#options.clock.monotonic();
    if (this.#most === null || now - this.#most.at >= ASKED_MS) this.#most = { bytes: this.quota, at: now };
    return this.#most.bytes;
  }

  #freeBytes(): number {
    const now = this.#options.clock.monotonic();
    if (this.#free === null || now - this.#free.at >= DISK_MS) {
      this.#free = { bytes: (this.#options.freeBytes ?? (() => this.#askDisk()))(), at: now };
    }
    return this.#free.bytes;
  }

  #askDisk(): number {
    try {
      const { bavail, bsize } = statfsSync(this.#options.dir);
      return bavail * bsize;
    } catch {
      // A disk that is gone is told of by whoever writes to it.
      return Number.POSITIVE_INFINITY;
    }
  }

  #count(): number {
    return (
      this.#options.db
        .prepare<[], number>(
          `SELECT coalesce(sum(object.bytes), 0) FROM (
             SELECT study_id FROM study WHERE study_uid IN (SELECT study_uid FROM site_study)
             UNION SELECT study_id FROM pushed_study)
           JOIN series USING (study_id) JOIN object USING (series_id)`,
        )
        .pluck()
        .get() ?? 0
    );
  }
}

function noRoom(which: 'quota' | 'disk'): AppError {
  return new AppError('source/quota', 'the room for studies from sites is used up', {
    context: { which },
    retry: 'later',
  });
}
