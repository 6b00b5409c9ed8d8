/** A date in a text. A day that nobody wrote is null, and so is a month. Two readings where day and month may be swapped. */
export interface DateWords {
  readonly readings: readonly { readonly year: number; readonly month: number | null; readonly day: number | null }[];
  readonly start: number;
  readonly end: number;
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const NAME =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const ISO = /\b((?:19|20)\d{2})-(\d{1,2})(?:-(\d{1,2}))?\b/g;
const SLASHED = /\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d{2})\b/g;
const MONTH_YEAR = /(?<![\d/.])\b(\d{1,2})\/((?:19|20)\d{2})\b/g;
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${NAME},? ((?:19|20)\\d{2})\\b`, 'gi');
const MONTH_FIRST = new RegExp(`\\b${NAME} (\\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\\d{2})\\b`, 'gi');
const NO_DAY = new RegExp(`(?<!\\d(?:st|nd|rd|th)? )\\b${NAME},? ((?:19|20)\\d{2})\\b`, 'gi');

/** Dates with a year, as reports write them. Days and months out of range are no date. */
export function dateWords(text: string): DateWords[] {
  const found: DateWords[] = [];
  const add = (
    match: RegExpMatchArray,
    readings: readonly (readonly [number, number | null, number | null])[],
  ): void => {
    const start = match.index ?? 0;
    if (found.some((one) => start >= one.start && start < one.end)) return;
    const valid = readings.filter(([, month, day]) => inRange(month, 12) && inRange(day, 31));
    if (valid.length === 0) return;
    found.push({
      readings: valid.map(([year, month, day]) => ({ year, month, day })),
      start,
      end: start + match[0].length,
    });
  };
  for (const match of text.matchAll(ISO)) {
    add(match, [[Number(match[1]), Number(match[2]), match[3] === undefined ? null : Number(match[3])]]);
  }
  for (const match of text.matchAll(SLASHED)) {
    const [a, b, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
    add(match, [
      [year, b, a],
      [year, a, b],
    ]);
  }
  for (const match of text.matchAll(DAY_FIRST)) add(match, [[Number(match[3]), monthOf(match[2]), Number(match[1])]]);
  for (const match of text.matchAll(MONTH_FIRST)) add(match, [[Number(match[3]), monthOf(match[1]), Number(match[2])]]);
  for (const match of text.matchAll(NO_DAY)) add(match, [[Number(match[2]), monthOf(match[1]), null]]);
  for (const match of text.matchAll(MONTH_YEAR)) add(match, [[Number(match[2]), Number(match[1]), null]]);
  return found.toSorted((a, b) => a.start - b.start);
}

/** Whether one of the readings can be that day (ISO 8601). */
export function canBe({ readings }: DateWords, date: string): boolean {
  const [year, month, day] = date.split('-').map(Number);
  return readings.some(
    (one) => one.year === year && (one.month === null || one.month === month) && (one.day === null || one.day === day),
  );
}

/** The earliest day that it can be, as a number to compare: yyyymmdd. */
export function earliest({ readings }: DateWords): number {
  return Math.min(...readings.map(({ year, month, day }) => year * 10_000 + (month ?? 1) * 100 + (day ?? 1)));
}

function inRange(value: number | null, most: number): boolean {
  return value === null || (value >= 1 && value <= most);
}

function monthOf(name: string | undefined): number {
  return MONTHS.findIndex((month) => month.startsWith((name ?? '').toLowerCase().replace(/\.$/, '').slice(0, 3))) + 1;
}
