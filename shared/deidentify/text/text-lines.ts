import { glyphsIn } from './glyphs.ts';
import type { Glyph } from './glyphs.ts';
import { halved, standingOut } from './stroke-mask.ts';
import type { GreyField } from './stroke-mask.ts';

/** What looks like a line of text, in pixels of the picture. */
export interface TextLine {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Letters that were found in it. */
  readonly letters: number;
}

/** Letters that make a line. */
const LETTERS = 4;
/** Strokes stand out of what is behind them by this share of the picture's range. */
const CONTRAST = 0.18;
/** Letters of one line are as bright as one another, as a share of the range. */
const ALIKE = 0.07;
/** Twice halved, letters of up to 112 pixels are found. */
const SCALES = 3;
const SMALLEST = 24;

/**
 * Lines of text in a picture, dark or bright: thin strokes of one brightness, in a row of things of one height. It finds what was drawn
 * by a program in a plain hand; it reads nothing, and what it does not find may be there still.
 */
export function textLines(field: GreyField): TextLine[] {
  const { low, high } = rangeOf(field.values);
  if (!(high > low)) return [];
  const found: TextLine[] = [];
  for (const sign of [1, -1]) {
    const signed = scaled(field, sign > 0 ? low : high, sign / (high - low));
    let at: GreyField = signed;
    for (let scale = 1; scale < 2 ** SCALES && Math.min(at.columns, at.rows) >= SMALLEST; scale *= 2) {
      for (const line of linesOf(glyphsIn(at, standingOut(at), CONTRAST)))
        found.push({
          ...{ x: line.x * scale, y: line.y * scale, width: line.width * scale, height: line.height * scale },
          letters: line.letters,
        });
      at = halved(at);
    }
  }
  return found;
}

/** From 0 to 1; what is beyond the ends is held there. */
function scaled({ columns, rows, values }: GreyField, zero: number, factor: number): GreyField {
  const out = new Float32Array(values.length);
  for (let at = 0; at < out.length; at += 1) out[at] = Math.min(1, Math.max(0, ((values[at] ?? 0) - zero) * factor));
  return { columns, rows, values: out };
}

/** Of some ten thousand pixels, without the outermost thousandths: one hot pixel is no range. */
function rangeOf(values: Float32Array): { readonly low: number; readonly high: number } {
  const step = Math.max(1, Math.floor(values.length / 50_000));
  const some: number[] = [];
  for (let at = 0; at < values.length; at += step) some.push(values[at] ?? 0);
  some.sort((one, other) => one - other);
  const place = (share: number): number => some[Math.min(some.length - 1, Math.floor(share * some.length))] ?? 0;
  const [low, high] = [place(0.001), place(0.999)];
  if (high > low) return { low, high };
  // A few letters on plain ground are less than a thousandth of it.
  const least = values.reduce((one, other) => Math.min(one, other), Infinity);
  return { low: least, high: values.reduce((one, other) => Math.max(one, other), -Infinity) };
}

function linesOf(glyphs: readonly Glyph[]): TextLine[] {
  const byLeft = [...glyphs].sort((one, other) => one.x - other.x);
  const taken = new Set<Glyph>();
  const lines: TextLine[] = [];
  for (const [at, first] of byLeft.entries()) {
    if (taken.has(first)) continue;
    const line = [first];
    for (let then = at + 1; then < byLeft.length; then += 1) {
      const next = byLeft[then];
      const last = line.at(-1) ?? first;
      if (next === undefined || next.x - (last.x + last.width) > 2.5 * first.height) break;
      if (!taken.has(next) && follows(line, next)) line.push(next);
    }
    if (line.length < LETTERS) continue;
    for (const one of line) taken.add(one);
    const left = first.x;
    const right = Math.max(...line.map(({ x, width }) => x + width));
    const top = Math.min(...line.map(({ y }) => y));
    const bottom = Math.max(...line.map(({ y, height }) => y + height));
    lines.push({ x: left, y: top, width: right - left, height: bottom - top, letters: line.length });
  }
  return lines;
}

/** On the same base line or under the same head line, of about the same height, as bright, beside it and near. */
function follows(line: readonly Glyph[], next: Glyph): boolean {
  const last = line.at(-1);
  const [first] = line;
  if (last === undefined || first === undefined) return false;
  const gap = next.x - (last.x + last.width);
  const tall = Math.max(last.height, next.height);
  if (gap < -1 || gap > 1.6 * tall) return false;
  if (tall > 1.7 * Math.min(last.height, next.height)) return false;
  const slack = Math.max(1, 0.12 * tall);
  const sameBase = Math.abs(last.y + last.height - next.y - next.height) <= slack;
  const sameHead = Math.abs(last.y - next.y) <= slack;
  if (!sameBase && !sameHead) return false;
  return Math.abs(first.level - next.level) <= ALIKE;
}
