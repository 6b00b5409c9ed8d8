import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { GlassLayer, PrimaryTool, ViewportHandle } from '../../viewer/index.ts';
import { LOOKING_TOOLS } from '../stores.ts';
import type { CastModel } from './cast-model.ts';
import { followMouse, mouseOn } from './plane-places.ts';

/** Degrees for a CSS pixel. */
const TURN = 0.5;
/** A press that moves less is a click, CSS pixels. */
const CLICK = 3;
const WHEEL = 500;

export interface CastHandParts {
  readonly tool: () => PrimaryTool;
  readonly change: (how: (model: CastModel) => void) => void;
  readonly window: (dx: number, dy: number) => void;
  /** A click, in pixels of the picture. */
  readonly goTo: (pixel: Point2) => void;
  readonly cut: (outline: readonly Point2[], away: 'inside' | 'outside') => void;
  /** A tool that measures was pressed. */
  readonly refuse: () => void;
}

/** The mouse on the 3D picture: left turns (zooms, pans with those tools), right windows or zooms, middle pans, wheel zooms. */
export class CastHand {
  readonly #handle: ViewportHandle;
  readonly #parts: CastHandParts;
  readonly #bag = new DisposerBag();
  readonly #drag = new DisposerBag();
  #cutting: 'inside' | 'outside' | null = null;

  constructor(handle: ViewportHandle, parts: CastHandParts) {
    this.#handle = handle;
    this.#parts = parts;
    const { element } = handle;
    const down = (event: MouseEvent): void => this.#down(event);
    const wheel = (event: WheelEvent): void => this.#wheel(event);
    // Before Cornerstone and the grid: nothing of the picture itself is moved or drawn on.
    element.addEventListener('mousedown', down, { capture: true });
    element.addEventListener('wheel', wheel, { capture: true, passive: false });
    this.#bag.add(() => element.removeEventListener('mousedown', down, { capture: true }));
    this.#bag.add(() => element.removeEventListener('wheel', wheel, { capture: true }));
    this.#bag.add(() => this.#drag.dispose());
    this.#bag.add(() => (element.style.cursor = ''));
  }

  beginCut(away: 'inside' | 'outside'): void {
    this.#cutting = away;
    this.#handle.element.style.cursor = 'crosshair';
  }

  endCut(): boolean {
    const was = this.#cutting !== null;
    this.#cutting = null;
    this.#handle.element.style.cursor = '';
    this.#handle.setLayers([]);
    return was;
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 50 : event.deltaY;
    this.#parts.change((model) => model.zoom(Math.exp(-delta / WHEEL)));
  }

  #down(event: MouseEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    const tool = this.#parts.tool();
    if (event.button === 0 && this.#cutting !== null) return this.#outline(event, this.#cutting);
    if (event.button === 0 && !LOOKING_TOOLS.includes(tool)) return this.#parts.refuse();
    const start = mouseOn(this.#handle, event);
    let last = start;
    let far = 0;
    const moved = (next: MouseEvent): void => {
      const now = mouseOn(this.#handle, next);
      const [dx, dy] = [now[0] - last[0], now[1] - last[1]];
      far = Math.max(far, Math.hypot(now[0] - start[0], now[1] - start[1]));
      last = now;
      if (far > CLICK || event.button !== 0) this.#move(event.button, tool, dx, dy);
    };
    const ended = (): void => {
      const pixel = this.#handle.canvasToPixel(start);
      if (event.button === 0 && far <= CLICK && pixel) this.#parts.goTo(pixel);
    };
    this.#drag.dispose();
    this.#drag.add(followMouse(moved, ended));
  }

  #move(button: number, tool: PrimaryTool, dx: number, dy: number): void {
    if (button === 2) return this.#parts.window(dx, dy);
    if (button === 1 || tool === 'pan') {
      const [from, to] = [this.#handle.canvasToPixel([0, 0]), this.#handle.canvasToPixel([dx, dy])];
      if (from && to) this.#parts.change((model) => model.pan([to[0] - from[0], to[1] - from[1]]));
      return;
    }
    if (tool === 'zoom') return this.#parts.change((model) => model.zoom(Math.exp(-dy / 200)));
    this.#parts.change((model) => model.turn([dx * TURN, dy * TURN, 0]));
  }

  #outline(event: MouseEvent, away: 'inside' | 'outside'): void {
    const outline: Point2[] = [];
    const add = (next: MouseEvent): void => {
      const pixel = this.#handle.canvasToPixel(mouseOn(this.#handle, next));
      if (!pixel) return;
      outline.push([pixel[0], pixel[1]]);
      this.#handle.setLayers([outlineLayer(outline)]);
    };
    add(event);
    this.#drag.dispose();
    this.#drag.add(
      followMouse(add, () => {
        this.endCut();
        this.#parts.cut(outline, away);
      }),
    );
  }
}

function outlineLayer(outline: readonly Point2[]): GlassLayer {
  const marks = [{ kind: 'line', points: [...outline], closed: true } as const];
  return { id: 'cut', name: 'region to cut', colour: 'var(--color-drawing)', of: () => marks };
}
