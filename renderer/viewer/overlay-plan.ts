import { wrapText } from '../ui/index.ts';
import type { Measure } from '../ui/index.ts';

export type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/**
 * How much a line over a picture matters. Lines of `never` are what could be misread without them (who, which date, side, quality
 * marks, which slice): they wrap and are never left out. Of the others the highest number goes first.
 */
export const OVERLAY_RANK = {
  never: 0,
  frame: 1,
  window: 2,
  series: 3,
  position: 4,
  scale: 5,
  zoom: 6,
  institution: 7,
  linked: 8,
} as const;
export type OverlayRank = (typeof OVERLAY_RANK)[keyof typeof OVERLAY_RANK];

export interface OverlayLine {
  readonly key: string;
  readonly corner: Corner;
  readonly text: string;
  readonly rank: OverlayRank;
}

/** CSS pixels from the viewport's top left corner; texts keep these distances from its edges. */
export interface OverlayRoom {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** More where the band of a prior stands. */
  readonly top: number;
  readonly bottom: number;
  /** Width that the scale bar may take; 0 where there is none. */
  readonly scale: number;
}

export interface OverlayPlan {
  /** Keys of the lines that stand. */
  readonly shown: ReadonlySet<string>;
  readonly scaleShown: boolean;
  /** Greatest width of each corner, CSS pixels. */
  readonly width: Readonly<Record<Corner, number>>;
  /** Top edges of the side letters, CSS pixels from the top of the viewport. */
  readonly letters: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Even what is never left out has no room of its own. */
  readonly crowded: boolean;
  /** Words that are wider than their corner. */
  readonly broken: number;
}

export const OVERLAY_LINE = 16;
const LETTER = { width: 28, height: 20 } as const;
/** Scale bar with its label, from the lower edge. */
const SCALE_HEIGHT = 28;
const GAP = 8;
/** More of the height no corner takes for lines that could be left out. */
const MOST_OF_HEIGHT = 0.4;
/** Shares of the row that its left corner may take. */
const SHARES = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7] as const;

interface Block {
  readonly width: number;
  readonly height: number;
  readonly broken: number;
}

interface Row {
  readonly left: Block;
  readonly right: Block;
  /** Nothing of the corners stands in the middle of the row. */
  readonly laneFree: boolean;
}

/**
 * Which lines stand over a picture, and how wide, so that none runs into another: corners share the width, lines wrap, and what
 * matters least is left out first. Side letters stand in the middle of their edge, or beside it where text needs the middle.
 */
export function planOverlay(lines: readonly OverlayLine[], room: OverlayRoom, measure: Measure): OverlayPlan {
  const ranks = [...new Set([...lines.map(({ rank }) => rank), ...(room.scale > 0 ? [OVERLAY_RANK.scale] : [])])];
  const least = planWith(lines, OVERLAY_RANK.never, 0, room, measure);
  // From everything down to what is never left out.
  for (const limit of ranks.toSorted((a, b) => b - a)) {
    const plan = planWith(lines, limit, least.broken, room, measure);
    if (!plan.crowded) return plan;
  }
  return least;
}

function planWith(
  all: readonly OverlayLine[],
  limit: number,
  /** Words that break even where nothing else stands: a long id in a narrow viewport. */
  brokenAnyway: number,
  room: OverlayRoom,
  measure: Measure,
): OverlayPlan {
  const lines = all.filter(({ rank }) => rank <= limit);
  const scale = limit >= OVERLAY_RANK.scale ? room.scale : 0;
  const of = (corner: Corner): readonly string[] =>
    lines.filter((line) => line.corner === corner).map(({ text }) => text);
  const top = planRow(of('topLeft'), of('topRight'), LETTER.width, room, measure);
  const bottom = planRow(of('bottomLeft'), of('bottomRight'), Math.max(LETTER.width, scale + 2 * GAP), room, measure);
  const middle = room.height / 2 - LETTER.height / 2;
  const ends = {
    left: room.top + top.left.height,
    right: room.top + top.right.height,
    top: top.laneFree ? room.top : room.top + Math.max(top.left.height, top.right.height),
  };
  const begins = {
    left: room.height - room.bottom - bottom.left.height,
    right: room.height - room.bottom - bottom.right.height,
    bottom:
      room.height -
      room.bottom -
      (bottom.laneFree ? (scale > 0 ? SCALE_HEIGHT : 0) : Math.max(bottom.left.height, bottom.right.height)),
  };
  const between = (end: number, begin: number): number => Math.max(end, Math.min(middle, begin - LETTER.height));
  const fits = (end: number, begin: number, letters: number): boolean => end + letters * LETTER.height <= begin;
  const blocks = [top.left, top.right, bottom.left, bottom.right];
  // A line that could be left out is not worth a broken word, nor half the picture.
  const broken = blocks.reduce((sum, block) => sum + block.broken, 0);
  const isTight = broken > brokenAnyway || blocks.some(({ height }) => height > room.height * MOST_OF_HEIGHT);
  return {
    shown: new Set(lines.map(({ key }) => key)),
    scaleShown: scale > 0,
    width: {
      topLeft: top.left.width,
      topRight: top.right.width,
      bottomLeft: bottom.left.width,
      bottomRight: bottom.right.width,
    },
    letters: {
      left: between(ends.left, begins.left),
      right: between(ends.right, begins.right),
      top: ends.top,
      bottom: begins.bottom - LETTER.height,
    },
    crowded:
      (limit > OVERLAY_RANK.never && isTight) ||
      !fits(ends.left, begins.left, 1) ||
      !fits(ends.right, begins.right, 1) ||
      !fits(ends.top, begins.bottom, 2) ||
      (scale > 0 && !bottom.laneFree),
    broken,
  };
}

/** The two corners of one edge: side by side with the lane of the letter between them, or sharing the whole width. */
function planRow(
  left: readonly string[],
  right: readonly string[],
  lane: number,
  room: OverlayRoom,
  measure: Measure,
): Row {
  const center = room.width / 2;
  const besideLane = {
    left: center - lane / 2 - room.left,
    right: room.width - room.right - center - lane / 2,
  };
  const quiet = rowOf(left, right, besideLane, true, measure);
  if (quiet.left.broken + quiet.right.broken === 0) return quiet;
  const whole = room.width - room.left - room.right - GAP;
  const shared = SHARES.map((share) =>
    rowOf(left, right, { left: whole * share, right: whole * (1 - share) }, false, measure),
  );
  return [quiet, ...shared].reduce((best, row) => (costOf(row) < costOf(best) ? row : best));
}

function rowOf(
  left: readonly string[],
  right: readonly string[],
  width: { readonly left: number; readonly right: number },
  laneFree: boolean,
  measure: Measure,
): Row {
  return { left: blockOf(left, width.left, measure), right: blockOf(right, width.right, measure), laneFree };
}

function blockOf(texts: readonly string[], width: number, measure: Measure): Block {
  const wrapped = texts.map((text) => wrapText(text, width, measure));
  return {
    width,
    height: wrapped.reduce((sum, { lines }) => sum + lines, 0) * OVERLAY_LINE,
    broken: wrapped.reduce((sum, { broken }) => sum + broken, 0),
  };
}

/** A broken word is worse than a line more. */
function costOf({ left, right }: Row): number {
  return (left.broken + right.broken) * 4 * OVERLAY_LINE + Math.max(left.height, right.height);
}
