import type { PatternId } from '../../model/station-check.ts';
import { READING_GREYS } from './monitor-readings.ts';

/** One picture for the eye, and what is asked about it. */
export interface TestPattern {
  readonly id: PatternId;
  readonly title: string;
  readonly question: string;
}

/** Drawings of our own after what AAPM TG-18 and TG-270 ask to be looked at. */
export const TEST_PATTERNS: readonly TestPattern[] = [
  pattern(
    'geometry',
    'Geometry',
    'Are all lines straight, all squares square and the circles round, and is the white line at all four edges of the monitor?',
  ),
  pattern(
    'steps',
    'Steps of luminance',
    'Can every one of the 18 steps be told from the next, and both small squares in each?',
  ),
  pattern(
    'ladder',
    'Ladder of the grey scale function',
    'Do the steps of the ladder look equally large from black to white?',
  ),
  pattern(
    'contrast-dark',
    'Low contrast in the dark',
    'Can the squares in all four corners and in the middle be seen, down to the third of each row?',
  ),
  pattern(
    'contrast-bright',
    'Low contrast in the light',
    'Can the squares in all four corners and in the middle be seen, down to the third of each row?',
  ),
  pattern(
    'lines',
    'Pairs of lines',
    'Are the finest lines sharp and apart in the middle and in all corners, without colour and without waves?',
  ),
  pattern(
    'uniform-dark',
    'Uniform dark field',
    'Is the field even: no stain, no streak, no light from the edges, no dead pixel?',
  ),
  pattern('uniform-bright', 'Uniform bright field', 'Is the field even: no stain, no streak, no tint, no dead pixel?'),
];

function pattern(id: PatternId, title: string, question: string): TestPattern {
  return { id, title, question };
}

const DARK = 26;
const BRIGHT = 204;
const MIDDLE = 128;

/** Grey 0 to 255 of one pixel. `w`, `h`: of the whole drawing, device pixels. */
export type PatternGrey = (x: number, y: number, w: number, h: number) => number;

const GREYS: Readonly<Record<PatternId, PatternGrey>> = {
  geometry,
  steps,
  ladder,
  'contrast-dark': (x, y, w, h) => contrast(x, y, w, h, 12),
  'contrast-bright': (x, y, w, h) => contrast(x, y, w, h, 240),
  lines,
  'uniform-dark': () => DARK,
  'uniform-bright': () => BRIGHT,
};

/** The whole pattern, a byte a pixel, row after row. */
export function drawPattern(id: PatternId, width: number, height: number): Uint8Array {
  const grey = GREYS[id];
  const drawn = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) drawn[at] = grey(x, y, width, height);
  }
  return drawn;
}

/** A field of the grey that a photometer is held to, a tenth of the area in the middle of a quarter-bright surround (TG-18 LN). */
export function drawReading(grey: number, width: number, height: number): Uint8Array {
  const side = Math.sqrt(width * height * 0.1) / 2;
  const drawn = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const inside = Math.abs(x - width / 2) <= side && Math.abs(y - height / 2) <= side;
      drawn[at] = inside ? grey : 51;
    }
  }
  return drawn;
}

/** A line at every edge, a grid of squares with one pixel a line, circles in the corners and the middle. */
function geometry(x: number, y: number, w: number, h: number): number {
  if (x < 1 || y < 1 || x >= w - 1 || y >= h - 1) return 255;
  const cell = Math.floor(Math.min(w, h) / 12);
  const [left, top] = [Math.floor((w % cell) / 2), Math.floor((h % cell) / 2)];
  const [small, large] = [cell * 1.5, cell * 4];
  const rings = [
    [w / 2, h / 2, large],
    [small + 2, small + 2, small],
    [w - small - 2, small + 2, small],
    [small + 2, h - small - 2, small],
    [w - small - 2, h - small - 2, small],
  ] as const;
  if (rings.some(([cx, cy, r]) => Math.abs(Math.hypot(x + 0.5 - cx, y + 0.5 - cy) - r) < 0.75)) return 255;
  return (x - left) % cell === 0 || (y - top) % cell === 0 ? 192 : 26;
}

