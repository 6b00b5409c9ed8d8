import { parseDate, parseDateTime } from '../dicom/dates.ts';

const DAY_MS = 86_400_000;

/** A DA value moved by whole days; null where it is no full date. */
export function shiftDate(text: string, days: number): string | null {
  const date = parseDate(text);
  if (date === null || date.month === null || date.day === null) return null;
  const moved = new Date(0);
  // Set field by field: Date.UTC takes years below 100 for those of the last century.
  moved.setUTCFullYear(date.year, date.month - 1, date.day);
  return written(new Date(moved.getTime() + days * DAY_MS));
}

/** A DT value with its date moved and its time of day and zone as they were; null where it names no full date. */
export function shiftDateTime(text: string, days: number): string | null {
  const trimmed = text.trim();
  if (parseDateTime(trimmed) === null) return null;
  const date = /^\d{8}/.test(trimmed) ? shiftDate(trimmed.slice(0, 8), days) : null;
  return date === null ? null : date + trimmed.slice(8);
}

function written(date: Date): string | null {
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
}
