import type { ImportReport } from '../../../shared/model/job.ts';
import type { JobCounts } from '../kernel/jobs.ts';

/** Counts one import. Every file that is seen ends in exactly one of the five counts. */
export class ImportTally {
  #imported = 0;
  #already = 0;
  #ignored = 0;
  readonly #conflicts: { readonly path: string; readonly objectId: string }[] = [];
  readonly #refused: { readonly path: string; readonly code: string; readonly message: string }[] = [];
  #totalCount = 0;
  #totalBytes = 0;
  #doneBytes = 0;

  /** More files to do: found on disk, or listed in an archive. */
  expect(count: number, bytes: number): void {
    this.#totalCount += count;
    this.#totalBytes += bytes;
  }

  /** A container gives its place to what it holds. */
  replace(bytes: number): void {
    this.#totalCount -= 1;
    this.#totalBytes -= bytes;
  }

  imported(bytes: number): void {
    this.#imported += 1;
    this.#doneBytes += bytes;
  }

  already(bytes: number): void {
    this.#already += 1;
    this.#doneBytes += bytes;
  }

  ignored(bytes: number): void {
    this.#ignored += 1;
    this.#doneBytes += bytes;
  }

  conflict(path: string, objectId: string, bytes: number): void {
    this.#conflicts.push({ path, objectId });
    this.#doneBytes += bytes;
  }

  refused(path: string, error: { readonly code: string; readonly message: string }, bytes: number): void {
    this.#refused.push({ path, code: error.code, message: error.message });
    this.#doneBytes += bytes;
  }

  get done(): number {
    return this.#imported + this.#already + this.#ignored + this.#conflicts.length + this.#refused.length;
  }

  counts(): JobCounts {
    return {
      doneCount: this.done,
      totalCount: this.#totalCount,
      doneBytes: this.#doneBytes,
      totalBytes: this.#totalBytes,
    };
  }

  report(): ImportReport {
    return {
      imported: this.#imported,
      already: this.#already,
      conflicts: [...this.#conflicts],
      ignored: this.#ignored,
      refused: [...this.#refused],
    };
  }
}
