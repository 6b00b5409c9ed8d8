import { gsdfContrastError, gsdfIndex, gsdfLuminance } from '../gsdf.ts';

/** Greys that are measured, as TG-18 LN has them: 0, 15, 30 … 255. */
export const READING_GREYS: readonly number[] = Array.from({ length: 18 }, (_, at) => at * 15);

/** Rule 3.14, for diagnostic reading: greatest error of contrast, least luminance of white (cd/m²), least ratio of white to black. */
export const MOST_CONTRAST_ERROR = 0.1;
export const LEAST_WHITE = 350;
export const LEAST_RATIO = 250;

/** What readings of a photometer come to. */
export interface ReadingsJudged {
  /** For each step, from the second grey: contrast found over contrast asked for, less one; null where the readings are none. */
  readonly deviations: readonly number[] | null;
  readonly worst: number | null;
  readonly white: number;
  readonly ratio: number;
  readonly ok: boolean;
  /** What is wrong, in words. */
  readonly faults: readonly string[];
}

export function judgeReadings(luminances: readonly number[]): ReadingsJudged {
  const worst = gsdfContrastError(luminances);
  const [black = NaN, white = NaN] = [luminances[0], luminances.at(-1)];
  const ratio = white / black;
  const faults = [
    ...(worst === null
      ? ['the readings do not rise from black to white, or lie outside the grey scale function']
      : worst > MOST_CONTRAST_ERROR
        ? [`the contrast is wrong by up to ${percent(worst)}; ${percent(MOST_CONTRAST_ERROR)} is the limit`]
        : []),
    ...(white >= LEAST_WHITE ? [] : [`white is ${white.toFixed(0)} cd/m²; ${LEAST_WHITE} is the least`]),
    ...(ratio >= LEAST_RATIO ? [] : [`white is ${ratio.toFixed(0)} times black; ${LEAST_RATIO} is the least`]),
  ];
  return { deviations: contrastDeviations(luminances), worst, white, ratio, ok: faults.length === 0, faults };
}

/** Luminance that each of the greys should have on a display with this black and this white, cd/m²; null: there is no such function. */
export function wantedLuminances(black: number, white: number): readonly number[] | null {
  const [first, last] = [gsdfIndex(black), gsdfIndex(white)];
  if (!(last > first)) return null;
  return READING_GREYS.map((grey) => gsdfLuminance(first + ((last - first) * grey) / 255));
}

/** Signed, for the plot; the greatest of them is `gsdfContrastError`. */
export function contrastDeviations(luminances: readonly number[]): readonly number[] | null {
  if (gsdfContrastError(luminances) === null) return null;
  const first = gsdfIndex(luminances[0] ?? NaN);
  const step = (gsdfIndex(luminances.at(-1) ?? NaN) - first) / (luminances.length - 1);
  return luminances.slice(1).map((high, at) => {
    const expected = contrast(gsdfLuminance(first + at * step), gsdfLuminance(first + (at + 1) * step));
    return contrast(luminances[at] ?? NaN, high) / expected - 1;
  });
}

/** dL/L between two luminances. */
function contrast(low: number, high: number): number {
  return (2 * (high - low)) / (high + low);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
