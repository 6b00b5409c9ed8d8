import type { GlassMark } from './glass-layer.ts';
import type { LayerMarks } from './layer-marks.ts';
import type { PictureMap } from './picture-map.ts';
import { onGlass } from './picture-map.ts';

type Mask = Extract<GlassMark, { kind: 'mask' }>;

interface Tinted {
  readonly colour: string;
  readonly canvas: HTMLCanvasElement;
}

/** Draws masks in the colour of their layer: each pixel of the picture as one even square, never smoothed. */
export class MaskPainter {
  readonly #canvas: HTMLCanvasElement;
  /** A mask is tinted once; it goes with its bytes. */
  readonly #tinted = new WeakMap<Uint8Array, Tinted>();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** @param colourOf the colour of a layer with its tokens worked out */
  draw(over: readonly LayerMarks[], map: PictureMap, colourOf: (colour: string) => string): void {
    const masks = over.flatMap(({ layer, marks }) =>
      marks.flatMap((mark) => (mark.kind === 'mask' ? [{ mask: mark, layer }] : [])),
    );
    const glass = this.#canvas;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(glass.clientWidth * ratio), Math.round(glass.clientHeight * ratio)];
    if (masks.length === 0) {
      // No memory for a pane without masks.
      if (glass.width !== 0) glass.width = 0;
      return;
    }
    if (glass.width !== width) glass.width = width;
    if (glass.height !== height) glass.height = height;
    const pen = glass.getContext('2d');
    if (!pen) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.imageSmoothingEnabled = false;
    // The centre of the first pixel is 0,0: its corner lies half a pixel before.
    const [x, y] = onGlass(map, [-0.5, -0.5]);
    const { across, down } = map;
    pen.setTransform(across[0] * ratio, across[1] * ratio, down[0] * ratio, down[1] * ratio, x * ratio, y * ratio);
    for (const { mask, layer } of masks) {
      const tinted = this.#tint(mask, colourOf(layer.colour));
      pen.globalAlpha = layer.opacity ?? 1;
      if (tinted) pen.drawImage(tinted, 0, 0);
    }
    pen.globalAlpha = 1;
  }

  clear(): void {
    if (this.#canvas.width !== 0) this.#canvas.width = 0;
  }

  #tint(mask: Mask, colour: string): HTMLCanvasElement | null {
    const known = this.#tinted.get(mask.alpha);
    if (known?.colour === colour) return known.canvas;
    const canvas = document.createElement('canvas');
    canvas.width = mask.columns;
    canvas.height = mask.rows;
    const pen = canvas.getContext('2d');
    if (!pen) return null;
    const data = pen.createImageData(mask.columns, mask.rows);
    for (let place = 0; place < mask.columns * mask.rows; place += 1) data.data[place * 4 + 3] = mask.alpha[place] ?? 0;
    pen.putImageData(data, 0, 0);
    pen.globalCompositeOperation = 'source-in';
    pen.fillStyle = colour;
    pen.fillRect(0, 0, mask.columns, mask.rows);
    this.#tinted.set(mask.alpha, { colour, canvas });
    return canvas;
  }
}
