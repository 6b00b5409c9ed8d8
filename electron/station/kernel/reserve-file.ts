import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { diskError } from './disk-error.ts';
import type { Log } from './ports.ts';

/** Of an evaluation store; the size that a working day of drafts and drawings never reaches. */
export const EVALUATION_RESERVE_BYTES = 8 * 1024 * 1024;
const PIECE = 1024 * 1024;

/**
 * Room that is kept on the disk of the store, for the day it is full: given back then, so that what a reader types and draws
 * can still be saved, and made again when there is room. Imports do not touch what was given back.
 */
export class ReserveFile {
  readonly #file: string;
  readonly #dir: string;
  readonly #bytes: number;
  readonly #log: Log | null;
  #isWhole: boolean;
  #isReleased = false;
  #isClosed = false;
  #making: Promise<void> | null = null;

  constructor(dir: string, bytes: number, log: Log | undefined) {
    this.#dir = dir;
    this.#file = join(dir, 'reserve');
    this.#bytes = bytes;
    this.#log = log ?? null;
    this.#isWhole = sizeOf(this.#file) === bytes;
  }

  /** True from the moment it was given back until it is whole again. */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Something found the disk full: gives the room back if it was the disk of the store. */
  releaseIfShort(): void {
    if (this.#isReleased || this.#free() >= this.#bytes) return;
    this.#isReleased = true;
    this.#isWhole = false;
    rmSync(this.#file, { force: true });
    this.#log?.warn('reserve.released');
  }

  /** Begins to make it where it is missing and the disk holds twice as much. Returns at once; never throws. */
  restore(): void {
    if (this.#isWhole || this.#isClosed || this.#making !== null || this.#free() < 2 * this.#bytes) return;
    this.#isReleased = false;
    this.#making = this.#make()
      .catch((error: unknown) => {
        this.#isReleased = true;
        this.#log?.warn('reserve.not-made', { code: asAppError(error).code });
      })
      .finally(() => {
        this.#making = null;
      });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#making;
  }

  /** Really written: a file with holes keeps no room. */
  async #make(): Promise<void> {
    try {
      const handle = await open(this.#file, 'w', 0o600);
      try {
        const piece = new Uint8Array(PIECE);
        for (let at = 0; at < this.#bytes; at += PIECE) {
          if (this.#isClosed || this.#isReleased) return;
          await handle.write(piece, 0, Math.min(PIECE, this.#bytes - at));
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (!this.#isReleased) this.#isWhole = true;
    } catch (error) {
      throw diskError(error);
    } finally {
      if (!this.#isWhole) await rm(this.#file, { force: true });
    }
  }

  /** Bytes that this user may still write; not a number where the system does not say. */
  #free(): number {
    try {
      const { bavail, bsize } = statfsSync(this.#dir);
      return bavail * bsize;
    } catch {
      // The disk is gone: nothing to keep, and nothing to give back.
      return Number.NaN;
    }
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    // Not made yet.
    return 0;
  }
}
