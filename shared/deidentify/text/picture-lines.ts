import { z } from 'zod';
import type { Blackening } from './blacken.ts';
import { textLines } from './text-lines.ts';
import type { TextLine } from './text-lines.ts';

const Place = z.number().int().nonnegative();
/** As they travel between processes. */
export const TextLines = z.array(
  z.strictObject({ x: Place, y: Place, width: Place, height: Place, letters: z.number().int().positive() }),
);

interface Picture {
  readonly columns: number;
  readonly rows: number;
  /** 1: grey; 3: red, green and blue of each pixel together. */
  readonly samples: number;
  readonly values: ArrayLike<number>;
}

/** Lines of text in a grey or coloured picture. Coloured ones are looked at twice: blue on black has next to no luminance. */
export function pictureLines(picture: Picture): TextLine[] {
  if (picture.samples === 1) return textLines(field(picture, (at) => picture.values[at] ?? 0));
  const { values } = picture;
  const of = (at: number, sample: number): number => values[3 * at + sample] ?? 0;
  const luminance = (at: number): number => 0.299 * of(at, 0) + 0.587 * of(at, 1) + 0.114 * of(at, 2);
  const strongest = (at: number): number => Math.max(of(at, 0), of(at, 1), of(at, 2));
  return [...textLines(field(picture, luminance)), ...textLines(field(picture, strongest))];
}

function field({ columns, rows }: Picture, value: (at: number) => number): Parameters<typeof textLines>[0] {
  const values = new Float32Array(columns * rows);
  for (let at = 0; at < values.length; at += 1) values[at] = value(at);
  return { columns, rows, values };
}

/** Lines of which something is still to be seen when the picture was blacked. */
export function linesLeft(lines: readonly TextLine[], { keep, masks }: Blackening): TextLine[] {
  return lines.filter((line) => {
    const shown = keep === null || keep.some((rect) => touches(line, rect));
    return shown && !masks.some((rect) => holds(rect, line));
  });
}

type Box = Pick<TextLine, 'x' | 'y' | 'width' | 'height'>;

function touches(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function holds(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
