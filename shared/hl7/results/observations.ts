import { PRIOR_CAPS } from '../../model/prior-report.ts';
import type { PriorSection } from '../../model/prior-report.ts';
import type { Code } from '../../model/code.ts';
import { cleanText } from '../../report/plain-text.ts';
import type { ReadHex } from '../escape.ts';
import type { Repetition, Segment, Separators } from '../message.ts';
import { repetitions } from '../parse.ts';
import { codeOf } from '../orders/reader.ts';

interface Reading {
  readonly separators: Separators;
  readonly readHex: ReadHex | undefined;
}

/** Types that are text, or are shown as one (2.5.1, table 0125). */
const TEXT: ReadonlySet<string> = new Set([
  'FT',
  'TX',
  'ST',
  'CE',
  'CWE',
  'CF',
  'CNE',
  'NM',
  'SN',
  'DT',
  'TM',
  'TS',
  'DTM',
  '',
]);
/** Of table 0085: sent as wrong, deleted, cannot be obtained. */
const GONE: ReadonlySet<string> = new Set(['W', 'D', 'X']);

/**
 * Observations as sections. Neighbours under one code are lines of one section: some senders give each line an OBX of its own.
 * `wrong`: something was said to be wrong, and is left out.
 */
export function sectionsOf(
  lines: readonly Segment[],
  reading: Reading,
): { readonly sections: PriorSection[]; readonly cut: boolean; readonly wrong: boolean } {
  const sections: { title: string; code: Code | null; text: string }[] = [];
  let [cut, wrong] = [false, false];
  for (const line of lines) {
    if (GONE.has((first(line, 11, reading)[0]?.[0] ?? '').trim().toUpperCase())) {
      wrong = true;
      continue;
    }
    const text = textOf(line, reading);
    if (text === null) continue;
    const code = line.name === 'OBX' ? codeOf(first(line, 3, reading)) : null;
    const last = sections.at(-1);
    const joins = last !== undefined && (code === null || sameCode(last.code, code));
    if (joins) last.text = `${last.text}\n${text}`;
    else sections.push({ title: titleOf(code), code: code === null || code.value === '' ? null : code, text });
  }
  for (const section of sections) {
    cut ||= section.text.length > PRIOR_CAPS.letters;
    section.text = cleanText(section.text).slice(0, PRIOR_CAPS.letters).trim();
  }
  cut ||= sections.length > PRIOR_CAPS.sections;
  return { sections: sections.filter(({ text }) => text !== '').slice(0, PRIOR_CAPS.sections), cut, wrong };
}

/** The first PDF of an ED (subtype in its second or third component), base64 without blanks; null: there is none. */
export function observationPdf(lines: readonly Segment[], reading: Reading): string | null {
  for (const line of lines) {
    if (line.name !== 'OBX' || first(line, 2, reading)[0]?.[0]?.trim() !== 'ED') continue;
    const value = first(line, 5, reading);
    const [type, subtype, encoding] = [1, 2, 3].map((at) => (value[at]?.[0] ?? '').trim().toLowerCase());
    const data = (value[4]?.[0] ?? '').replaceAll(/\s+/g, '');
    const isPdf = subtype === 'pdf' || type === 'pdf' || subtype === 'application/pdf';
    // "%PDF" in base64: what only calls itself one is none.
    if (isPdf && encoding === 'base64' && /^[A-Za-z0-9+/]+={0,2}$/.test(data) && data.startsWith('JVBER')) return data;
  }
  return null;
}

function first(line: Segment, field: number, { separators, readHex }: Reading): Repetition {
  return repetitions(line, field, separators, readHex)[0] ?? [];
}

function sameCode(a: Code | null, b: Code): boolean {
  const [one, other] = [a ?? { value: '', meaning: '', scheme: '' }, b];
  return one.value === other.value && (one.value !== '' || one.meaning === other.meaning);
}

function titleOf(code: Code | null): string {
  return (code?.meaning || code?.value || 'Report').slice(0, PRIOR_CAPS.line);
}

/** Null: nothing to read. A repetition is a line; of a coded value its words, of a number its unit too. */
function textOf(line: Segment, { separators, readHex }: Reading): string | null {
  const isNote = line.name === 'NTE';
  const type = isNote ? 'FT' : (repetitions(line, 2, separators)[0]?.[0]?.[0]?.trim().toUpperCase() ?? '');
  if (!TEXT.has(type)) return null;
  const all = repetitions(line, isNote ? 3 : 5, separators, readHex);
  if (all.length === 0) return null;
  const isCoded = ['CE', 'CWE', 'CF', 'CNE'].includes(type);
  const words = all.map((one) => (isCoded ? codedWords(one) : marksBack(one, separators)));
  const unit = type === 'NM' ? (repetitions(line, 6, separators, readHex)[0]?.[0]?.[0] ?? '') : '';
  return `${words.join('\n')}${unit === '' ? '' : ` ${unit}`}`;
}

function codedWords(one: Repetition): string {
  return one[1]?.[0]?.trim() || (one[0]?.[0]?.trim() ?? '');
}

/** In text that many senders do not escape, & and ^ are what was typed. */
function marksBack(one: Repetition, { component, subcomponent }: Separators): string {
  return one.map((part) => part.join(subcomponent)).join(component);
}
