/** When this program began, and whether the trail knows it: a store may be opened long after, and many times. */
export class ProgramLife {
  readonly startedAt: string;
  #isRecorded = false;

  constructor(startedAt: string) {
    this.startedAt = startedAt;
  }

  /** Runs `record` once a program. */
  once(record: () => void): void {
    if (this.#isRecorded) return;
    record();
    this.#isRecorded = true;
  }
}
