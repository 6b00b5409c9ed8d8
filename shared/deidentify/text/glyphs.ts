import type { GreyField } from './stroke-mask.ts';

/** A thing of strokes that may be a letter. Pixels of its field. */
export interface Glyph {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Brightness of its strokes. */
  readonly level: number;
}

/** Of a letter at the scale it is looked for at, pixels. */
const HEIGHT = { least: 5, most: 28 } as const;
const WIDEST = 40;

/** Connected things (of eight neighbours) that stand out by `least` and have the size of a letter. */
export function glyphsIn(field: GreyField, out: Float32Array, least: number): Glyph[] {
  const { columns, rows } = field;
  const seen = new Uint8Array(out.length);
  const stack: number[] = [];
  const glyphs: Glyph[] = [];
  for (let start = 0; start < out.length; start += 1) {
    if (seen[start] === 1 || (out[start] ?? 0) < least) continue;
    const found = { left: columns, right: -1, top: rows, bottom: -1, pixels: [] as number[] };
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % columns;
      const y = (at - x) / columns;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y);
      found.pixels.push(at);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx += 1) {
          const near = ny * columns + nx;
          if (seen[near] === 1 || (out[near] ?? 0) < least) continue;
          seen[near] = 1;
          stack.push(near);
        }
      }
    }
    const glyph = glyphOf(field, found);
    if (glyph !== null) glyphs.push(glyph);
  }
  return glyphs;
}

interface Found {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pixels: readonly number[];
}

function glyphOf({ values }: GreyField, { left, right, top, bottom, pixels }: Found): Glyph | null {
  const width = right - left + 1;
  const height = bottom - top + 1;
  if (height < HEIGHT.least || height > HEIGHT.most || width > WIDEST || width > 5 * height) return null;
  if (pixels.length < height) return null;
  const levels = pixels.map((at) => values[at] ?? 0).sort((one, other) => one - other);
  // The middle of a stroke; its edges are mixed with what is behind it.
  return { x: left, y: top, width, height, level: levels[Math.floor(levels.length * 0.8)] ?? 0 };
}
