import type { SeenLook } from '../../../shared/model/seen.ts';
import { LookTally } from '../../../shared/rules/seen-map/look-tally.ts';
import type { Look } from '../../../shared/rules/seen-map/look-tally.ts';

/** What stands unchanged is brought to the journal this often, so that little is lost with the window. */
const EVERY_MS = 3000;

type Page = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;

/** How long pictures stand on the glass of this window; a window that is hidden shows nothing. */
export class LookClock {
  readonly #tally = new LookTally();
  readonly #due: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #page: Page | null;
  readonly #hidden = (): void => {
    this.#tally.pause(this.#page?.hidden === true, performance.now());
    this.#wind();
  };

  /**
   * @param due there is something to take
   * @param page null: there is none that could be hidden
   */
  constructor(due: () => void, page: Page | null = typeof document === 'undefined' ? null : document) {
    this.#due = due;
    this.#page = page;
    page?.addEventListener('visibilitychange', this.#hidden);
  }

  see(viewportId: string, look: Look | null): void {
    this.#tally.see(viewportId, look, performance.now());
    this.#wind();
  }

  take(): SeenLook[] {
    return this.#tally.take(performance.now());
  }

  dispose(): void {
    this.#page?.removeEventListener('visibilitychange', this.#hidden);
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
