/**
 * Grayscale Standard Display Function (PS3.14, 7.1): luminance in cd/m² over the just noticeable difference index j, 1 to
 * 1023. Coefficients as published there.
 */
const UP = [-1.3011877, 8.0242636e-2, 1.3646699e-1, -2.5468404e-2, 1.3635334e-3] as const;
const DOWN = [1, -2.5840191e-2, -1.0320229e-1, 2.874562e-2, -3.1978977e-3, 1.2992634e-4] as const;
const INVERSE = [
  71.498068, 94.593053, 41.912053, 9.8247004, 0.28175407, -1.1878455, -0.18014349, 0.14710899, -0.017046845,
] as const;

export const GSDF_FIRST = 1;
export const GSDF_LAST = 1023;

/** Luminance of index j, cd/m². @param j 1 to 1023, need not be whole; NaN outside */
export function gsdfLuminance(j: number): number {
  if (!(j >= GSDF_FIRST && j <= GSDF_LAST)) return NaN;
  const n = Math.log(j);
  return 10 ** (polynomial(UP, n) / polynomial(DOWN, n));
}

/** Index of a luminance in cd/m², from 0.05 to 3994; NaN outside. */
export function gsdfIndex(luminance: number): number {
  if (!(luminance >= gsdfLuminance(GSDF_FIRST) && luminance <= gsdfLuminance(GSDF_LAST))) return NaN;
  return polynomial(INVERSE, Math.log10(luminance));
}

/**
 * Greatest error of contrast of a display, as a part of what the function asks (rule 3.14; 0.1 is the limit for reading).
 * @param measured luminance with ambient light, cd/m², at evenly spaced driving levels from black to white, at least 3
 * @returns null where the luminances do not rise or lie outside the function
 */
export function gsdfContrastError(measured: readonly number[]): number | null {
  const indices = measured.map(gsdfIndex);
  const first = indices[0] ?? NaN;
  const last = indices.at(-1) ?? NaN;
  if (measured.length < 3 || indices.some(Number.isNaN) || !(last > first)) return null;
  const step = (last - first) / (indices.length - 1);
  let worst = 0;
  for (let at = 1; at < indices.length; at++) {
    const expected = relativeStep(gsdfLuminance(first + (at - 1) * step), gsdfLuminance(first + at * step));
    const found = relativeStep(measured[at - 1] ?? NaN, measured[at] ?? NaN);
    if (!(found > 0)) return null;
    worst = Math.max(worst, Math.abs(found / expected - 1));
  }
  return worst;
}

/** dL/L between two luminances. */
function relativeStep(low: number, high: number): number {
  return (2 * (high - low)) / (high + low);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
