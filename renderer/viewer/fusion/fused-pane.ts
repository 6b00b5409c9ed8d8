import { overlayWords, paintOverlay } from '../../../shared/rules/colour/overlay-colours.ts';
import { onGlass } from '../layers/picture-map.ts';
import type { PictureMap } from '../layers/picture-map.ts';
import type { FusedLayer, FusedState } from './fused-truth.ts';
import styles from './fused-pane.module.css';

type Drawn = Extract<FusedState, { state: 'drawn' }>;

interface Coloured {
  readonly surface: HTMLCanvasElement;
  readonly data: ImageData;
  readonly values: Float32Array;
  readonly look: string;
}

/**
 * The overlay of one viewport, between the picture and all marks: the picture below stays what it is, and so does what is measured on
 * it. Colours are worked out once a picture, opacity is the brush's.
 */
export class FusedPane {
  readonly #canvas: HTMLCanvasElement;
  #coloured: Coloured | null = null;

  /** @param glass Cornerstone's canvas, which it is put behind in the page, and so above on the screen */
  constructor(glass: HTMLCanvasElement) {
    this.#canvas = document.createElement('canvas');
    this.#canvas.className = styles['fused'] ?? '';
    this.#canvas.width = 0;
    this.#canvas.dataset['pane'] = 'fused';
    glass.after(this.#canvas);
  }

  /** @param state what lies over the picture that is on the glass */
  draw(layer: FusedLayer | null, state: FusedState | null, map: PictureMap | null): void {
    if (!layer || state?.state !== 'drawn' || !map) return this.clear();
    const glass = this.#canvas;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(glass.clientWidth * ratio), Math.round(glass.clientHeight * ratio)];
    if (glass.width !== width) glass.width = width;
    if (glass.height !== height) glass.height = height;
    const pen = glass.getContext('2d');
    const surface = this.#colour(layer, state);
    if (!pen || !surface) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    const [x, y] = onGlass(map, [-0.5, -0.5]);
    const { across, down } = map;
    pen.setTransform(across[0] * ratio, across[1] * ratio, down[0] * ratio, down[1] * ratio, x * ratio, y * ratio);
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = 'low';
    pen.globalAlpha = layer.look.opacity;
    pen.drawImage(surface, 0, 0);
    pen.globalAlpha = 1;
  }

  clear(): void {
    if (this.#canvas.width !== 0) this.#canvas.width = 0;
    this.#coloured = null;
  }

  dispose(): void {
    this.clear();
    this.#canvas.remove();
  }

  #colour(
    { look: { map, scale }, factor, offset }: FusedLayer,
    { values, columns, rows }: Drawn,
  ): HTMLCanvasElement | null {
    const look = JSON.stringify([map, scale, factor, offset]);
    const last = this.#coloured;
    if (last?.values === values && last.look === look) return last.surface;
    const isSameSize = last?.surface.width === columns && last.surface.height === rows;
    const surface = isSameSize ? last.surface : document.createElement('canvas');
    if (!isSameSize) [surface.width, surface.height] = [columns, rows];
    const data = isSameSize ? last.data : new ImageData(columns, rows);
    paintOverlay(values, { factor, offset }, scale, overlayWords(map), new Uint32Array(data.data.buffer));
    const pen = surface.getContext('2d');
    if (!pen) return null;
    pen.putImageData(data, 0, 0);
    this.#coloured = { surface, data, values, look };
    return surface;
  }
}
