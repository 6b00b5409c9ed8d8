/** A calendar date as the file says it; no zone. Month and day are null when the file leaves them out. */
export interface DicomDate {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

/** Time of day; the parts that the file leaves out are null. `fraction` in microseconds. */
export interface DicomTime {
  readonly hours: number;
  readonly minutes: number | null;
  readonly seconds: number | null;
  readonly microseconds: number;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days of a month in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** DA (Part 5, 6.2): YYYYMMDD, the old YYYY.MM.DD, or shortened as DT allows. Null when it is not a date. */
export function parseDate(text: string): DicomDate | null {
  const match = /^(\d{4})(?:\.?(\d{2})(?:\.?(\d{2}))?)?$/.exec(text.trim());
  if (!match) return null;
  const year = Number(match[1]);
  const month = match[2] === undefined ? null : Number(match[2]);
  const day = match[3] === undefined ? null : Number(match[3]);
  if (month !== null && (month < 1 || month > 12)) return null;
  if (day !== null && month !== null && (day < 1 || day > daysInMonth(year, month))) return null;
  return { year, month, day };
}

/** TM (Part 5, 6.2): HH[MM[SS[.FFFFFF]]], or the old HH:MM:SS.frac. Second 60 is a leap second. */
export function parseTime(text: string): DicomTime | null {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,6})\d*)?)?)?$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = match[2] === undefined ? null : Number(match[2]);
  const seconds = match[3] === undefined ? null : Number(match[3]);
  if (hours > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 60) return null;
  return { hours, minutes, seconds, microseconds: Number((match[4] ?? '').padEnd(6, '0')) };
}

/** DT (Part 5, 6.2): date, time and zone in one. `zone` in minutes east of UTC, null when the file says none. */
export function parseDateTime(
  text: string,
): { readonly date: DicomDate; readonly time: DicomTime | null; readonly zone: number | null } | null {
  const match = /^(\d{4}(?:\d{2}(?:\d{2})?)?)((?<=^\d{8})\d{2}(?:\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?)?([+-]\d{4})?$/.exec(
    text.trim(),
  );
  const date = match ? parseDate(match[1] ?? '') : null;
  if (!match || !date) return null;
  const time = match[2] === undefined ? null : parseTime(match[2]);
  if (match[2] !== undefined && time === null) return null;
  const zoneText = match[3];
  if (zoneText === undefined) return { date, time, zone: null };
  const size = Number(zoneText.slice(1, 3)) * 60 + Number(zoneText.slice(3, 5));
  return size > 14 * 60 ? null : { date, time, zone: zoneText.startsWith('-') ? -size : size };
}

/** Days since 1 January of year 1 in the Gregorian calendar, for differences; null without month and day. */
export function dayNumber(date: DicomDate): number | null {
  if (date.month === null || date.day === null) return null;
  const year = date.year - 1;
  let days = year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  for (let month = 1; month < date.month; month += 1) days += daysInMonth(date.year, month);
  return days + date.day;
}

/** "2004-01-19", "1901-05", "1960": ISO 8601 without inventing what is missing; the raw text when it is not a date. */
export function displayDate(text: string | null): string {
  if (text === null) return '';
  const date = parseDate(text);
  if (!date) return text;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return [String(date.year).padStart(4, '0'), date.month, date.day]
    .filter((part) => part !== null)
    .map((part) => (typeof part === 'number' ? pad(part) : part))
    .join('-');
}

/** "07:27" or "07:27:31"; the raw text when it is not a time. */
export function displayTime(text: string | null, withSeconds = false): string {
  if (text === null) return '';
  const time = parseTime(text);
  if (!time) return text;
  const parts = [time.hours, time.minutes ?? 0, ...(withSeconds ? [time.seconds ?? 0] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
