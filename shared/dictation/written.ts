import { numberAt } from './number-words.ts';
import { isClose, unitAt } from './units.ts';

/** Said for a mark: what is written, and on which side it stands close to its neighbours. */
interface Mark {
  readonly text: string;
  readonly close: 'left' | 'right' | 'both';
}

const MARKS: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ['full stop', { text: '.', close: 'left' }],
  ['period', { text: '.', close: 'left' }],
  ['comma', { text: ',', close: 'left' }],
  ['semicolon', { text: ';', close: 'left' }],
  ['colon sign', { text: ':', close: 'left' }],
  ['question mark', { text: '?', close: 'left' }],
  ['exclamation mark', { text: '!', close: 'left' }],
  ['open bracket', { text: '(', close: 'right' }],
  ['open parenthesis', { text: '(', close: 'right' }],
  ['close bracket', { text: ')', close: 'left' }],
  ['close parenthesis', { text: ')', close: 'left' }],
  ['hyphen', { text: '-', close: 'both' }],
  ['slash', { text: '/', close: 'both' }],
  ['new line', { text: '\n', close: 'both' }],
  ['new paragraph', { text: '\n', close: 'both' }],
]);

/** A period of time and a menstrual one are words. "Colon" alone is always the organ: the mark is "colon sign". */
const BEFORE_A_PERIOD: ReadonlySet<string> = new Set([
  ...['a', 'the', 'this', 'that', 'menstrual', 'time', 'follow-up', 'latency', 'incubation', 'observation', 'waiting'],
]);
/** What is counted by its number, however small: "segment 4", "series 3". */
const NUMBERED: ReadonlySet<string> = new Set([
  ...['segment', 'series', 'image', 'slice', 'level', 'grade', 'stage', 'category', 'zone', 'type', 'rib', 'score'],
  ...['station', 'sequence', 'page', 'figure'],
]);

interface Piece {
  readonly text: string;
  readonly close: 'left' | 'right' | 'both' | 'none';
}

/**
 * What was said, as it is written: marks, figures, units, sizes ("three by four centimeters" is "3 × 4 cm"), a capital after each end of
 * a sentence. A small number without a unit stays a word ("one of the nodules").
 * @param before what stands before the caret, for the first capital
 */
export function writtenText(transcript: string, before: string): string {
  const words = transcript.normalize('NFC').trim().split(/\s+/).filter(Boolean);
  return withCapitals(joined(pieces(words)), before);
}

function pieces(words: readonly string[]): readonly Piece[] {
  const found: Piece[] = [];
  const small = words.map((word) => word.toLowerCase());
  for (let at = 0; at < words.length;) {
    const said = markAt(small, at) ?? sizeAt(small, at) ?? { text: words[at] ?? '', words: 1, close: 'none' as const };
    found.push({ text: said.text, close: said.close });
    at += said.words;
  }
  return found;
}

type Said = Piece & { readonly words: number };

function markAt(words: readonly string[], at: number): Said | null {
  for (const count of [2, 1]) {
    const mark = MARKS.get(words.slice(at, at + count).join(' '));
    if (mark === undefined || (count === 2 && at + 1 >= words.length)) continue;
    const isWord = words[at] === 'period' && (BEFORE_A_PERIOD.has(words[at - 1] ?? '') || words[at + 1] === 'of');
    if (!isWord) return { ...mark, words: count };
  }
  return null;
}

/** Between the numbers of one size. */
const JOINS: ReadonlyMap<string, string> = new Map([
  ...([
    ['by', ' × '],
    ['x', ' × '],
    ['times', ' × '],
    ['to', ' to '],
    ['hyphen', '-'],
  ] as const),
]);

/** A number, several joined by "by" or "to", and the unit after them. */
function sizeAt(words: readonly string[], at: number): Said | null {
  const first = numberAt(words, at);
  if (first === null) return null;
  const numbers = [first.text];
  const joins: string[] = [];
  let next = at + first.words;
  for (;;) {
    const join = words[next];
    const written = join === undefined ? undefined : JOINS.get(join);
    const number = written === undefined ? null : numberAt(words, next + 1);
    if (written === undefined || number === null) break;
    joins.push(written);
    numbers.push(number.text);
    next += 1 + number.words;
  }
  const unit = unitAt(words, next);
  if (unit !== null) {
    const all = numbers.map((number, place) => number + (joins[place] ?? '')).join('');
    return { text: `${all}${isClose(unit.text) ? '' : ' '}${unit.text}`, words: next + unit.words - at, close: 'none' };
  }
  // Without a unit each number is judged alone: "two to three" may be a time, or a score.
  return isFigure(words, at, first) ? { ...first, close: 'none' } : null;
}

function isFigure(
  words: readonly string[],
  at: number,
  number: { readonly text: string; readonly words: number },
): boolean {
  if (/[.\d]/.test(words[at] ?? '') || number.text.includes('.')) return true;
  return number.words > 1 || Number(number.text) >= 10 || NUMBERED.has(words[at - 1] ?? '');
}

function joined(all: readonly Piece[]): string {
  let text = '';
  let isOpen = true;
  for (const { text: own, close } of all) {
    const isClosed = isOpen || close === 'left' || close === 'both';
    text += isClosed ? own : ` ${own}`;
    isOpen = close === 'right' || close === 'both';
  }
  return text;
}

const SENTENCE_ENDS = /(^|[.!?]\s+|\n\s*)(\p{Ll})/gu;

function withCapitals(text: string, before: string): string {
  const begins = /(^|[.!?]|\n)\s*$/.test(before);
  return text.replace(SENTENCE_ENDS, (whole: string, end: string, letter: string) =>
    end === '' && !begins ? whole : `${end}${letter.toUpperCase()}`,
  );
}
