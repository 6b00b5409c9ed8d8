import type { SeenLook } from '../../../shared/model/seen.ts';
import { LookTally } from '../../../shared/rules/seen-map/look-tally.ts';
import type { Look } from '../../../shared/rules/seen-map/look-tally.ts';

/** What stands unchanged is brought to the journal this often, so that little is lost with the window. */
const EVERY_MS = 3000;

/** How long pictures stand on the glass of this window; a window that is hidden shows nothing. */
export class LookClock {
  readonly #tally = new LookTally();
  readonly #due: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #hidden = (): void => {
    this.#tally.pause(document.hidden, performance.now());
    this.#wind();
  };

  /** @param due there is something to take */
  constructor(due: () => void) {
    this.#due = due;
    document.addEventListener('visibilitychange', this.#hidden);
  }

  see(viewportId: string, look: Look | null): void {
    this.#tally.see(viewportId, look, performance.now());
    this.#wind();
  }

  take(): SeenLook[] {
    return this.#tally.take(performance.now());
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.#hidden);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wind(): void {
    if (this.#timer !== null || !this.#tally.isCounting) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#due();
      this.#wind();
    }, EVERY_MS);
  }
}
