import type { ImageInfo } from '../../model/image.ts';
import type { MeasureTool, Point2 } from '../../model/measurement.ts';
import { measureDrawing } from '../measure.ts';
import type { StoredPixels } from '../stored-pixels.ts';
import { GEOMETRY } from './phantom-values.ts';

/** Something in the geometry picture whose size is known. */
export interface Rod {
  readonly name: string;
  readonly tool: MeasureTool;
  /** Pixel coordinates, in the order of the tool. */
  readonly points: readonly Point2[];
  /** Of the tool's values, the one that is judged. */
  readonly value: string;
  readonly unit: string;
  readonly known: number;
  /** Greatest error in the unit: 0.5 % of a length, a pixel's worth of an area, nothing of HU. */
  readonly within: number;
}

const [X, Y] = GEOMETRY.centre;
const [DOWN, ACROSS] = GEOMETRY.spacing;
const R = GEOMETRY.radiusMm;
const [LEFT, RIGHT, TOP, BOTTOM]: readonly Point2[] = [
  [X - R / ACROSS, Y],
  [X + R / ACROSS, Y],
  [X, Y - R / DOWN],
  [X, Y + R / DOWN],
];
const AXES = [LEFT, RIGHT, TOP, BOTTOM] as readonly Point2[];
/** Well inside the sphere: only whole pixels of one value. */
const INSIDE: readonly Point2[] = [
  [X - R / ACROSS / 2, Y - R / DOWN / 2],
  [X + R / ACROSS / 2, Y + R / DOWN / 2],
];

/** Rods, a sphere and angles with exact answers, for the very tools that a reader draws with. */
export const RODS: readonly Rod[] = [
  rod(
    'rod along the rows',
    'length',
    [
      [20, 50],
      [140, 50],
    ],
    'length',
    'mm',
    60,
    0.3,
  ),
  rod(
    'rod along the columns',
    'length',
    [
      [50, 20],
      [50, 80],
    ],
    'length',
    'mm',
    60,
    0.3,
  ),
  // 3 : 4 : 5 in mm.
  rod(
    'oblique rod',
    'length',
    [
      [30, 20],
      [102, 68],
    ],
    'length',
    'mm',
    60,
    0.3,
  ),
  rod(
    'bent rod',
    'polyline',
    [
      [20, 20],
      [80, 20],
      [80, 50],
    ],
    'length',
    'mm',
    60,
    0.3,
  ),
  rod('diameter of the sphere', 'bidirectional', AXES, 'long axis', 'mm', 2 * R, 0.2),
  rod(
    'right angle',
    'angle',
    [
      [60, 50],
      [100, 50],
      [100, 20],
    ],
    'angle',
    'deg',
    90,
    0.1,
  ),
  // 20 mm across and 20 mm down: 45 degrees, which unequal pixels would make 63.
  rod(
    'half a right angle',
    'angle',
    [
      [140, 50],
      [100, 50],
      [140, 70],
    ],
    'angle',
    'deg',
    45,
    0.1,
  ),
  rod('circle around the sphere', 'circle', AXES, 'area', 'mm2', Math.PI * R * R, Math.PI * R * R * 0.01),
  rod('mean inside the sphere', 'rectangle', INSIDE, 'mean', "[hnsf'U]", GEOMETRY.sphereHu, 0),
  rod('deviation inside the sphere', 'rectangle', INSIDE, 'standard deviation', "[hnsf'U]", 0, 0),
  rod('value of the mark', 'probe', [[17, 8]], 'value', "[hnsf'U]", GEOMETRY.markHu, 0),
];

function rod(
  name: string,
  tool: MeasureTool,
  points: readonly Point2[],
  value: string,
  unit: string,
  known: number,
  within: number,
): Rod {
  return { name, tool, points, value, unit, known, within };
}

export interface RodFound {
  readonly name: string;
  readonly ok: boolean;
  /** What the tool said, and what is known. */
  readonly words: string;
}

/** Measures a rod by the tool's own rule. @param points as they come back from the glass; its own where nothing shows them */
export function measureRod(
  one: Rod,
  image: ImageInfo,
  pixels: StoredPixels | null,
  points: readonly Point2[] = one.points,
): RodFound {
  const { values } = measureDrawing(one.tool, points, image, 1, pixels);
  const found = values.find(({ name }) => name === one.value);
  const ok = found?.unit === one.unit && Math.abs(found.value - one.known) <= one.within + 1e-9;
  const said = found === undefined ? 'no value' : `${figure(found.value)} ${found.unit}`;
  return { name: one.name, ok, words: `${said}, known ${figure(one.known)} ${one.unit}` };
}

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
