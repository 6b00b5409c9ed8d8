import { DisposerBag } from '../../shared/lib/disposable.ts';
import { Magnifier } from '../viewer/index.ts';
import type { Drag, ViewerEngine, ViewportHandle, ViewState } from '../viewer/index.ts';
import type { History } from './history.ts';
import { panBy, ScrollDragMeter, windowBy, zoomBy } from './view-actions.ts';

/** What of the desk a drag touches. */
export interface DragDesk {
  readonly engine: ViewerEngine;
  readonly history: History;
  handle(viewportId: string): ViewportHandle | null;
}

/** Turns drags into moves of the view; one press is one step of history. */
export class DragHand {
  readonly #desk: DragDesk;
  readonly #bag = new DisposerBag();
  readonly #meter = new ScrollDragMeter();
  #before: { readonly handle: ViewportHandle; readonly view: ViewState } | null = null;
  #magnifier: Magnifier | null = null;
  #tool: Drag['tool'] | null = null;

  constructor(desk: DragDesk) {
    this.#desk = desk;
    this.#bag.add(desk.engine.tools.onDrag((drag) => this.#drag(drag)));
    const up = (): void => this.#up();
    window.addEventListener('mouseup', up);
    this.#bag.add(() => window.removeEventListener('mouseup', up));
  }

  dispose(): void {
    this.#magnifier?.hide();
    this.#bag.dispose();
  }

  #drag(drag: Drag): void {
    const handle = this.#desk.handle(drag.step.viewportId);
    if (!handle || handle.truth.ref === null) return;
    // A press does one thing, though the key that was held with it is let go before the button.
    this.#tool ??= drag.tool;
    if (drag.tool !== this.#tool) return;
    this.#before ??= { handle, view: handle.view };
    const [dx, dy] = drag.step.delta;
    switch (drag.tool) {
      case 'scroll':
        return this.#meter.step(handle, drag);
      case 'window':
        return windowBy(handle, dx, dy);
      case 'zoom':
        return zoomBy(handle, Math.exp(-dy / 200));
      case 'pan':
        return panBy(handle, dx, dy);
      case 'magnify':
        this.#magnifier ??= new Magnifier(handle);
        return this.#magnifier.show(drag.step.at);
    }
  }

  #up(): void {
    this.#tool = null;
    this.#meter.reset();
    this.#magnifier?.hide();
    this.#magnifier = null;
    const started = this.#before;
    this.#before = null;
    if (!started || started.handle.view === started.view) return;
    pushView(this.#desk.history, started.handle, started.view, started.handle.view);
  }
}

/** Makes a change of view a step that can be taken back. */
export function pushView(history: History, handle: ViewportHandle, before: ViewState, after: ViewState): void {
  history.push({ undo: () => handle.setView(before), redo: () => handle.setView(after) });
}
