import { assertNever } from '../../shared/lib/assert-never.ts';
import { mouseWith, wheelActOf } from '../../shared/controls/mouse-rules.ts';
import type { MouseActs, WheelAct } from '../../shared/model/controls.ts';
import type { ViewportHandle } from '../viewer/index.ts';
import type { DeskSession } from './desk-session.ts';
import { runDeskAction } from './run-action.ts';
import { panBy, windowBy, zoomBy } from './view-actions.ts';

/** One notch of a wheel, about; touchpads send less and add up. */
const NOTCH = 50;
/** Pictures a notch of the fast wheel goes on, as PgDn does. */
const FAST = 10;

/** The wheel works on the viewport under the pointer: what it does with the tool that is held, alone and with Ctrl, Shift and Alt, the reader chose. */
export class WheelHand {
  readonly #desk: DeskSession;
  readonly #element: HTMLElement;
  readonly #mouse: () => MouseActs;
  #rest = 0;
  #act: WheelAct = 'none';
  readonly #listener = (event: WheelEvent): void => this.#turn(event);

  constructor(desk: DeskSession, element: HTMLElement, mouse: () => MouseActs) {
    this.#desk = desk;
    this.#element = element;
    this.#mouse = mouse;
    element.addEventListener('wheel', this.#listener, { passive: false });
  }

  dispose(): void {
    this.#element.removeEventListener('wheel', this.#listener);
  }

  #turn(event: WheelEvent): void {
    // A report or a document in a viewport scrolls itself.
    if (event.target instanceof Element && event.target.closest('[data-report], [data-document]')) return;
    const region = event.target instanceof Element ? event.target.closest('[data-viewport-id]') : null;
    const viewportId = region?.getAttribute('data-viewport-id') ?? '';
    const handle = this.#desk.handle(viewportId);
    if (!handle) return;
    event.preventDefault();
    const mouse = this.#mouse();
    const { wheel } = mouseWith(mouse, this.#desk.stores.runtime.getState().tool);
    const act = wheelActOf(wheel, event);
    if (act !== this.#act) this.#rest = 0;
    this.#act = act;
    // Shift makes a wheel go sideways on most systems.
    const turned = event.deltaY === 0 ? event.deltaX : event.deltaY;
    const delta = (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? turned * NOTCH : turned) * (mouse.inverted ? -1 : 1);
    this.#do(act, handle, viewportId, delta);
  }

  #do(act: WheelAct, handle: ViewportHandle, viewportId: string, delta: number): void {
    switch (act) {
      case 'scroll':
        return this.#scroll(handle, delta, 1);
      case 'fast':
        return this.#scroll(handle, delta, FAST);
      case 'zoom':
        return zoomBy(handle, Math.exp(-delta / 500));
      case 'window':
        return windowBy(handle, -delta / 5, 0);
      case 'pan':
        return panBy(handle, 0, -delta);
      case 'series':
        return this.#series(viewportId, delta);
      case 'phase':
        return this.#phase(viewportId, delta);
      case 'none':
        return;
      default:
        return assertNever(act);
    }
  }

  #scroll(handle: ViewportHandle, delta: number, pictures: number): void {
    const steps = this.#notches(delta);
    if (steps !== 0) handle.scrollTo(handle.target + steps * pictures);
  }

  #series(viewportId: string, delta: number): void {
    const steps = this.#notches(delta);
    if (steps === 0) return;
    this.#desk.activate(viewportId);
    runDeskAction(this.#desk, { do: 'series', by: steps > 0 ? 1 : -1 });
  }

  /** Not round and round: a wheel is turned without counting. */
  #phase(viewportId: string, delta: number): void {
    const steps = this.#notches(delta);
    if (steps === 0) return;
    this.#desk.activate(viewportId);
    runDeskAction(this.#desk, { do: 'phase', by: steps, ends: 'stop' });
  }

  /** Whole notches so far; the rest waits. */
  #notches(delta: number): number {
    this.#rest += delta;
    const notches = Math.trunc(this.#rest / NOTCH);
    if (notches === 0) return 0;
    this.#rest -= notches * NOTCH;
    if (Math.abs(delta) < NOTCH) return notches;
    // A wheel that sends large steps still moves one picture a notch.
    this.#rest = 0;
    return Math.sign(delta);
  }
}
