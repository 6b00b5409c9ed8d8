/** Days since 1970-01-01 of "2026-12-31"; NaN for what is no day of the calendar. */
export function dayNumber(day: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return Number.NaN;
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(day)) return Number.NaN;
  return time / DAY_MS;
}

/**
 * The calendar day at an instant, as day numbers. With a zone both are the same. Without one they are the earliest and the
 * latest day that it is anywhere: what begins is held against the first, what ends against the second.
 */
export interface DayAt {
  readonly earliest: number;
  readonly latest: number;
}

/** Null for what is no instant. @param at UTC, ISO 8601 @param zone IANA name */
export function dayAt(at: string, zone: string | null): DayAt | null {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return null;
  const local = zone === null ? null : localDay(time, zone);
  if (local !== null) return { earliest: local, latest: local };
  // Zones reach from 12 hours behind UTC to 14 hours before it.
  return {
    earliest: Math.floor((time - 12 * HOUR_MS) / DAY_MS),
    latest: Math.floor((time + 14 * HOUR_MS) / DAY_MS),
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Null for a zone that this computer does not know. */
function localDay(time: number, zone: string): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en', {
      ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    }).formatToParts(time);
    const part = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? '';
    const day = dayNumber(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
    return Number.isNaN(day) ? null : day;
  } catch {
    // A name of no zone is the same as no name: the careful days hold.
    return null;
  }
}
