import { AppError } from '../errors/app-error.ts';
import { unescapeText } from './escape.ts';
import type { ReadHex } from './escape.ts';
import type { Message, Repetition, Segment, Separators } from './message.ts';

/** Caps on what one message may make us hold. Orders have some dozens of segments, reports some hundreds. */
export const MAX_SEGMENTS = 5000;
export const MAX_FIELDS = 500;
/** Characters of one message. */
export const MAX_CHARACTERS = 16 * 1024 * 1024;

const SEGMENT_NAME = /^[A-Z][A-Z0-9]{2}$/;
/** What may mark: a visible character that is no letter, digit or blank. */
const MARK = /^[!-/:-@[-`{-~]$/;

/**
 * A message from its text. Segments end with CR; LF and CR LF are taken too.
 * @throws AppError hl7/bad-message, whatever the text is
 */
export function parseMessage(text: string): Message {
  if (text.length > MAX_CHARACTERS) throw bad('longer than a message may be', { characters: text.length });
  const separators = separatorsOf(text);
  const lines = text.split(/\r\n|\r|\n/, MAX_SEGMENTS + 2).filter((line) => line !== '');
  if (lines.length > MAX_SEGMENTS) throw bad('more segments than a message may have', { segments: lines.length });
  const segments = lines.map((line, at) => segmentOf(line, at, separators));
  return { separators, segments };
}

function separatorsOf(text: string): Separators {
  if (!text.startsWith('MSH')) throw bad('does not begin with MSH', {});
  const field = text.charAt(3);
  const rest = text.slice(4, 16);
  const end = rest.search(/[\r\n]/);
  const marks = (end < 0 ? rest : rest.slice(0, end)).split(field)[0] ?? '';
  const all = [field, ...marks];
  if (marks.length < 4 || marks.length > 5) throw bad('MSH-2 has not four or five marks', { marks: marks.length });
  if (new Set(all).size !== all.length || !all.every((mark) => MARK.test(mark))) throw bad('marks of MSH clash', {});
  const [component = '', repetition = '', escape = '', subcomponent = '', truncation] = marks;
  return { field, component, repetition, escape, subcomponent, truncation: truncation ?? null };
}

function segmentOf(line: string, at: number, separators: Separators): Segment {
  const fields = line.split(separators.field, MAX_FIELDS + 1);
  const name = fields[0] ?? '';
  if (!SEGMENT_NAME.test(name)) throw bad('a segment has no name', { segment: at + 1 });
  if (fields.length > MAX_FIELDS) throw bad('more fields than a segment may have', { segment: at + 1 });
  if (name !== 'MSH') return { name, fields };
  if (at > 0) throw bad('a second MSH in one message', { segment: at + 1 });
  return { name, fields: ['MSH', separators.field, ...fields.slice(1)] };
}

function bad(message: string, context: Readonly<Record<string, number>>): AppError {
  return new AppError('hl7/bad-message', message, { context });
}

/** The first segment of that name. */
export function segment(message: Message, name: string): Segment | null {
  return message.segments.find((one) => one.name === name) ?? null;
}

/** A field's repetitions as plain text; none where it was not sent. MSH-1 and MSH-2 are no such fields. */
export function repetitions(
  from: Segment | null,
  field: number,
  separators: Separators,
  readHex?: ReadHex,
): readonly Repetition[] {
  const raw = from?.fields[field] ?? '';
  if (raw === '') return [];
  return raw
    .split(separators.repetition)
    .map((repetition) =>
      repetition
        .split(separators.component)
        .map((component) =>
          component.split(separators.subcomponent).map((part) => unescapeText(part, separators, readHex)),
        ),
    );
}

/** Where a value stands; numbers from 1, as the standard counts. */
export interface Place {
  readonly component?: number;
  readonly subcomponent?: number;
  readonly repetition?: number;
}

/**
 * One value as plain text, without blanks around it. Null where it was not sent or is empty; `""`, which asks to delete what the
 * receiver holds, stays as it is (isDelete).
 */
export function value(
  from: Segment | null,
  field: number,
  separators: Separators,
  place: Place = {},
  readHex?: ReadHex,
): string | null {
  const all = repetitions(from, field, separators, readHex);
  const found = all[(place.repetition ?? 1) - 1]?.[(place.component ?? 1) - 1]?.[(place.subcomponent ?? 1) - 1];
  const text = found?.trim() ?? '';
  return text === '' ? null : text;
}

/** The standard's way to say "delete what you have". */
export function isDelete(text: string | null): boolean {
  return text === '""';
}
