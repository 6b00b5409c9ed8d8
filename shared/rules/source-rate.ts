import type { RateHours, RateLimit } from '../model/source-settings.ts';

const MINUTES_A_DAY = 24 * 60;

/** Bytes per second allowed in a minute of a day (0: Sunday); null: as fast as the line is. The first hours that fit count. */
export function rateOf(limit: RateLimit, day: number, minute: number): number | null {
  const hours = limit.hours.find((one) => holds(one, day, minute));
  return hours === undefined ? limit.bytesPerSecond : hours.bytesPerSecond;
}

/** A part of a day in which one rate holds; minutes after midnight, from included, to not. */
export interface RateSpan {
  readonly from: number;
  readonly to: number;
  readonly bytesPerSecond: number | null;
}

/** The spans of a day, from midnight to midnight. */
export function spansOf(limit: RateLimit, day: number): RateSpan[] {
  const edges = new Set([0, MINUTES_A_DAY, ...limit.hours.flatMap(({ from, to }) => [from, to])]);
  const sorted = [...edges].sort((one, other) => one - other);
  const spans: RateSpan[] = [];
  for (const [place, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[place + 1] ?? MINUTES_A_DAY;
    const bytesPerSecond = rateOf(limit, day, from);
    const before = spans.at(-1);
    if (before?.bytesPerSecond === bytesPerSecond && before !== undefined) spans[spans.length - 1] = { ...before, to };
    else spans.push({ from, to, bytesPerSecond });
  }
  return spans;
}

function holds({ days, from, to }: RateHours, day: number, minute: number): boolean {
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  // Over midnight; from equal to to is a whole day. The small hours belong to the evening before.
  const yesterday = (day + 6) % 7;
  return (days.includes(day) && minute >= from) || (days.includes(yesterday) && minute < to % MINUTES_A_DAY);
}
