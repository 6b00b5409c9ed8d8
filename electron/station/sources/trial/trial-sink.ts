import type { IncomingObject, RetrieveSink } from '../source.ts';

/** The bytes before "DICM" (Part 10, 7.1). */
const PREAMBLE = 128;

/** Takes what a test fetches: counts it, and keeps nothing but what tells a DICOM file. */
export class TrialSink implements RetrieveSink {
  bytes = 0;
  /** Objects that came to their end. */
  objects = 0;
  #start: readonly number[] = [];

  get isDicom(): boolean {
    return String.fromCharCode(...this.#start.slice(PREAMBLE, PREAMBLE + 4)) === 'DICM';
  }

  begin(): Promise<IncomingObject> {
    return Promise.resolve({
      write: (chunk: Uint8Array) => {
        this.bytes += chunk.length;
        const missing = PREAMBLE + 4 - this.#start.length;
        if (missing > 0) this.#start = [...this.#start, ...chunk.subarray(0, missing)];
        return Promise.resolve();
      },
      end: () => {
        this.objects += 1;
        return Promise.resolve();
      },
      abort: () => Promise.resolve(),
    });
  }
}
