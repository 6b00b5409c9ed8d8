import type { CurveFinding, CurvePoint } from '../../model/time-curve.ts';
import { HOUNSFIELD } from '../modality.ts';

const NO_TIMES = 'no times in this series';
const NOT_AFTER = 'no picture after the baseline has a value above it';

interface Known {
  readonly points: readonly (CurvePoint & { readonly mean: number })[];
  readonly unit: string;
}

/**
 * What is read off a curve, each with its definition. The baseline is the mean of the first pictures; the peak is the highest value of
 * any picture. Pictures without a value count nowhere.
 * @param baseline pictures from the first on that it is the mean of
 */
export function curveFindings(all: readonly CurvePoint[], unit: string, baseline: number): readonly CurveFinding[] {
  const points = all.flatMap((point) => (point.mean === null ? [] : [{ ...point, mean: point.mean }]));
  const before = points.filter((point) => all.findIndex((one) => isSame(one, point)) < baseline);
  const known: Known = { points, unit };
  const base = before.length < baseline ? null : before.reduce((sum, { mean }) => sum + mean, 0) / before.length;
  const peak = highest(points);
  const last = before.at(-1);
  const words = baseline === 1 ? 'value of the first picture' : `mean of the first ${baseline} pictures`;
  const noBase =
    baseline === 1 ? 'the first picture has no value' : `not all of the first ${baseline} pictures have one`;
  return [
    finding('baseline', words, unit, base, noBase),
    finding('peak', 'highest value', unit, peak?.mean ?? null, 'no values'),
    timeTo('time to peak', 'from the first picture to the highest value', peak),
    finding('enhancement', 'peak less baseline', unit, base === null || !peak ? null : peak.mean - base, noBase),
    relative(base, peak?.mean ?? null, unit, noBase),
    slope(known, base, last, peak, noBase),
    finding('lowest', 'lowest value', unit, lowest(points)?.mean ?? null, 'no values'),
    timeTo('time to lowest', 'from the first picture to the lowest value', lowest(points)),
  ];
}

function finding(name: string, how: string, unit: string, value: number | null, reason: string): CurveFinding {
  return { name, how, unit, value, reason: value === null ? reason : null };
}

function timeTo(name: string, how: string, point: CurvePoint | undefined): CurveFinding {
  return finding(name, how, 's', point?.seconds ?? null, NO_TIMES);
}

/** Hounsfield units count from water: a share of them means nothing. */
function relative(base: number | null, peak: number | null, unit: string, noBase: string): CurveFinding {
  const how = 'peak less baseline, as a share of the baseline';
  const name = 'relative enhancement';
  if (unit === HOUNSFIELD) return finding(name, how, '%', null, 'HU have no zero that a share could be of');
  if (base === null || peak === null) return finding(name, how, '%', null, noBase);
  const value = base > 0 ? ((peak - base) / base) * 100 : null;
  return finding(name, how, '%', value, 'the baseline is not above zero');
}

function slope(
  { unit }: Known,
  base: number | null,
  last: CurvePoint | undefined,
  peak: (CurvePoint & { readonly mean: number }) | undefined,
  noBase: string,
): CurveFinding {
  const how = 'peak less baseline, over the time from the last picture of the baseline to the peak';
  const no = (reason: string): CurveFinding => finding('wash-in slope', how, `${unit}/s`, null, reason);
  if (base === null || !last || !peak) return no(noBase);
  if (last.seconds === null || peak.seconds === null) return no(NO_TIMES);
  if (peak.seconds <= last.seconds || peak.mean <= base) return no(NOT_AFTER);
  return finding('wash-in slope', how, `${unit}/s`, (peak.mean - base) / (peak.seconds - last.seconds), '');
}

function highest<T extends { readonly mean: number }>(points: readonly T[]): T | undefined {
  return points.reduce<T | undefined>((best, point) => (best && best.mean >= point.mean ? best : point), undefined);
}

function lowest<T extends { readonly mean: number }>(points: readonly T[]): T | undefined {
  return points.reduce<T | undefined>((best, point) => (best && best.mean <= point.mean ? best : point), undefined);
}

function isSame(a: CurvePoint, b: CurvePoint): boolean {
  return a.objectId === b.objectId && a.frame === b.frame;
}
