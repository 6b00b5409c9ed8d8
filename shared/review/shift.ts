import type { Shift } from '../model/review/source-report.ts';

/** Hours of the reader's clock at which a day, an evening and a night begin. */
const [DAY, EVENING, NIGHT] = [7, 17, 22];
const MINUTE = 60_000;

/**
 * The shift in which a report was signed, by the clock of whoever signed it. Saturday and Sunday are weekend from midnight to midnight.
 * @param at UTC, ISO 8601
 * @param zoneMinutes of the signer's clock, east of UTC; null: nobody said
 */
export function shiftOf(at: string, zoneMinutes: number | null): Shift {
  const utc = Date.parse(at);
  if (zoneMinutes === null || Number.isNaN(utc)) return 'unknown';
  const there = new Date(utc + zoneMinutes * MINUTE);
  const weekday = there.getUTCDay();
  if (weekday === 0 || weekday === 6) return 'weekend';
  const hour = there.getUTCHours();
  if (hour < DAY || hour >= NIGHT) return 'night';
  return hour < EVENING ? 'day' : 'evening';
}
