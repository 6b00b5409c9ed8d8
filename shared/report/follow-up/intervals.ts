import type { FollowUpInterval } from '../../model/follow-up.ts';

/** A time from now that a sentence names, and where in it. */
export interface NamedInterval {
  readonly at: number;
  readonly end: number;
  readonly interval: FollowUpInterval;
}

const WORDS: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12, eighteen: 18, 'twenty-four': 24 },
};
const NUMBER = `(\\d{1,3}|${Object.keys(WORDS).join('|')})`;
const UNIT = '(hour|hr|day|week|wk|month|mo|year|yr)s?';
/** "3-6 months", "six to eight weeks", "12-month", "within 2 weeks". */
const TIMED = new RegExp(
  `\\b(within (?:the next )?|less than |over the last |over |for |past |last |since )?${NUMBER}(?:\\s*(?:-|–|to|or)\\s*${NUMBER})?[\\s-]*${UNIT}\\b(\\s+(?:ago|old|earlier|previously|prior))?`,
  'g',
);
const YEARLY = /\b(?:annual(?:ly)?|yearly|every year)\b/;
const TODAY = /\b(?:today|same[- ]day|immediate(?:ly)?)\b/;
const UNITS: Readonly<Record<string, FollowUpInterval['unit']>> = {
  ...{ hour: 'hour', hr: 'hour', day: 'day', week: 'week', wk: 'week' },
  ...{ month: 'month', mo: 'month', year: 'year', yr: 'year' },
};

/** Times to come, in the order of the sentence. What lies behind ("6 months ago", "over 24 months") is none. @param text in lower case */
export function intervalsIn(text: string): readonly NamedInterval[] {
  const found: NamedInterval[] = [];
  for (const match of text.matchAll(TIMED)) {
    const [whole, lead = '', first = '', second, unit = '', tail] = match;
    if (tail !== undefined || /^(?:over|for|past|last|since)/.test(lead)) continue;
    const to = numberOf(second ?? first);
    const from = /^(?:within|less)/.test(lead) ? 0 : numberOf(first);
    const named = UNITS[unit];
    if (named === undefined || to < 1 || from > to) continue;
    found.push({ at: match.index, end: match.index + whole.length, interval: { from, to, unit: named } });
  }
  if (found.length > 0) return found;
  const yearly = YEARLY.exec(text);
  if (yearly) return [named(yearly, { from: 1, to: 1, unit: 'year' })];
  const today = TODAY.exec(text);
  return today ? [named(today, { from: 0, to: 1, unit: 'day' })] : [];
}

function named(match: RegExpExecArray, interval: FollowUpInterval): NamedInterval {
  return { at: match.index, end: match.index + match[0].length, interval };
}

function numberOf(word: string): number {
  return WORDS[word] ?? Number(word);
}

/**
 * The days between which it is due, counted from a day (ISO). Months and years keep the day of the month, or take its last one.
 * @returns both null where no time is said
 */
export function dueDays(
  day: string,
  interval: FollowUpInterval | null,
): { readonly dueFrom: string | null; readonly dueTo: string | null } {
  if (interval === null) return { dueFrom: null, dueTo: null };
  const { from, to, unit } = interval;
  return { dueFrom: after(day, from, unit), dueTo: after(day, to, unit) };
}

function after(day: string, count: number, unit: FollowUpInterval['unit']): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  switch (unit) {
    case 'hour':
      return isoDay(Date.UTC(year, month - 1, date + Math.ceil(count / 24)));
    case 'day':
      return isoDay(Date.UTC(year, month - 1, date + count));
    case 'week':
      return isoDay(Date.UTC(year, month - 1, date + 7 * count));
    case 'month':
    case 'year': {
      const at = month - 1 + count * (unit === 'year' ? 12 : 1);
      const last = new Date(Date.UTC(year, at + 1, 0)).getUTCDate();
      return isoDay(Date.UTC(year, at, Math.min(date, last)));
    }
  }
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
