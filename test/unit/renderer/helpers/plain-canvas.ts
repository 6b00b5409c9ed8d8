import { vi } from 'vitest';

const GREY = Symbol('grey');
interface Painted extends HTMLCanvasElement {
  [GREY]?: number | null;
}

/**
 * jsdom has canvases without a surface. This one keeps a single grey a canvas: enough to say which picture lies on it,
 * where all pixels of a picture have one value. Everything else of a 2D context does nothing.
 */
class PlainContext {
  readonly canvas: Painted;
  constructor(canvas: Painted) {
    this.canvas = canvas;
  }
  putImageData({ data }: { readonly data: Uint8ClampedArray }): void {
    this.canvas[GREY] = data[0] ?? null;
  }
  drawImage(source: Painted): void {
    this.canvas[GREY] = source[GREY] ?? null;
  }
  clearRect(): void {
    this.canvas[GREY] = null;
  }
  createImageData(width: number, height: number): PlainImageData {
    return new PlainImageData(width, height);
  }
}

class PlainImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.data = new Uint8ClampedArray(width * height * 4);
    this.width = width;
    this.height = height;
  }
}

/** The grey on a canvas; null while nothing is drawn on it. */
export function greyOn(canvas: HTMLCanvasElement): number | null {
  return (canvas as Painted)[GREY] ?? null;
}

/** Frames of animation that run when the test says so. */
export interface Animation {
  readonly step: () => void;
  readonly waiting: () => number;
}

/** Gives jsdom what Cornerstone's CPU path asks of a window; undone by `vi.unstubAllGlobals` and `vi.restoreAllMocks`. */
export function plainWindow(): Animation {
  const contexts = new WeakMap<HTMLCanvasElement, object>();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
    const known = contexts.get(this);
    const made = known ?? new Proxy(new PlainContext(this), { get: (own, name) => Reflect.get(own, name) ?? nothing });
    contexts.set(this, made);
    return made as ReturnType<HTMLCanvasElement['getContext']>;
  });
  // jsdom measures no text; how large it is makes no difference here.
  Object.assign(SVGElement.prototype, { getBBox: () => new DOMRect(0, 0, 10, 10), getComputedTextLength: () => 10 });
  vi.stubGlobal('ImageData', PlainImageData);
  vi.stubGlobal('SVGTextElement', class extends SVGElement {});
  vi.stubGlobal('ResizeObserver', class { observe = nothing; disconnect = nothing; }); // prettier-ignore
  let next = 1;
  let queue = new Map<number, FrameRequestCallback>();
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
    queue.set(next, run);
    return next++;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => queue.delete(id));
  const step = (): void => {
    const due = queue;
    queue = new Map();
    for (const run of due.values()) run(performance.now());
  };
  return { step, waiting: () => queue.size };
}

function nothing(): void {
  // What the context is told beyond this makes no difference to which picture it holds.
}
