import type { SeenLook } from '../../model/seen.ts';
import { shareOf } from './parts.ts';

/**
 * How a picture was shown, from least to most. full: all of it stood at full zoom, at once or part by part; shown: less of it, or
 * smaller; glanced: for a shorter time than the eye rests on one spot; never: not at all.
 */
export const SEEN_KINDS = ['never', 'glanced', 'shown', 'full'] as const;
export type SeenKind = (typeof SEEN_KINDS)[number];

/** ms: the eye rests about as long on one spot. */
export const GLANCE = 250;
/** Pixels of the screen for each pixel of the picture, along its shorter side; a fitted picture may miss it by rounding. */
export const FULL_ZOOM = 1 - 1e-3;

export const SEEN_KIND_WORDS: Readonly<Record<SeenKind, string>> = {
  full: 'all of it at full zoom',
  shown: 'shown',
  glanced: 'under ¼ s',
  never: 'never shown',
};

/** @param wasThere it was on the glass, by a journal that did not yet say for how long */
export function seenKind(
  look: Pick<SeenLook, 'glassMs' | 'fullMs' | 'parts'> | undefined,
  wasThere: boolean,
): SeenKind {
  if (!look || look.glassMs === 0) return wasThere ? 'glanced' : 'never';
  if (look.glassMs < GLANCE) return 'glanced';
  return look.fullMs >= GLANCE && shareOf(look.parts) === 1 ? 'full' : 'shown';
}

/** One picture of a series, in its order. */
export interface SeenPicture {
  readonly kind: SeenKind;
  /** ms. */
  readonly dwell: number;
}

/** Neighbouring pictures drawn as one. */
export interface SeenColumn {
  /** Place of its first picture, from 0. */
  readonly from: number;
  readonly count: number;
  /** The least that one of them got: what was never shown is never hidden. */
  readonly kind: SeenKind;
  /** The longest of them. */
  readonly dwell: number;
}

/** Along the pictures of a series, in at most so many columns. */
export function seenColumns(pictures: readonly SeenPicture[], most: number): readonly SeenColumn[] {
  const columns = Math.min(pictures.length, most);
  return Array.from({ length: columns }, (_unused, at) => {
    const [from, to] = [startOf(at, columns, pictures.length), startOf(at + 1, columns, pictures.length)];
    const own = pictures.slice(from, to);
    return {
      from,
      count: own.length,
      kind: SEEN_KINDS.find((kind) => own.some((one) => one.kind === kind)) ?? 'never',
      dwell: own.reduce((longest, { dwell }) => Math.max(longest, dwell), 0),
    };
  });
}

export type SeenCounts = Readonly<Record<SeenKind, number>>;

export function seenCounts(pictures: readonly SeenPicture[]): SeenCounts {
  const counts = { never: 0, glanced: 0, shown: 0, full: 0 };
  for (const { kind } of pictures) counts[kind] += 1;
  return counts;
}

/** "12 of 312 images never shown", "All 312 images shown". */
export function neverShownWords({ never }: SeenCounts, of: number): string {
  if (never > 0) return `${never} of ${of} ${of === 1 ? 'image' : 'images'} never shown`;
  return of === 1 ? 'The image was shown' : `All ${of} images shown`;
}

/** "4.2 s", "3 min 20 s". */
export function dwellText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function startOf(column: number, columns: number, pictures: number): number {
  return Math.floor((column * pictures) / columns);
}
