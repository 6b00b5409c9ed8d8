import type { ShownRate } from '../../../shared/model/review/figures.ts';

/** "12.5 %"; whole from ten per cent up where nothing is lost by it. */
export function percentText(rate: number): string {
  const percent = rate * 100;
  return `${percent === Math.round(percent) ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

/** "35 of 200: 17.5 % (12.9 to 23.4)". */
export function rateText({ cases, events, rate, low, high }: NonNullable<ShownRate>): string {
  return `${events} of ${cases}: ${percentText(rate)} (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)})`;
}

/** "3 h", "2.5 days": what a person says of a time to close. */
export function hoursText(hours: number): string {
  return hours < 48 ? `${hours.toFixed(hours < 10 ? 1 : 0)} h` : `${(hours / 24).toFixed(1)} days`;
}

/** The end of an axis that holds all of these: 1, 2 or 5 of a power of ten, at most `most`. */
export function axisEnd(values: readonly number[], most = Number.POSITIVE_INFINITY): number {
  const high = Math.max(...values, 0);
  if (high === 0) return Math.min(1, most);
  const power = 10 ** Math.floor(Math.log10(high));
  const step = [1, 2, 5, 10].find((one) => one * power >= high) ?? 10;
  return Math.min(step * power, most);
}

export const COUNTS_WORDS = {
  any: 'any score but 1',
  significant: 'likely significant (2b, 3b)',
} as const;
