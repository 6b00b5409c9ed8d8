import type { FrameRef } from '../image-id.ts';
import { sameFrame } from '../image-id.ts';
import type { GlassLayer } from './glass-layer.ts';
import { marksOver } from './layer-marks.ts';
import { MaskPainter } from './mask-painter.ts';
import { sameMap } from './picture-map.ts';
import type { PictureMap } from './picture-map.ts';
import { svgOf } from './svg-marks.ts';
import styles from './layer-pane.module.css';

interface Drawn {
  readonly layers: readonly GlassLayer[];
  readonly ref: FrameRef;
  readonly map: PictureMap;
  readonly size: string;
}

/**
 * The marks over one viewport's picture: masks on a canvas, lines and words as SVG above it, the reader's own drawings above both.
 * It shows marks of the picture that is on the glass, or none.
 */
export class LayerPane {
  readonly #pane: HTMLDivElement;
  readonly #svg: SVGSVGElement;
  readonly #masks: MaskPainter;
  #drawn: Drawn | null = null;

  /** @param glass Cornerstone's canvas; its drawings come after it in the same parent */
  constructor(glass: HTMLCanvasElement) {
    this.#pane = document.createElement('div');
    this.#pane.className = styles['pane'] ?? '';
    const canvas = document.createElement('canvas');
    canvas.className = styles['masks'] ?? '';
    canvas.width = 0;
    this.#svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.#svg.setAttribute('class', styles['marks'] ?? '');
    this.#pane.append(canvas, this.#svg);
    this.#masks = new MaskPainter(canvas);
    // After Cornerstone's drawings, which it looks for as the first SVG when it takes the viewport down; they stay above by their order.
    const drawings = glass.parentElement?.querySelector<SVGElement>(':scope > .svg-layer');
    if (drawings) drawings.style.zIndex = '1';
    (drawings ?? glass).after(this.#pane);
  }

  /** @param ref the picture that is really on the glass; null clears */
  draw(layers: readonly GlassLayer[], ref: FrameRef | null, map: PictureMap | null): void {
    if (!ref || !map || layers.length === 0) {
      this.#clear();
      return;
    }
    const size = `${this.#pane.clientWidth} ${this.#pane.clientHeight}`;
    const before = this.#drawn;
    const isSame =
      before?.layers === layers && sameFrame(before.ref, ref) && sameMap(before.map, map) && before.size === size;
    if (isSame) return;
    this.#drawn = { layers, ref, map, size };
    const over = marksOver(layers, ref);
    this.#svg.replaceChildren(...over.map((one) => svgOf(one, map)));
    this.#masks.draw(over, map, (colour) => this.#resolved(colour));
    // Read by tests and blind readers: what stands over this picture.
    this.#pane.dataset['layers'] = over.map(({ layer }) => layer.name).join(', ');
  }

  dispose(): void {
    this.#clear();
    this.#pane.remove();
  }

  #clear(): void {
    if (!this.#drawn) return;
    this.#drawn = null;
    this.#svg.replaceChildren();
    this.#masks.clear();
    delete this.#pane.dataset['layers'];
  }

  /** A canvas knows no tokens: the page works them out. */
  #resolved(colour: string): string {
    this.#pane.style.color = colour;
    return getComputedStyle(this.#pane).color;
  }
}
