import { LONGEST_ORDER_TEXT, MOST_ORDER_ENTRIES } from '../../model/imaging-order.ts';
import type { Code } from '../../model/report.ts';
import type { ReadHex } from '../escape.ts';
import type { Message, Repetition, Segment } from '../message.ts';
import { isDelete, repetitions } from '../parse.ts';

/** Characters of a number, a name, a phone. */
const LONGEST_LINE = 200;

/**
 * Reads values of one message in the lengths that an order keeps. Null: not sent. '': the site asks to delete what it said before.
 */
export interface ValueReader {
  line(from: Segment | null, field: number, component?: number, subcomponent?: number): string | null;
  text(from: Segment | null, field: number, component?: number): string | null;
  /** All repetitions of a field. */
  all(from: Segment | null, field: number): readonly Repetition[];
  /** Coded values (CE, CWE) of a field, each with a value and a meaning. */
  codes(from: Segment | null, field: number): Code[];
  /** With what each is called by other schemes (CWE-4 to 6 and 10 to 12), the main ones first. */
  allCodes(from: Segment | null, field: number): Code[];
}

export function valueReader(message: Message, readHex?: ReadHex): ValueReader {
  const all = (from: Segment | null, field: number): readonly Repetition[] =>
    repetitions(from, field, message.separators, readHex).slice(0, MOST_ORDER_ENTRIES);
  const one = (from: Segment | null, field: number, component: number, subcomponent: number): string | null => {
    const found = all(from, field)[0]?.[component - 1]?.[subcomponent - 1]?.trim() ?? '';
    if (isDelete(found)) return '';
    return found === '' ? null : found;
  };
  return {
    all,
    line: (from, field, component = 1, subcomponent = 1) =>
      cut(one(from, field, component, subcomponent), LONGEST_LINE),
    text: (from, field, component = 1) => cut(one(from, field, component, 1), LONGEST_ORDER_TEXT),
    codes: (from, field) =>
      all(from, field)
        .map(codeOf)
        .filter((code) => code.value !== '' || code.meaning !== ''),
    allCodes: (from, field) => {
      const found = all(from, field);
      return [MAIN, ALTERNATE, SECOND_ALTERNATE]
        .flatMap((place) => found.map((repetition) => codeAt(repetition, place)))
        .filter(({ value }) => value !== '');
    },
  };
}

/** Components of a CWE: identifier, text, name of the coding system. */
type CodePlace = readonly [value: number, meaning: number, scheme: number];
const MAIN: CodePlace = [1, 2, 3];
const ALTERNATE: CodePlace = [4, 5, 6];
const SECOND_ALTERNATE: CodePlace = [10, 11, 12];

export function codeOf(repetition: Repetition): Code {
  return codeAt(repetition, MAIN);
}

function codeAt(repetition: Repetition, [value, meaning, scheme]: CodePlace): Code {
  const part = (component: number): string => {
    const text = repetition[component - 1]?.[0]?.trim() ?? '';
    return isDelete(text) ? '' : text.slice(0, LONGEST_LINE);
  };
  return { value: part(value), meaning: part(meaning), scheme: part(scheme) };
}

function cut(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length).trim();
}
