import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import type { Log } from './ports.ts';

export interface FileLog extends Log {
  close(): void;
}

export interface LogOptions {
  /** Size at which a file is put aside, bytes. */
  readonly maxBytes?: number;
  /** Files kept beside the current one: name.1 is the newest. */
  readonly keep?: number;
}

type Facts = Readonly<Record<string, string | number | boolean>>;

/** Appends lines and puts the file aside before it grows over its cap. */
class RotatingFile {
  readonly #file: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #handle: number;
  #bytes: number;

  constructor(file: string, maxBytes: number, keep: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#handle = openSync(file, 'a', 0o600);
    this.#bytes = fstatSync(this.#handle).size;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) this.#rotate();
    this.#bytes += writeSync(this.#handle, line);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #rotate(): void {
    closeSync(this.#handle);
    for (let age = this.#keep; age >= 1; age -= 1) {
      const younger = age === 1 ? this.#file : `${this.#file}.${age - 1}`;
      if (existsSync(younger)) renameSync(younger, `${this.#file}.${age}`);
    }
    this.#handle = openSync(this.#file, 'w', 0o600);
    this.#bytes = 0;
  }
}

/**
 * One JSON line an event. Facts are flat codes, counts and our own ids by type, so that no patient data can be passed as
 * an object by mistake.
 */
export function openLog(file: string, options: LogOptions = {}): FileLog {
  const target = new RotatingFile(file, options.maxBytes ?? 5 * 1024 * 1024, options.keep ?? 3);
  const logger = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' },
    target,
  );
  return {
    info: (event: string, facts: Facts = {}) => logger.info({ facts }, event),
    warn: (event: string, facts: Facts = {}) => logger.warn({ facts }, event),
    error: (event: string, facts: Facts = {}) => logger.error({ facts }, event),
    close: () => target.close(),
  };
}
