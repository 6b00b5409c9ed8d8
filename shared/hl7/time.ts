import { ZoneClock } from './zone-clock.ts';

/** An instant of HL7 (DTM): UTC, ISO 8601 with milliseconds, and the zone that it was read in. */
export interface Hl7Instant {
  readonly at: string;
  readonly zone: string;
}

const DTM = /^(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(?:(\d{2})(?:\.(\d{1,4}))?)?)?([+-]\d{4})?$/;
const MINUTE_MS = 60_000;

/**
 * Reads YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]. Without an offset the site's clock counts. Null for what is no instant: a value to the
 * day alone, a day that does not exist, or no known zone.
 * @param zone the site's clock, or its IANA name; null: not known
 */
export function hl7Instant(text: string | null, zone: ZoneClock | string | null): Hl7Instant | null {
  const parts = DTM.exec(text?.trim() ?? '');
  if (!parts || parts[4] === undefined) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const fraction = Number(`0.${parts[7] ?? '0'}`);
  const local = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + Math.round(fraction * 1000);
  const back = new Date(local);
  if (back.getUTCMonth() !== (month ?? 1) - 1 || back.getUTCDate() !== day || (hour ?? 0) > 23) return null;
  if ((minute ?? 0) > 59 || (second ?? 0) > 59) return null;
  const sent = parts[8];
  if (sent !== undefined) {
    const minutes = offsetMinutes(sent);
    if (minutes === null) return null;
    return { at: new Date(local - minutes * MINUTE_MS).toISOString(), zone: `${sent.slice(0, 3)}:${sent.slice(3)}` };
  }
  if (zone === null) return null;
  const clock = typeof zone === 'string' ? new ZoneClock(zone) : zone;
  const utc = localToUtc(local, clock);
  return utc === null ? null : { at: new Date(utc).toISOString(), zone: clock.zone };
}

/** DICOM DA of an HL7 date, time left aside; null where it is not to the day. */
export function hl7Day(text: string | null): string | null {
  const day = /^\d{8}/.exec(text?.trim() ?? '')?.[0];
  return day === undefined || Number(day.slice(4, 6)) > 12 || Number(day.slice(6)) > 31 ? null : day;
}

/** An instant as HL7 writes it, in UTC: YYYYMMDDHHMMSS+0000. @param at UTC, ISO 8601 */
export function hl7Timestamp(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;
}

function offsetMinutes(text: string): number | null {
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3))];
  if (hours > 14 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Milliseconds of a wall clock in a zone. An hour that exists twice is taken as the earlier one; one that a change of clocks leaves out
 * is moved by that change. Null for a zone that is not known.
 */
function localToUtc(local: number, clock: ZoneClock): number | null {
  // Two guesses reach the offset on either side of a change of clocks.
  const offsets = [local - 24 * 60 * MINUTE_MS, local + 24 * 60 * MINUTE_MS].map((guess) => clock.offset(guess));
  const [before, after] = offsets;
  if (before === undefined || after === undefined || before === null || after === null) return null;
  const fits = [local - before, local - after].filter((utc) => utc + (clock.offset(utc) ?? 0) === local);
  return fits.length === 0 ? local - before : Math.min(...fits);
}
