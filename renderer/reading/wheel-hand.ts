import type { DeskSession } from './desk-session.ts';
import { zoomBy } from './view-actions.ts';

/** One notch of a wheel, about; touchpads send less and add up. */
const NOTCH = 50;

/** Wheel scrolls the viewport under the pointer, Ctrl and wheel zoom it. */
export class WheelHand {
  readonly #desk: DeskSession;
  readonly #element: HTMLElement;
  #rest = 0;
  readonly #listener = (event: WheelEvent): void => this.#turn(event);

  constructor(desk: DeskSession, element: HTMLElement) {
    this.#desk = desk;
    this.#element = element;
    element.addEventListener('wheel', this.#listener, { passive: false });
  }

  dispose(): void {
    this.#element.removeEventListener('wheel', this.#listener);
  }

  #turn(event: WheelEvent): void {
    const region = event.target instanceof Element ? event.target.closest('[data-viewport-id]') : null;
    const handle = this.#desk.handle(region?.getAttribute('data-viewport-id') ?? '');
    if (!handle) return;
    event.preventDefault();
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * NOTCH : event.deltaY;
    if (event.ctrlKey) {
      zoomBy(handle, Math.exp(-delta / 500));
      return;
    }
    this.#rest += delta;
    const notches = Math.trunc(this.#rest / NOTCH);
    if (notches === 0) return;
    this.#rest -= notches * NOTCH;
    // A wheel that sends large steps still moves one picture a notch.
    handle.scrollTo(handle.target + (Math.abs(delta) >= NOTCH ? Math.sign(delta) : notches));
    if (Math.abs(delta) >= NOTCH) this.#rest = 0;
  }
}
