import { growRegion } from '../../volume/grow-region.ts';
import type { GrowSpace, GrownRegion } from '../../volume/grow-region.ts';
import { CALCIUM_HU } from './plaques.ts';

export const VESSELS = ['LM', 'LAD', 'LCX', 'RCA'] as const;
export type Vessel = (typeof VESSELS)[number];

/** A spot of calcium that the reader pressed on. Pixels; z by the order of the slices. */
export type CalciumMark = Readonly<{ x: number; y: number; z: number; vessel: Vessel }>;

/** A press so far beside a spot still means it, mm. */
export const NEAR_MM = 2;
/** Nothing farther from the press belongs to its spot, mm: calcium that runs into bone or the aorta ends there. */
export const REACH_MM = 30;
const MOST_PIXELS = 500_000;

/** Distances from pixel to pixel and from slice to slice, mm. */
export type CalciumSteps = Readonly<{ row: number; column: number; slice: number }>;

export type MarkedLesion = Readonly<
  | { ok: true; mark: CalciumMark; pixels: number; slices: number; /** It went on beyond its reach. */ cut: boolean }
  | { ok: false; mark: CalciumMark; reason: string }
>;

export type MarkedLesions = Readonly<{
  lesions: readonly MarkedLesion[];
  /** By slice: 0, else 1 + the place of the vessel in `VESSELS`. */
  vessels: ReadonlyMap<number, Uint8Array>;
}>;

/**
 * The spots that were pressed on: pixels of 130 HU or more that hang together over edges and corners, from slice to slice too, within
 * 30 mm of the press. A pixel belongs to the first mark that reaches it.
 */
export async function markedLesions(
  space: GrowSpace,
  steps: CalciumSteps,
  marks: readonly CalciumMark[],
): Promise<MarkedLesions> {
  const vessels = new Map<number, Uint8Array>();
  const lesions: MarkedLesion[] = [];
  for (const mark of marks) {
    const start = nearest(await space.values(mark.z), space, steps, mark);
    if (!start) {
      lesions.push({ ok: false, mark, reason: 'nothing of 130 HU or more lies here' });
      continue;
    }
    if ((vessels.get(mark.z)?.[start.y * space.columns + start.x] ?? 0) !== 0) {
      lesions.push({ ok: false, mark, reason: 'this spot is marked already' });
      continue;
    }
    const grown = await growRegion(space, [start.x, start.y, mark.z], {
      counts: (hu) => hu >= CALCIUM_HU,
      corners: true,
      most: MOST_PIXELS,
      within: (x, y, z) =>
        Math.hypot((x - mark.x) * steps.column, (y - mark.y) * steps.row, (z - mark.z) * steps.slice) <= REACH_MM,
    });
    const pixels = claim(vessels, grown, VESSELS.indexOf(mark.vessel) + 1);
    lesions.push({ ok: true, mark, pixels, slices: grown.masks.size, cut: grown.limited });
  }
  return { lesions, vessels };
}

/** The pixel that counts and lies nearest to the press, within a few mm of it. */
function nearest(
  values: ArrayLike<number>,
  { columns, rows }: GrowSpace,
  { row, column }: CalciumSteps,
  mark: CalciumMark,
): { readonly x: number; readonly y: number } | null {
  let best: { x: number; y: number; far: number } | null = null;
  const [wide, high] = [Math.ceil(NEAR_MM / column), Math.ceil(NEAR_MM / row)];
  for (let y = Math.max(0, mark.y - high); y <= Math.min(rows - 1, mark.y + high); y++) {
    for (let x = Math.max(0, mark.x - wide); x <= Math.min(columns - 1, mark.x + wide); x++) {
      const far = Math.hypot((x - mark.x) * column, (y - mark.y) * row);
      if (far > NEAR_MM || far >= (best?.far ?? Infinity)) continue;
      if ((values[y * columns + x] ?? -Infinity) >= CALCIUM_HU) best = { x, y, far };
    }
  }
  return best;
}

function claim(vessels: Map<number, Uint8Array>, { masks }: GrownRegion, vessel: number): number {
  let pixels = 0;
  for (const [z, mask] of masks) {
    const map = vessels.get(z) ?? new Uint8Array(mask.length);
    vessels.set(z, map);
    mask.forEach((inside, at) => {
      if (inside === 0 || map[at] !== 0) return;
      map[at] = vessel;
      pixels += 1;
    });
  }
  return pixels;
}
