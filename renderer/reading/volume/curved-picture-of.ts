import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { curvedSize, TURN_DEGREES, TURNS } from '../../../shared/volume/curve/curved-picture.ts';
import type { CurvedOrder } from '../../../shared/volume/curve/curved-picture.ts';
import { pathFrame } from '../../../shared/volume/curve/path-frame.ts';
import { pathLength, pathLine } from '../../../shared/volume/curve/path-line.ts';
import type { PathLine } from '../../../shared/volume/curve/path-line.ts';
import { volumePicture } from '../../../shared/volume/volume-picture.ts';
import { freshId } from '../../viewer/index.ts';
import type { FrameRef, ImageSource, Reformatter } from '../../viewer/index.ts';

/** Shown on either side of the path, mm. */
const BESIDE_MM = 30;
/** A shorter path is a press, mm. */
const SHORTEST_MM = 3;
const MOST_COLUMNS = 4000;

/** A path laid straight, as a stack of pictures: one for each turn about it. */
export interface CurvedPicture {
  readonly objectId: ObjectId;
  readonly refs: readonly FrameRef[];
  readonly line: PathLine;
  readonly order: Omit<CurvedOrder, 'degrees'>;
  readonly rows: number;
  /** Slices that it was made from. */
  readonly of: number;
}

/** Makes the pictures known; they are worked out when they are asked for. Null where the points are no path. */
export function curvedPictureOf(
  source: ImageSource,
  reformatter: Reformatter,
  points: readonly Vec3[],
): CurvedPicture | null {
  const line = pathLine(points);
  if (!line || pathLength(line) < SHORTEST_MM) return null;
  const { plan, values, maker } = reformatter;
  const finest = Math.min(...plan.grid.spacing, plan.grid.regularStep ?? Infinity);
  const frame = pathFrame(line, Math.max(finest, pathLength(line) / MOST_COLUMNS));
  const { padding, min, max } = values;
  const order = { frame, half: Math.round(BESIDE_MM / frame.size), padding };
  const { columns, rows } = curvedSize({ ...order, degrees: 0 });
  const objectId = freshId();
  const facts = { kind: 'curved', columns, rows, count: TURNS, size: frame.size, orientation: null, colour: false } as const; // prettier-ignore
  const header = volumePicture(objectId, plan.frames, { ...facts, padding, remarks: remarksOn(reformatter, frame.tightest) }); // prettier-ignore
  source.addMade(header, async (at, signal) => {
    const made = await maker.makeCurved({ ...order, degrees: (at - 1) * TURN_DEGREES }, signal);
    return {
      header: {
        ...{ objectId, frame: at, rows, columns, samples: 1, type: 'float32' },
        photometric: plan.frames[0]?.image.pixels?.photometric ?? 'MONOCHROME2',
        min: made.padded ? padding : min,
        max,
      },
      pixels: made.pixels,
    };
  });
  const refs = Array.from({ length: TURNS }, (_unused, at) => ({ objectId, frame: at + 1 }));
  return { objectId, refs, line, order, rows, of: reformatter.progress.here };
}

function remarksOn(reformatter: Reformatter, tightest: number): readonly string[] {
  const bent = tightest < BESIDE_MM ? [`BENT TO ${tightest.toFixed(0)} mm: FURTHER OUT, PLACES SHOW TWICE`] : [];
  return ['LENGTHS ONLY ALONG THE PATH AND ACROSS IT', ...bent, ...reformatter.remarks];
}