/** The 18 greys that are measured, side by side in two rows, each with a darker and a brighter square (4 of 255) in it. */
function steps(x: number, y: number, w: number, h: number): number {
  const columns = READING_GREYS.length / 2;
  const side = Math.floor(Math.min(w / (columns + 1), h / 3));
  const [left, top] = [(w - side * columns) / 2, h / 2 - side];
  const [column, row] = [Math.floor((x - left) / side), Math.floor((y - top) / side)];
  if (column < 0 || column >= columns || row < 0 || row > 1) return MIDDLE;
  const grey = READING_GREYS[row === 0 ? column : 2 * columns - 1 - column] ?? 0;
  const [u, v] = [(x - left) / side - column, (y - top) / side - row];
  if (v < 0.4 || v > 0.6) return grey;
  if (u > 0.2 && u < 0.4) return Math.max(0, grey - 4);
  if (u > 0.6 && u < 0.8) return Math.min(255, grey + 4);
  return grey;
}

const RUNGS = 16;

/**
 * Greys with the same distance: on a display that follows the grey scale function each rung is as many just noticeable
 * differences from the next, and the bar in its middle (8 of 255 more) looks the same on every rung.
 */
export const LADDER_GREYS: readonly number[] = Array.from({ length: RUNGS }, (_, rung) => (255 / (RUNGS - 1)) * rung);

function ladder(x: number, y: number, w: number, h: number): number {
  const [left, right, top, bottom] = [w * 0.15, w * 0.85, h * 0.08, h * 0.92];
  if (x < left || x >= right || y < top || y >= bottom) return MIDDLE;
  const rung = Math.floor(((y - top) / (bottom - top)) * RUNGS);
  const grey = LADDER_GREYS[rung] ?? 0;
  const inside = x > w * 0.4 && x < w * 0.6;
  return inside ? (grey + 8 <= 255 ? grey + 8 : grey - 8) : grey;
}

/** Squares of 6, 4, 3, 2 and 1 of 255 more (less in the light) in rows, in every corner and in the middle. */
const CONTRASTS = [6, 4, 3, 2, 1] as const;

function contrast(x: number, y: number, w: number, h: number, ground: number): number {
  const side = Math.floor(Math.min(w, h) / 20);
  const wide = side * (CONTRASTS.length * 2 + 1);
  const places = [
    [side, side],
    [w - wide - side, side],
    [side, h - side * 4],
    [w - wide - side, h - side * 4],
    [(w - wide) / 2, (h - side * 3) / 2],
  ] as const;
  for (const [px, py] of places) {
    const [u, v] = [Math.floor((x - px) / side), Math.floor((y - py) / side)];
    if (v !== 1 || u < 0 || u % 2 === 0) continue;
    const more = CONTRASTS[(u - 1) / 2];
    if (more !== undefined) return ground < MIDDLE ? ground + more : ground - more;
  }
  return ground;
}

/** Black and white lines of 1, 2 and 4 pixels, along and across, in the middle and the corners. */
function lines(x: number, y: number, w: number, h: number): number {
  const side = Math.floor(Math.min(w, h) / 16);
  const wide = side * 3;
  const places = [
    [side, side],
    [w - wide - side, side],
    [side, h - side * 3],
    [w - wide - side, h - side * 3],
    [Math.floor((w - wide) / 2), Math.floor(h / 2 - side)],
  ] as const;
  for (const [px, py] of places) {
    const [dx, dy] = [Math.floor(x - px), Math.floor(y - py)];
    if (dx < 0 || dx >= wide || dy < 0 || dy >= side * 2) continue;
    const width = [1, 2, 4][Math.floor(dx / side)] ?? 1;
    return Math.floor((dy < side ? dx : dy) / width) % 2 === 0 ? 255 : 0;
  }
  return MIDDLE;
}
