import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import { asAppError } from '../../errors/app-error.ts';
import type { ImageInfo } from '../../model/image.ts';
import type { LossyGround } from '../../model/lossy.ts';
import type { Measurement, SuvKind } from '../../model/measurement.ts';
import type { CurvePoint, TimeCurve } from '../../model/time-curve.ts';
import { drawingScale } from '../drawing-scale.ts';
import { lossyGround, lossyWarning, worseGround } from '../lossy.ts';
import { needsPixels } from '../measure.ts';
import { measureProbe, measureStatistics } from '../measure-pixels.ts';
import { checkPoints } from '../measure-points.ts';
import { hasAmounts, modalityRescale } from '../modality.ts';
import { ARBITRARY, quantityOf } from '../quantity.ts';
import { shapeOf } from '../roi-histogram.ts';
import type { StoredPixels } from '../stored-pixels.ts';
import { SUV_WORDS } from '../suv-kinds.ts';
import { bFindings } from './b-findings.ts';
import { bSeries } from './b-series.ts';
import { curveFindings } from './curve-findings.ts';
import { noCurve } from './refusals.ts';
import type { TimeSeries } from './series-clock.ts';
import { timeSeries } from './time-series.ts';

export type CurveDrawing = Pick<Measurement, 'tool' | 'points' | 'frame' | 'range' | 'suv' | 'plane'>;

export interface CurveRequest {
  /** Of the series that was drawn on. */
  readonly images: readonly ImageInfo[];
  readonly image: ImageInfo;
  readonly drawing: CurveDrawing;
  /** Stored values of a picture of the series. */
  readonly pixels: (frame: SeriesFrame) => Promise<StoredPixels>;
  /** Pictures from the first on that the baseline is the mean of. */
  readonly baseline: number;
  /** Asked before each picture; what it throws ends the work. */
  readonly goOn?: () => void;
}

/** Errors that say something of one picture, and nothing of the others. */
const OF_ONE_PICTURE = /^(?:dicom|blob|process)\//;

/** What a region says on one picture: every value by its name, and what is remarkable. */
interface Sample {
  readonly one: SeriesFrame;
  readonly values: ReadonlyMap<string, { readonly value: number; readonly unit: string }>;
  readonly warnings: readonly string[];
  /** The picture could not be read. */
  readonly lost: boolean;
}

/**
 * A region over the pictures that show its place at other times, or why there is no curve: the same rules as its table of values.
 * @throws AppError measure/bad-points, dicom/frame-out-of-range, and what `goOn` throws
 */
export async function timeCurve(request: CurveRequest): Promise<TimeCurve> {
  const { images, image, drawing, pixels, goOn } = request;
  if (!needsPixels(drawing.tool)) return noCurve('no-region');
  if (drawing.plane) return noCurve('on-reformat');
  if (!hasAmounts(image)) return noCurve('no-values');
  checkPoints(drawing.tool, drawing.points);
  const series = seriesOf(images, { image, frame: drawing.frame });
  if (!series.ok) return series;
  const units = new Set(series.frames.map((one) => quantityOf(one.image, one.frame).unit));
  if (units.size > 1) return noCurve('units-differ');
  if (units.has(ARBITRARY) && !isOneScale(series.frames)) return noCurve('scale-differs');
  const samples: Sample[] = [];
  for (const one of series.frames) {
    goOn?.();
    samples.push(await sampled(drawing, one, pixels));
  }
  const named = nameOf(samples, drawing);
  if (named === null) return noCurve('no-numbers');
  const { bValues } = series;
  const points = samples.map((sample, place) => {
    const b = bValues?.[place];
    return { ...pointOf(sample, named, series.seconds?.[place] ?? null), ...(b === undefined ? {} : { b }) };
  });
  const baseline = Math.min(request.baseline, points.length - 1);
  const lossy = lossyOf(series.frames);
  return {
    ok: true,
    quantity: named.mean,
    unit: named.unit,
    clock: series.clock,
    ...(bValues ? { over: 'b' as const } : {}),
    points,
    findings: [...(bValues ? bFindings(points, named.unit) : curveFindings(points, named.unit, baseline))],
    basis: basisOf(series),
    warnings: [...warningsOf(samples, points), ...(lossy ? [lossyWarning(lossy)] : [])],
    ...(lossy ? { lossy } : {}),
  };
}

type CurveSeries =
  (Extract<TimeSeries, { ok: true }> & { readonly bValues?: readonly number[] }) | Extract<TimeSeries, { ok: false }>;

/** Over time; where there is one moment only, over b-values. */
function seriesOf(
  images: readonly ImageInfo[],
  at: { readonly image: ImageInfo; readonly frame: number },
): CurveSeries {
  const inTime = timeSeries(images, at);
  if (inTime.ok || inTime.code !== 'one-moment') return inTime;
  const found = bSeries(images, at);
  if (!found?.ok) return found ?? inTime;
  return { ...found, seconds: null, clock: null };
}

