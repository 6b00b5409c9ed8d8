import { daysInMonth, parseDate } from './dates.ts';
import type { DicomDate } from './dates.ts';

/** Age in one unit, the way it is read out. */
export interface Age {
  readonly value: number;
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
}

/** AS (Part 5, 6.2): "018M" and its like. Null when it is not one. */
export function parseAge(text: string): Age | null {
  const match = /^(\d{1,3})([DWMY])$/.exec(text.trim());
  if (!match) return null;
  const units = { D: 'days', W: 'weeks', M: 'months', Y: 'years' } as const;
  const letter = match[2];
  if (letter !== 'D' && letter !== 'W' && letter !== 'M' && letter !== 'Y') return null;
  return { value: Number(match[1]), unit: units[letter] };
}

/**
 * Age on a day: days under four weeks, weeks under three months, months under two years, then years. The same child is
 * "10 days" and never "0 years", whatever the modality. Null when a date is missing, partial, or the order is wrong.
 */
export function ageOn(birthDate: string | null, day: string | null): Age | null {
  const birth = birthDate === null ? null : parseDate(birthDate);
  const on = day === null ? null : parseDate(day);
  if (!birth || !on) return null;
  if (birth.month === null || birth.day === null || on.month === null || on.day === null) return yearsOnly(birth, on);
  const from = { year: birth.year, month: birth.month, day: birth.day };
  const to = { year: on.year, month: on.month, day: on.day };
  const months = fullMonths(from, to);
  if (months < 0) return null;
  if (months >= 24) return { value: Math.floor(months / 12), unit: 'years' };
  if (months >= 3) return { value: months, unit: 'months' };
  const days = fullDays(from, to);
  return days < 28 ? { value: days, unit: 'days' } : { value: Math.floor(days / 7), unit: 'weeks' };
}

type FullDate = { readonly year: number; readonly month: number; readonly day: number };

/** Partial dates give years only where the year alone decides. */
function yearsOnly(birth: DicomDate, on: DicomDate): Age | null {
  const years = on.year - birth.year;
  return years > 2 ? { value: years - 1, unit: 'years' } : null;
}

/** Whole months passed; negative when `to` comes first. The 31st counts as the last day of a shorter month. */
function fullMonths(from: FullDate, to: FullDate): number {
  const birthday = Math.min(from.day, daysInMonth(to.year, to.month));
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < birthday ? 1 : 0);
}

function fullDays(from: FullDate, to: FullDate): number {
  let days = 0;
  for (let { year, month } = from; year < to.year || month < to.month;) {
    days += daysInMonth(year, month);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return days + to.day - from.day;
}

/** "10 d", "6 wk", "14 mo", "63 y". */
export function displayAge(age: Age | null): string {
  if (!age) return '';
  const short = { days: 'd', weeks: 'wk', months: 'mo', years: 'y' } as const;
  return `${age.value} ${short[age.unit]}`;
}

/** What the file says, else what its dates say. */
export function patientAge(facts: {
  readonly age: string | null;
  readonly birthDate: string | null;
  readonly studyDate: string | null;
}): Age | null {
  return ageOn(facts.birthDate, facts.studyDate) ?? (facts.age === null ? null : parseAge(facts.age));
}
