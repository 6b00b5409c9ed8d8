/** A window that does not say in this time that it shows nothing of a patient any more is covered. */
const PATIENCE_MS = 1000;
/** One that still says nothing is ended, and loaded anew. */
const END_MS = 15_000;
const AGAIN_MS = 250;

/** A window, as far as what is to be seen on it goes. */
export interface Glass {
  /** Whether its page shows a screen of a locked store; never answers where the page hangs. */
  isBlank(): Promise<boolean>;
  /** Puts something dark over it, without the page's help. */
  cover(): void;
  uncover(): void;
  /** Ends the page; another one is loaded in its place. */
  end(): void;
  /** The window is closed. */
  isGone(): boolean;
}

export interface BlankTimes {
  readonly patienceMs: number;
  readonly endMs: number;
  readonly againMs: number;
}

/**
 * Sees to it that a locked store is locked to the eye, too: a page that hangs takes no notice of a lock, and its last picture would stay
 * on the glass. The keys are gone by then; this is about what somebody could read in passing.
 */
export class BlankOnLock {
  readonly #windows: () => readonly Glass[];
  readonly #times: BlankTimes;
  /** Another one with each change of the store: watches of the one before end. */
  #turn = {};

  constructor(
    windows: () => readonly Glass[],
    times: BlankTimes = { patienceMs: PATIENCE_MS, endMs: END_MS, againMs: AGAIN_MS },
  ) {
    this.#windows = windows;
    this.#times = times;
  }

  /** The store is not open any more. Resolves when every window is blank, or it is open again. */
  async locked(): Promise<void> {
    const turn = (this.#turn = {});
    await Promise.all(this.#windows().map((glass) => this.#watch(glass, () => this.#turn === turn && !glass.isGone())));
  }

  /** Somebody opened it: what is shown now is theirs. */
  opened(): void {
    this.#turn = {};
    for (const glass of this.#windows()) glass.uncover();
  }

  async #watch(glass: Glass, goesOn: () => boolean): Promise<void> {
    const { patienceMs, endMs, againMs } = this.#times;
    const begun = performance.now();
    let endAt = begun + endMs;
    for (;;) {
      const isBlank = await within(glass.isBlank(), patienceMs);
      if (!goesOn()) return;
      if (isBlank) {
        glass.uncover();
        return;
      }
      const now = performance.now();
      if (now - begun >= patienceMs) glass.cover();
      if (now >= endAt) {
        glass.end();
        endAt = now + endMs;
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}

/** False where it is not so in this time, or the page that was asked is gone. */
async function within(answer: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