/** Values without a unit can be compared only where one step of what is stored is the same everywhere. */
function isOneScale(frames: readonly SeriesFrame[]): boolean {
  const [first, ...others] = frames.map(({ image, frame }) => JSON.stringify(modalityRescale(image, frame)));
  return others.every((other) => other === first);
}

async function sampled(drawing: CurveDrawing, one: SeriesFrame, pixels: CurveRequest['pixels']): Promise<Sample> {
  try {
    const { values, warnings } = measured(drawing, one, await pixels(one));
    const byName = values.map(({ name, value, unit }) => [name, { value, unit }] as const);
    return { one, values: new Map(byName), warnings, lost: false };
  } catch (error) {
    if (!OF_ONE_PICTURE.test(asAppError(error).code)) throw error;
    // A picture that cannot be decoded fails alone, and is counted.
    return { one, values: new Map(), warnings: [], lost: true };
  }
}

function measured(
  { tool, points, range, suv }: CurveDrawing,
  { image, frame }: SeriesFrame,
  pixels: StoredPixels,
): ReturnType<typeof measureStatistics> {
  const shape = shapeOf(tool, points, drawingScale(image, frame, points).spacing);
  const [point = [0, 0]] = points;
  return shape
    ? measureStatistics(shape, image, frame, pixels, { range, suv })
    : measureProbe(point, image, frame, pixels, { suv });
}

interface Named {
  readonly mean: string;
  readonly deviation: string;
  readonly unit: string;
}

/** The kind of SUV that was chosen, else that by body weight, else the value: the first that every picture with a value has. */
function nameOf(samples: readonly Sample[], { tool, suv = 'bw' }: CurveDrawing): Named | null {
  const kinds: readonly SuvKind[] = suv === 'bw' ? ['bw'] : [suv, 'bw'];
  const [mean, deviation] = tool === 'probe' ? ['value', ''] : ['mean', 'standard deviation'];
  const wanted = [
    ...kinds.map((kind) => {
      const word = SUV_WORDS[kind];
      return tool === 'probe'
        ? { mean: word, deviation: '' }
        : { mean: `${word} ${mean}`, deviation: `${word} ${deviation}` };
    }),
    { mean, deviation },
  ];
  const valued = samples.filter(({ values }) => values.has(mean));
  if (valued.length < 2) return null;
  const found = wanted.find((names) => valued.every(({ values }) => values.has(names.mean)));
  const unit = found && valued[0]?.values.get(found.mean)?.unit;
  return found && unit !== undefined ? { ...found, unit } : null;
}

function pointOf({ one, values }: Sample, { mean, deviation }: Named, seconds: number | null): CurvePoint {
  const value = values.get(mean)?.value ?? null;
  return {
    objectId: one.image.objectId,
    frame: one.frame,
    seconds,
    mean: value,
    deviation: value === null ? null : (values.get(deviation)?.value ?? null),
    count: value === null ? 0 : (values.get('pixel count')?.value ?? 1),
  };
}

function lossyOf(frames: readonly SeriesFrame[]): LossyGround | null {
  const grounds = frames.flatMap(({ image }) => (image.lossy === null ? [] : [lossyGround(image.lossy)]));
  return grounds.length === 0 ? null : grounds.reduce(worseGround);
}

function basisOf({ clock, frames, bValues }: Extract<CurveSeries, { ok: true }>): string[] {
  const grounds = new Set(frames.map(({ image, frame }) => quantityOf(image, frame).basis));
  return [
    ...[...grounds].flatMap((basis) => (basis === '' ? [] : [`values: ${basis}`])),
    orderWords(clock, bValues !== undefined),
    'the region lies still: nothing follows what moves under it',
  ];
}

function orderWords(clock: string | null, isOverB: boolean): string {
  if (isOverB) return 'b-values: (0018,9087), or the private block of the device';
  return clock === null ? 'no times in this series: pictures by their number' : `times: ${clock}`;
}

function warningsOf(samples: readonly Sample[], points: readonly CurvePoint[]): string[] {
  const lost = samples.filter((sample) => sample.lost).length;
  const empty = points.filter(({ mean }) => mean === null).length - lost;
  const all = samples.flatMap(({ warnings }, place) => (points[place]?.mean === null ? [] : warnings));
  // How many pixels were left out differs from picture to picture; the table has what was counted.
  const said = new Set(all.map((words) => words.replace(/^\d+ /, '')));
  return [
    ...(lost > 0 ? [`${lost} of ${samples.length} pictures could not be read`] : []),
    ...(empty > 0 ? [`${empty} of ${samples.length} pictures have no value under the region`] : []),
    ...said,
    ...(samples.some(({ one }) => one.image.pet?.decayCorrection?.trim().toUpperCase() === 'NONE')
      ? ['not corrected for decay']
      : []),
  ];
}
