import type { SeenTimes } from '../../../shared/model/seen.ts';
import { LookTally } from '../../../shared/rules/seen-map/look-tally.ts';
import type { Look } from '../../../shared/rules/seen-map/look-tally.ts';
import { joinSpans } from '../../../shared/rules/seen-map/spans.ts';
import type { Span } from '../../../shared/rules/seen-map/spans.ts';

/** What stands unchanged is brought to the journal this often, so that little is lost with the window. */
const EVERY_MS = 3000;

/** ms: a clock of the computer that went further than this was set anew; less is the grain of its reading. */
const SET_ANEW_MS = 50;

type Page = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;

/** How long pictures stand on the glass of this window; a window that is hidden shows nothing. */
export class LookClock {
  readonly #tally = new LookTally();
  readonly #due: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** From the clock that never goes back to that of the computer. ms */
  #offset = Date.now() - performance.now();
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

  /** By the clock of the computer, which is that of other windows too: what both show at a moment is counted once. */
  take(): SeenTimes[] {
    const now = performance.now();
    const offset = Date.now() - now;
    if (Math.abs(offset - this.#offset) > SET_ANEW_MS) this.#offset = offset;
    const whole = (spans: readonly Span[]): [number, number][] =>
      joinSpans(spans.map(([from, to]) => [Math.round(from + this.#offset), Math.round(to + this.#offset)]));
    return this.#tally.take(now).flatMap((one) => {
      const glass = whole(one.glass);
      return glass.length === 0 ? [] : [{ ...one, glass, full: whole(one.full) }];
    });
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
