export interface TurnsParts {
  /** Does what can be done now; what must wait, it asks `later` for. */
  readonly work: () => Promise<void>;
  /** It threw, and nobody closed it. */
  readonly failed: (error: unknown) => void;
  /** Longest sleep of the timer, milliseconds: a clock that was set is noticed. */
  readonly longestSleep: number;
}

/** Looks at what is to be done, one look at a time: when it is woken, and when the time for it has come. */
export class Turns {
  readonly #parts: TurnsParts;
  readonly #stop = new AbortController();
  #busy: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** Aborted by `close`. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  wake(): void {
    if (this.signal.aborted) return;
    if (this.#busy !== null) {
      this.#again = true;
      return;
    }
    const { work, failed } = this.#parts;
    this.#busy = work()
      .catch((error: unknown) => {
        if (!this.signal.aborted) failed(error);
      })
      .finally(() => {
        this.#busy = null;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  /** Wakes after so many milliseconds, or sooner: the last one asked for counts. */
  later(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(this.#parts.longestSleep, Math.max(1, ms)));
    this.#timer.unref();
  }

  /** What is being done is stopped, and waited for. */
  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#busy;
  }

  /** Resolves when nothing can be done now. For tests and the command line. */
  async settled(): Promise<void> {
    while (this.#busy !== null) await this.#busy;
  }
}
