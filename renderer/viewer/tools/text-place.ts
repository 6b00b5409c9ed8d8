import type { Point2 } from '../../../shared/model/measurement.ts';

/** CSS pixels in the viewport. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextPlaceInput {
  /** What is measured: the text must not stand on it. */
  readonly drawing: Box;
  readonly size: { readonly width: number; readonly height: number };
  readonly area: { readonly width: number; readonly height: number };
  /** Text that is there already: corners of the overlay, other measurements. */
  readonly texts: readonly Box[];
  /** Other drawings. */
  readonly drawings: readonly Box[];
}

/** From the drawing to its text: first beside it, then further off where that is taken. */
const DISTANCES = [14, 36, 72, 120];
/** Text keeps this distance from the edges of the picture, CSS pixels. */
export const RIM = 4;
/** How bad it is to cover a square pixel of each, and to be a pixel further away. */
const COST = { own: 4, text: 3, other: 1, away: 0.5 };

/** Top left corner for the text beside a drawing: right, left, below or above, where it covers least. */
export function placeText(input: TextPlaceInput): Point2 {
  let best: Point2 = [RIM, RIM];
  let least = Infinity;
  for (const away of DISTANCES) {
    for (const spot of spotsAt(input, away)) {
      const at = inside(spot, input);
      const cost = costOf({ x: at[0], y: at[1], ...input.size }, input) + away * COST.away;
      if (cost < least) [best, least] = [at, cost];
    }
    if (least <= away * COST.away) break;
  }
  return best;
}

function spotsAt({ drawing, size }: TextPlaceInput, away: number): readonly Point2[] {
  const right = drawing.x + drawing.width + away;
  const left = drawing.x - away - size.width;
  const middle = drawing.y + drawing.height / 2 - size.height / 2;
  const below = drawing.y + drawing.height + away;
  const above = drawing.y - away - size.height;
  const centre = drawing.x + drawing.width / 2 - size.width / 2;
  return [
    [right, middle],
    [left, middle],
    [centre, below],
    [centre, above],
    [right, below],
    [right, above],
    [left, below],
    [left, above],
  ];
}

function inside([x, y]: Point2, { size, area }: TextPlaceInput): Point2 {
  const most = (room: number, own: number): number => Math.max(RIM, room - own - RIM);
  return [
    Math.min(Math.max(RIM, x), most(area.width, size.width)),
    Math.min(Math.max(RIM, y), most(area.height, size.height)),
  ];
}

function costOf(text: Box, { drawing, texts, drawings }: TextPlaceInput): number {
  const sum = (boxes: readonly Box[]): number => boxes.reduce((all, box) => all + shared(text, box), 0);
  return COST.own * shared(text, drawing) + COST.text * sum(texts) + COST.other * sum(drawings);
}

/** Whether a text stands where it did, to the pixel: what gave way to it then still does. */
export function standsStill(before: Box | null, now: Box | null): boolean {
  if (before === null || now === null) return before === now;
  const moved = [before.x - now.x, before.y - now.y, before.width - now.width, before.height - now.height];
  return moved.every((by) => Math.abs(by) < 1);
}

/** Area that two boxes have in common; a line has no area, so boxes count as at least a pixel wide. */
function shared(a: Box, b: Box): number {
  const wide = Math.min(a.x + a.width, b.x + Math.max(1, b.width)) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + Math.max(1, b.height)) - Math.max(a.y, b.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}

export function boundsOf(points: readonly Point2[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
