import type { StateArea } from '../model/presentation-state.ts';

/** Quarter turn and flip as the window has them: flip first, then clockwise rotation. */
export interface Turn {
  readonly rotation: number;
  readonly flip: boolean;
}

/**
 * The same turn in the other order: presentation states rotate first, then flip (Part 3, C.10.6). The rule is its own inverse.
 */
export function otherOrder({ rotation, flip }: Turn): Turn {
  return { flip, rotation: flip ? (360 - rotation) % 360 : rotation % 360 };
}

type Corners = readonly [topLeft: readonly [number, number], bottomRight: readonly [number, number]];

/**
 * Pixels (from 1, columns then rows) in the two corners of a part of the picture, edges counted from the centre of the first
 * pixel. What is cut by an edge counts as shown.
 */
export function cornersOf({ left, top, right, bottom }: Edges): Corners {
  const [x0, x1] = corner(left, right);
  const [y0, y1] = corner(top, bottom);
  return [
    [x0, y0],
    [x1, y1],
  ];
}

type Edges = Pick<StateArea, 'left' | 'top' | 'right' | 'bottom'>;

/** Outer edges of the pixels in two corners. */
export function edgesOf([[x0, y0], [x1, y1]]: Corners): Edges {
  const [left, right] = edge(x0, x1);
  const [top, bottom] = edge(y0, y1);
  return { left, top, right, bottom };
}

function corner(from: number, to: number): [number, number] {
  // The small allowance keeps an edge that is a pixel's own from counting the next one.
  const low = Math.floor(Math.min(from, to) + 0.5 + 1e-6) + 1;
  const high = Math.ceil(Math.max(from, to) + 0.5 - 1e-6);
  const end = Math.max(low, high);
  return from <= to ? [low, end] : [end, low];
}

function edge(from: number, to: number): [number, number] {
  return from <= to ? [from - 1.5, to - 0.5] : [from - 0.5, to - 1.5];
}
