import type { Separators } from './message.ts';

/** Bytes of a hexadecimal escape as text. Only the reader of the bytes knows their character set. */
export type ReadHex = (bytes: Uint8Array) => string;

const asLatin1: ReadHex = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Hexadecimal digits of one escape; the rest of the field is plain text anyway. */
const MAX_HEX_DIGITS = 4096;

/** Text as a value of a message. Control characters go as hexadecimal escapes: the text comes back as it was. */
export function escapeText(text: string, separators: Separators): string {
  let out = '';
  for (const char of text) out += escapeOf(char, separators) ?? char;
  return out;
}

/** Text of several lines as a value of type FT: line ends go as `\.br\`, and come back as LF. */
export function escapeFormatted(text: string, separators: Separators): string {
  const lineBreak = `${separators.escape}.br${separators.escape}`;
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => escapeText(line, separators))
    .join(lineBreak);
}

function escapeOf(char: string, separators: Separators): string | null {
  const letter = letterOf(char, separators);
  if (letter !== null) return `${separators.escape}${letter}${separators.escape}`;
  const code = char.charCodeAt(0);
  if (code >= 0x20 && code !== 0x7f) return null;
  return `${separators.escape}X${code.toString(16).toUpperCase().padStart(2, '0')}${separators.escape}`;
}

function letterOf(char: string, separators: Separators): string | null {
  if (char === separators.escape) return 'E';
  if (char === separators.field) return 'F';
  if (char === separators.component) return 'S';
  if (char === separators.repetition) return 'R';
  if (char === separators.subcomponent) return 'T';
  return char === separators.truncation ? 'P' : null;
}

/**
 * A value as text. Highlighting is dropped, line commands become LF. An escape that is not known, or has no end, stays as it stands:
 * nothing that was sent is lost.
 */
export function unescapeText(value: string, separators: Separators, readHex: ReadHex = asLatin1): string {
  const mark = separators.escape;
  if (!value.includes(mark)) return value;
  let out = '';
  let at = 0;
  while (at < value.length) {
    const open = value.indexOf(mark, at);
    const close = open < 0 ? -1 : value.indexOf(mark, open + 1);
    if (close < 0) return out + value.slice(at);
    const meaning = meaningOf(value.slice(open + 1, close), separators, readHex);
    out += value.slice(at, open);
    // The closing mark of what is no escape may open the next one.
    out += meaning ?? value.slice(open, close);
    at = meaning === null ? close : close + 1;
  }
  return out;
}

function meaningOf(code: string, separators: Separators, readHex: ReadHex): string | null {
  switch (code) {
    case 'E':
      return separators.escape;
    case 'F':
      return separators.field;
    case 'S':
      return separators.component;
    case 'R':
      return separators.repetition;
    case 'T':
      return separators.subcomponent;
    case 'P':
      return separators.truncation ?? '#';
    case 'H':
    case 'N':
      return '';
    default:
      return code.startsWith('X') ? hexOf(code.slice(1), readHex) : lineCommand(code);
  }
}

function hexOf(digits: string, readHex: ReadHex): string | null {
  if (digits.length > MAX_HEX_DIGITS || digits.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return readHex(bytes);
}

/** Commands of formatted text (2.5.1, chapter 2, 2.7.6): indents, filling and centring have no place in plain text. */
function lineCommand(code: string): string | null {
  const found = /^\.(br|ce|sp|sk|fi|nf|in|ti)\+?(-?\d{0,2})$/.exec(code);
  if (found === null) return null;
  const count = Math.max(1, Number(found[2] === '' ? 1 : found[2]));
  switch (found[1]) {
    case 'br':
    case 'ce':
      return '\n';
    case 'sp':
      return '\n'.repeat(count);
    case 'sk':
      return ' '.repeat(count);
    default:
      return '';
  }
}
