/** How long windows may take to write their last words before the program ends without them. */
const PATIENCE_MS = 1500;

/** window: somebody closed it, and can be asked. program: the system, or the program itself. */
export type ClosingBy = 'window' | 'program';

export interface ClosingParts {
  /** Asks every window to write what is not in the journal yet and then to ask for the end. */
  readonly askWindows: (by: ClosingBy) => void;
  /** Drains the station's work and closes the store. */
  readonly closeStation: () => Promise<void>;
  /** Ends the program; windows close without being asked again. */
  readonly end: () => void;
}

/**
 * The way out, whoever shows it: the cross of a window, the quit command, the system. First the windows write their last
 * words, then the station closes the store, then the program ends.
 */
export class ClosingInOrder {
  readonly #parts: ClosingParts;
  #state: 'open' | 'asking' | 'closing' | 'closed' = 'open';
  #timer: NodeJS.Timeout | null = null;
  /** Windows that have nothing left to write, by their numbers. */
  readonly #written = new Set<number>();

  constructor(parts: ClosingParts) {
    this.#parts = parts;
  }

  /** A window is about to close, or the program to quit. True: let it. */
  mayGo(by: ClosingBy = 'program'): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'open') this.#ask(by);
    return false;
  }

  /** Nothing is left to wait for: windows go by themselves. */
  get isOver(): boolean {
    return this.#state === 'closed';
  }

  /**
   * A window has nothing left to write: asked, or because somebody ends the program in it. The store closes when that holds for all.
   * @param open numbers of all windows
   */
  written(window: number, open: readonly number[]): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#written.add(window);
    if (open.every((one) => this.#written.has(one))) void this.close();
    else if (this.#state === 'open') this.#ask('program');
  }

  /** Somebody is asked in the window whether to go; until then nothing ends. */
  stay(): void {
    if (this.#state !== 'asking') return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#state = 'open';
    this.#written.clear();
  }

  /** The windows have nothing left to write. */
  async close(): Promise<void> {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    this.#state = 'closing';
    if (this.#timer !== null) clearTimeout(this.#timer);
    try {
      await this.#parts.closeStation();
    } finally {
      this.#state = 'closed';
      this.#parts.end();
    }
  }
  #ask(by: ClosingBy): void {
    this.#state = 'asking';
    this.#timer = setTimeout(() => void this.close(), PATIENCE_MS);
    this.#parts.askWindows(by);
  }
}
