import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import type { CalciumAnswer, CalciumPress, GrownMask } from '../../model/grown.ts';
import { runsOf } from '../../volume/mask-runs.ts';
import { planVolume } from '../../volume/plan-volume.ts';
import { quantityOf } from '../quantity.ts';
import { calciumAcquisition } from './acquisition.ts';
import { calciumRefusal, calciumScore } from './calcium-score.ts';
import type { CalciumScore } from './calcium-score.ts';
import { markedLesions, NEAR_MM, REACH_MM, VESSELS } from './marked-lesions.ts';
import type { CalciumMark, MarkedLesion } from './marked-lesions.ts';
import { CALCIUM_HU, CONNECTIVITY, LEAST_AREA_MM2 } from './plaques.ts';
import type { CalciumSlice } from './plaques.ts';

const HOUNSFIELD = "[hnsf'U]";

export interface CalciumRequest {
  /** Pictures of one stack, in display order. */
  readonly frames: readonly SeriesFrame[];
  /** HU of one of them, row by row. */
  readonly values: (frame: SeriesFrame) => Promise<ArrayLike<number>>;
  readonly presses: readonly CalciumPress[];
  readonly description: string | null;
  /** mg of hydroxyapatite per ml and HU; null: no mass. */
  readonly calibration: number | null;
}

type Scored = Extract<CalciumScore, { ok: true }>;

/** The score of the spots that were pressed on (rule 3.4), vessel by vessel, or why there is none. Refused before a pixel is read. */
export async function scoreMarks(request: CalciumRequest): Promise<CalciumAnswer> {
  const { frames, presses, description, calibration } = request;
  const images = [...new Set(frames.map(({ image }) => image))];
  if (images.some(({ modality }) => modality !== 'CT')) return no('only a CT has a calcium score');
  const acquisition = calciumAcquisition(images, description, calibration);
  const refused = calciumRefusal(acquisition);
  if (refused !== null) return no(refused);
  const plan = planVolume(frames);
  if (!plan.ok) return no(plan.words);
  if (plan.frames.some(({ image, frame }) => quantityOf(image, frame).unit !== HOUNSFIELD))
    return no('the values are not in HU');
  const { grid } = plan;
  const [row, column] = grid.spacing;
  const step = ((grid.slices.at(-1)?.along ?? NaN) - (grid.slices[0]?.along ?? NaN)) / (grid.slices.length - 1);
  const even = calciumScore(emptySlices(plan.grid.slices, row, column), acquisition);
  if (!even.ok) return even;
  const marks: CalciumMark[] = [];
  for (const { objectId, frame, point, vessel } of presses) {
    const z = plan.frames.findIndex((one) => one.image.objectId === objectId && one.frame === frame);
    if (z < 0) return no('a mark lies on another stack of pictures');
    marks.push({ x: Math.round(point[0]), y: Math.round(point[1]), z, vessel });
  }
  const kept = new Map<number, Promise<ArrayLike<number>>>();
  const values = (z: number): Promise<ArrayLike<number>> => {
    const frame = plan.frames[z];
    const known = kept.get(z) ?? (frame ? request.values(frame) : Promise.resolve([]));
    kept.set(z, known);
    return known;
  };
  const space = { columns: grid.columns, rows: grid.rows, slices: grid.slices.length, values };
  const { lesions, vessels } = await markedLesions(space, { row, column, slice: step }, marks);
  const slices = await Promise.all(
    emptySlices(grid.slices, row, column).map(async (slice, z): Promise<CalciumSlice> => {
      const map = vessels.get(z);
      return map ? { ...slice, columns: grid.columns, rows: grid.rows, hu: await values(z), vessels: map } : slice;
    }),
  );
  const score = calciumScore(slices, acquisition);
  if (!score.ok) return score;
  const masks = [...vessels].flatMap(([z, map]) => masksOf(plan.frames[z], grid.columns, grid.rows, map));
  return answerOf(score, lesions, masks, calibration);
}

/** Slices without calcium: all that their distances need. */
function emptySlices(
  slices: readonly { readonly along: number }[],
  rowSpacing: number,
  columnSpacing: number,
): CalciumSlice[] {
  const none = { columns: 0, rows: 0, hu: [], vessels: [] };
  return slices.map(({ along }) => ({ ...none, position: along, rowSpacing, columnSpacing }));
}

type VesselMask = GrownMask & { readonly vessel: (typeof VESSELS)[number] };

function masksOf(at: SeriesFrame | undefined, columns: number, rows: number, map: Uint8Array): VesselMask[] {
  if (!at) return [];
  return VESSELS.flatMap((vessel, place) => {
    const runs = runsOf(map, place + 1);
    const { objectId } = at.image;
    return runs.length === 0 ? [] : [{ objectId, frame: at.frame, columns, rows, runs, vessel }];
  });
}

function answerOf(
  score: Scored,
  lesions: readonly MarkedLesion[],
  masks: VesselMask[],
  calibration: number | null,
): CalciumAnswer {
  const { agatston, volumeMm3, massMg, group, incrementMm } = score;
  return {
    ok: true,
    total: { agatston, volumeMm3, massMg },
    group,
    vessels: VESSELS.map((vessel, place) => {
      const found = score.vessels.find((one) => one.vessel === place + 1);
      return found
        ? { vessel, agatston: found.agatston, volumeMm3: found.volumeMm3, massMg: found.massMg }
        : { vessel, agatston: 0, volumeMm3: 0, massMg: calibration === null ? null : 0 };
    }),
    presses: lesions.map((one) => (one.ok ? (one.cut ? `cut off ${REACH_MM} mm from the mark` : null) : one.reason)),
    basis: [
      `Agatston: ${CALCIUM_HU} HU and more, spots of ${LEAST_AREA_MM2} mm² and more, ${CONNECTIVITY}-connected, weight by the peak of each spot in its slice`,
      `slices every ${incrementMm.toFixed(2)} mm by their positions, counted as ${(incrementMm / 3).toFixed(3)} of 3 mm`,
      `marked by hand; within ${NEAR_MM} mm of the press, and up to ${REACH_MM} mm from it`,
      calibration === null ? 'no mass: no calibration by a phantom' : `mass by ${calibration} mg/ml for 1 HU`,
    ],
    warnings: [
      ...score.warnings,
      ...(lesions.some((one) => one.ok && one.cut) ? [`a spot goes on more than ${REACH_MM} mm from its mark`] : []),
    ],
    masks,
  };
}

function no(reason: string): CalciumAnswer {
  return { ok: false, reason };
}
