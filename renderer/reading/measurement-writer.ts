import type { Response } from '../../shared/contract/index.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { AppError } from '../../shared/errors/app-error.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import type { callStation } from '../client/index.ts';

/** Between tries; the last one repeats. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000] as const;
const LONGEST_MS = 10_000;

export interface WriterState {
  /** Measurements that are drawn and not in the journal yet. */
  readonly unsaved: number;
  /** The last try was refused; another one comes. */
  readonly failing: boolean;
  /** UTC, ISO 8601; of the last one that was written. */
  readonly savedAt: string | null;
}

export interface WriterParts {
  readonly call: typeof callStation;
  readonly changed: (state: WriterState) => void;
  /** Told once a run of failures, not once a try. */
  readonly failed: (error: AppError) => void;
}

/** Brings measurements to the journal and does not give up: what was drawn is never lost to a failed call. */
export class MeasurementWriter {
  readonly #parts: WriterParts;
  /** Newest version of each that waits, by id. */
  readonly #waiting = new Map<string, Measurement>();
  readonly #sleepers = new Set<() => void>();
  #beginning = 0;
  #running = false;
  #failing = false;
  #savedAt: string | null = null;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Id and number for a new drawing, asked for until they come; null when it is no longer wanted. */
  async begin(studyId: StudyId, wanted: () => boolean): Promise<Response<'reading.newMeasurement'> | null> {
    this.#beginning += 1;
    this.#tell();
    try {
      for (let tries = 0; wanted(); tries += 1) {
        const fresh = await this.#try(() => this.#parts.call('reading.newMeasurement', { studyId }), tries);
        if (fresh) return fresh;
      }
      return null;
    } finally {
      this.#beginning -= 1;
      this.#tell();
    }
  }

  write(measurement: Measurement): void {
    this.#waiting.set(measurement.measurementId, measurement);
    this.#tell();
    if (!this.#running) void this.#drain();
  }

  /** Tries at once what waits for its next try. */
  hurry(): void {
    for (const wake of [...this.#sleepers]) wake();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let tries = 0; this.#waiting.size > 0; tries += 1) {
      for (const [id, measurement] of [...this.#waiting]) {
        const answer = await this.#try(() => this.#parts.call('reading.saveMeasurement', { measurement }), tries);
        // One that cannot be written must not hold up the others.
        if (!answer) continue;
        this.#savedAt = answer.savedAt;
        // Changed while it was on its way: the newer version is written next.
        if (this.#waiting.get(id) === measurement) this.#waiting.delete(id);
        this.#tell();
      }
    }
    this.#running = false;
  }

  /** @returns null after a failure and the pause that follows it */
  async #try<T>(act: () => Promise<T>, tries: number): Promise<T | null> {
    try {
      const answer = await act();
      this.#failing = false;
      return answer;
    } catch (error) {
      if (!this.#failing) this.#parts.failed(asAppError(error));
      this.#failing = true;
      this.#tell();
      await this.#pause(WAITS_MS[tries] ?? LONGEST_MS);
      return null;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#sleepers.add(wake);
    });
  }

  #tell(): void {
    const unsaved = this.#waiting.size + this.#beginning;
    this.#parts.changed({ unsaved, failing: unsaved > 0 && this.#failing, savedAt: this.#savedAt });
  }
}
