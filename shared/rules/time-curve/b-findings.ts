import type { CurveFinding, CurvePoint } from '../../model/time-curve.ts';

/** UCUM: thousandths of a square millimetre a second. */
export const ADC_UNIT = '10*-3.mm2/s';
const NO_LOGARITHM = 'the signal of an image is not above zero';
const TOO_FEW = 'fewer than two b-values have a value';

/**
 * What is read off a region over b-values: the apparent diffusion coefficient by S(b) = S(0) · exp(−b · ADC), fitted by least squares of the
 * logarithm of the signal, every b-value alike. Perfusion and the noise floor are not modelled: which b-values went in is said.
 */
export function bFindings(all: readonly CurvePoint[], unit: string): readonly CurveFinding[] {
  const points = all.flatMap(({ mean, b }) => (mean === null || b === undefined ? [] : [{ b, mean }]));
  const reason = points.length < 2 ? TOO_FEW : points.some(({ mean }) => !(mean > 0)) ? NO_LOGARITHM : null;
  const fit = reason === null ? lineThrough(points.map(({ b, mean }) => [b, Math.log(mean)])) : null;
  const which = points.map(({ b }) => b).join(', ');
  const how = `mono-exponential: least squares of the logarithm of the signal over b = ${which} s/mm²`;
  const share = fit?.determination ?? null;
  return [
    { name: 'ADC', how, unit: ADC_UNIT, value: fit ? -fit.slope * 1000 : null, reason },
    { name: 'signal at b 0', how: 'of the same fit', unit, value: fit ? Math.exp(fit.start) : null, reason },
    {
      ...{ name: 'fit', how: 'R²: share of the variance of the logarithms that the fit explains', unit: '1' },
      ...{ value: share, reason: share === null ? (reason ?? 'two b-values, or no variance: any fit is exact') : null },
    },
  ];
}

interface Line {
  readonly slope: number;
  readonly start: number;
  /** Null where it says nothing: two points, or all alike. */
  readonly determination: number | null;
}

/** Ordinary least squares; abscissae are not all the same. */
function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [midX, midY] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = mean(([x]) => (x - midX) ** 2);
  const slope = mean(([x, y]) => (x - midX) * (y - midY)) / spread;
  const start = midY - slope * midX;
  const variance = mean(([, y]) => (y - midY) ** 2);
  const left = mean(([x, y]) => (y - start - slope * x) ** 2);
  return { slope, start, determination: points.length < 3 || variance === 0 ? null : 1 - left / variance };
}
