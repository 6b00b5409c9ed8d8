import type { Point2 } from '../../shared/model/measurement.ts';
import { magnified } from './magnified.ts';
import type { ViewportHandle } from './viewport-handle.ts';

/** Side of the glass in CSS pixels. */
const SIDE = 260;
const FACTOR = 2.5;

/** A round glass over the viewport that shows the picture's own pixels, larger. */
export class Magnifier {
  #handle: ViewportHandle;
  #canvas: HTMLCanvasElement | null = null;
  #release = (): void => this.hide();

  constructor(handle: ViewportHandle) {
    this.#handle = handle;
  }

  /** @param at CSS pixels in the viewport */
  show(at: Point2): void {
    const surface = this.#handle.surface();
    const pixel = this.#handle.canvasToPixel(at);
    if (!surface || !pixel) return this.hide();
    const glass = (this.#canvas ??= this.#open());
    const ratio = window.devicePixelRatio || 1;
    glass.style.left = `${at[0] - SIDE / 2}px`;
    glass.style.top = `${at[1] - SIDE / 2}px`;
    const context = glass.getContext('2d');
    const toCanvas = (place: Point2): Point2 | null => this.#handle.pixelToCanvas(place);
    const transform = magnified(pixel, toCanvas, [glass.width, glass.height], FACTOR * ratio);
    if (!context || !transform) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, glass.width, glass.height);
    context.setTransform(...transform);
    context.imageSmoothingEnabled = true;
    context.drawImage(surface, 0, 0);
  }

  hide(): void {
    window.removeEventListener('mouseup', this.#release);
    this.#canvas?.remove();
    this.#canvas = null;
  }

  #open(): HTMLCanvasElement {
    const glass = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    glass.width = SIDE * ratio;
    glass.height = SIDE * ratio;
    Object.assign(glass.style, {
      position: 'absolute',
      width: `${SIDE}px`,
      height: `${SIDE}px`,
      background: 'var(--color-viewport)',
      borderRadius: '50%',
      border: '1px solid var(--color-accent)',
      pointerEvents: 'none',
      zIndex: '3',
    });
    this.#handle.element.append(glass);
    window.addEventListener('mouseup', this.#release);
    return glass;
  }
}
