import type { VolumePreset } from '../../model/desk-volume.ts';

/** At a value: opacity of a millimetre, and colour; straight between. */
export interface TransferPoint {
  readonly value: number;
  readonly opacity: number;
  /** 0 to 255. */
  readonly colour: readonly [number, number, number];
}

export interface CastPreset {
  /** What a hanging protocol asks for. */
  readonly id: VolumePreset;
  readonly name: string;
  /** projection: the largest value along each ray, as grey; surface: values made opaque and coloured, with light. */
  readonly kind: 'projection' | 'surface';
  readonly points: readonly TransferPoint[];
}

const point = (value: number, opacity: number, ...colour: readonly [number, number, number]): TransferPoint => ({
  value,
  opacity,
  colour,
});

const PROJECTION: CastPreset = { id: 'mip', name: 'rotating MIP', kind: 'projection', points: [] };

/** Values in HU. */
const OF_CT: readonly CastPreset[] = [
  {
    id: 'bone',
    name: 'CT bone',
    kind: 'surface',
    points: [
      point(140, 0, 150, 80, 60),
      point(220, 0.08, 190, 120, 90),
      point(350, 0.6, 235, 215, 180),
      point(1200, 1, 255, 250, 240),
    ],
  },
  {
    id: 'vessels',
    name: 'CT vessels',
    kind: 'surface',
    points: [
      point(110, 0, 120, 10, 10),
      point(180, 0.2, 190, 40, 30),
      point(300, 0.6, 225, 110, 80),
      point(500, 0.8, 245, 215, 180),
      point(1200, 1, 255, 250, 240),
    ],
  },
  {
    id: 'soft-tissue',
    name: 'CT skin',
    kind: 'surface',
    points: [
      point(-500, 0, 190, 130, 105),
      point(-250, 0.35, 214, 160, 135),
      point(50, 0.8, 224, 175, 150),
      point(300, 1, 240, 220, 200),
    ],
  },
  {
    id: 'lung',
    name: 'CT lung',
    kind: 'surface',
    points: [
      point(-960, 0, 90, 130, 190),
      point(-800, 0.012, 110, 150, 205),
      point(-600, 0.06, 190, 190, 215),
      point(-450, 0.09, 235, 190, 170),
      point(-250, 0, 235, 150, 130),
    ],
  },
];

/** What a series may be seen as, in the order of the number keys. Values of other modalities have no unit to know tissue by. */
export function presetsFor(modality: string | null, isHounsfield: boolean): readonly CastPreset[] {
  if (modality === 'CT' && isHounsfield) return [...OF_CT, PROJECTION];
  return [modality === 'MR' ? { ...PROJECTION, name: 'MR angiography MIP' } : PROJECTION];
}

export const TRANSFER_BINS = 1024;

/** A preset worked out for a step of the ray: bins from the first point's value to the last. */
export interface Transfer {
  readonly from: number;
  /** Bins a unit of value. */
  readonly scale: number;
  readonly opacity: Float32Array;
  /** Three a bin. */
  readonly colour: Float32Array;
  /** Of each bin, how many bins up to it are not clear. */
  readonly seen: Uint16Array;
}

/** @param stepMm of the ray: what is opaque by so much a millimetre is by more over a longer way */
export function transferOf(points: readonly TransferPoint[], stepMm: number): Transfer {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) throw new RangeError('a preset has points');
  const opacity = new Float32Array(TRANSFER_BINS);
  const colour = new Float32Array(TRANSFER_BINS * 3);
  const seen = new Uint16Array(TRANSFER_BINS);
  for (let bin = 0; bin < TRANSFER_BINS; bin += 1) {
    const value = first.value + ((last.value - first.value) * bin) / (TRANSFER_BINS - 1);
    const above = Math.max(
      1,
      points.findIndex((one) => one.value >= value),
    );
    const [low, high] = [points[above - 1] ?? first, points[above] ?? last];
    const share = Math.max(0, Math.min(1, (value - low.value) / (high.value - low.value)));
    const mix = (a: number, b: number): number => a + (b - a) * share;
    opacity[bin] = 1 - (1 - mix(low.opacity, high.opacity)) ** stepMm;
    for (const at of [0, 1, 2] as const) colour[bin * 3 + at] = mix(low.colour[at], high.colour[at]);
    seen[bin] = (seen[bin - 1] ?? 0) + ((opacity[bin] ?? 0) > 0 ? 1 : 0);
  }
  return { from: first.value, scale: (TRANSFER_BINS - 1) / (last.value - first.value), opacity, colour, seen };
}

/** Whether anything between two values can be seen. */
export function seesBetween({ from, scale, seen }: Transfer, low: number, high: number): boolean {
  const bin = (value: number): number => Math.max(0, Math.min(TRANSFER_BINS - 1, (value - from) * scale));
  const before = Math.floor(bin(low)) - 1;
  return (seen[Math.ceil(bin(high))] ?? 0) > (before < 0 ? 0 : (seen[before] ?? 0));
}
