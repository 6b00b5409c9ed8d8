import type { Spot } from '../../shared/rules/station-check/placed-views.ts';

/** What stands on a canvas now, read back: opaque pixels as the page put them there. */
export interface GlassPixels {
  readonly width: number;
  readonly height: number;
  /** Red of each pixel, row after row; what is not covered is -1, what is no grey -2. */
  readonly greys: Int16Array;
}

export function readCanvas(canvas: HTMLCanvasElement): GlassPixels {
  const { width, height } = canvas;
  const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const greys = new Int16Array(width * height).fill(-1);
  for (let at = 0; at < greys.length; at += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at * 4, at * 4 + 4);
    if (alpha === 255) greys[at] = red === green && red === blue ? red : -2;
  }
  return { width, height, greys };
}

/** The box of all pixels between two greys, both among them, within a part of the glass; null: there is none. */
export function spotBetween(
  { width, greys }: GlassPixels,
  [least, most]: readonly [number, number],
  part: Spot,
): Spot | null {
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  for (let y = Math.max(0, Math.floor(part.top)); y <= part.bottom; y += 1) {
    for (let x = Math.max(0, Math.floor(part.left)); x <= part.right && x < width; x += 1) {
      const grey = greys[y * width + x] ?? -1;
      if (grey < least || grey > most) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return right < 0 ? null : { left, right, top, bottom };
}
