/**
 * Character sets of (0008,0005), Part 3 C.12.1.1.2 and Part 5 6.1: single-byte sets, ISO 2022 code extension with
 * escapes, and the multi-byte sets that stand alone.
 */

const ESCAPE = 0x1b;

/** A run of bytes in one coding. G0 holds the bytes below 0x80, G1 those above. */
type G0 = 'ascii' | 'romaji' | 'jis-208' | 'jis-212';
type G1 = string | null;

/** Labels of TextDecoder by defined term; the ISO 2022 names mean the same sets. */
const SINGLE_BYTE: Readonly<Record<string, string>> = {
  '100': 'latin1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '166': 'windows-874',
  '13': 'katakana',
};
const MULTI_BYTE: Readonly<Record<string, string>> = { '149': 'euc-kr', '58': 'gbk' };

/** Escape sequences after ESC, as hex, with what they invoke. */
const G0_ESCAPES: Readonly<Record<string, G0>> = {
  '2842': 'ascii',
  '284a': 'romaji',
  '2442': 'jis-208',
  '242844': 'jis-212',
};
const G1_ESCAPES: Readonly<Record<string, string>> = {
  '2d41': 'latin1',
  '2d42': 'iso-8859-2',
  '2d43': 'iso-8859-3',
  '2d44': 'iso-8859-4',
  '2d4c': 'iso-8859-5',
  '2d47': 'iso-8859-6',
  '2d46': 'iso-8859-7',
  '2d48': 'iso-8859-8',
  '2d4d': 'windows-1254',
  '2d62': 'iso-8859-15',
  '2d54': 'windows-874',
  '2949': 'katakana',
  '242943': 'euc-kr',
  '242941': 'gbk',
};

/** How to read the text of one data set. */
export interface Charset {
  /** Set when the whole value is in one coding without escapes. */
  readonly whole: 'utf-8' | 'gb18030' | 'gbk' | null;
  readonly g0: G0;
  readonly g1: G1;
  /** No set was named: bytes above 0x7F are then read as UTF-8 where they are that, else as Latin-1. */
  readonly guess: boolean;
  /** Terms that this program does not know. */
  readonly unknown: readonly string[];
}

export const DEFAULT_CHARSET: Charset = { whole: null, g0: 'ascii', g1: null, guess: true, unknown: [] };

/** From the values of (0008,0005); misspellings that real devices write (ISO-IR 100, ISO IR 192, latin1) count too. */
export function charsetOf(terms: readonly string[]): Charset {
  const names = terms.map((term) => term.trim().toUpperCase());
  const first = names[0] ?? '';
  if (names.length === 0 || (names.length === 1 && first === '')) return DEFAULT_CHARSET;
  if (isUtf8(first)) return { ...DEFAULT_CHARSET, whole: 'utf-8', guess: false };
  if (first === 'GB18030') return { ...DEFAULT_CHARSET, whole: 'gb18030', guess: false };
  if (first === 'GBK' || first === 'GB2312') return { ...DEFAULT_CHARSET, whole: 'gbk', guess: false };
  const number = numberOf(first);
  const unknown = names.filter((name) => name !== '' && !isKnown(name));
  const later = names.slice(1).map(numberOf);
  const g1 = number === null ? undefined : SINGLE_BYTE[number];
  // Several writers name a multi-byte set alone or first, and use it without an escape.
  const multi = [number, ...later].map((name) => (name === null ? undefined : MULTI_BYTE[name])).find(Boolean);
  const known = g1 ?? (number !== null && MULTI_BYTE[number] ? MULTI_BYTE[number] : undefined) ?? multi ?? null;
  return {
    whole: null,
    g0: number === '13' ? 'romaji' : 'ascii',
    g1: known,
    guess: known === null,
    unknown,
  };
}

function isUtf8(name: string): boolean {
  return /^(ISO[_ -]?IR[_ -]?192|ISO 2022 IR 192|UTF-?8)$/.test(name);
}

function numberOf(name: string): string | null {
  return /^ISO[_ -]?(?:2022[_ -]?)?IR[_ -]?(\d+)$/.exec(name)?.[1] ?? (name === 'LATIN1' ? '100' : null);
}

function isKnown(name: string): boolean {
  const number = numberOf(name);
  if (number === null) return isUtf8(name) || ['GB18030', 'GBK', 'GB2312'].includes(name);
  return ['6', '14', '87', '159'].includes(number) || number in SINGLE_BYTE || number in MULTI_BYTE;
}

/** Which characters end a run: the code extension falls back to the first set there (Part 5, 6.1.2.5.3). */
export type TextKind = 'text' | 'values' | 'name';

/**
 * Decodes one value. Bytes that mean nothing become U+FFFD and stay visible. A backslash that is half of a two-byte
 * character is not a separator, so values are split here and nowhere else.
 */
export function decodeText(bytes: Uint8Array, charset: Charset, kind: TextKind): readonly string[] {
  const text = charset.whole === null ? decodeExtended(bytes, charset, kind) : decodeWith(charset.whole, bytes);
  return kind === 'text' ? [text] : text.split('\\');
}

function decodeExtended(bytes: Uint8Array, charset: Charset, kind: TextKind): string {
  if (
    !bytes.some(
      (byte) => byte >= 0x80 || byte === ESCAPE || (charset.g0 === 'romaji' && (byte === 0x5c || byte === 0x7e)),
    )
  ) {
    return ascii(bytes);
  }
  let text = '';
  let g0 = charset.g0;
  let g1 = charset.g1;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) {
      const escape = readEscape(bytes, at + 1);
      if (escape === null) {
        text += '\ufffd';
        at += 1;
        continue;
      }
      if (escape.g0 !== undefined) g0 = escape.g0;
      if (escape.g1 !== undefined) g1 = escape.g1;
      at += 1 + escape.length;
      continue;
    }
    if (isDelimiter(byte, kind) && (g0 === 'ascii' || g0 === 'romaji' || byte < 0x20)) {
      text += String.fromCharCode(byte);
      g0 = charset.g0;
      g1 = charset.g1;
      at += 1;
      continue;
    }
    const stop = runEnd(bytes, at, kind, g0);
    text += decodeRun(bytes.subarray(at, stop), g0, g1, charset.guess);
    at = stop;
  }
  return text;
}

function readEscape(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly g0?: G0; readonly g1?: string } | null {
  for (const length of [2, 3]) {
    const key = Array.from(bytes.subarray(at, at + length), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const g0 = G0_ESCAPES[key];
    if (g0 !== undefined) return { length, g0 };
    const g1 = G1_ESCAPES[key];
    if (g1 !== undefined) return { length, g1 };
  }
  return null;
}

function isDelimiter(byte: number, kind: TextKind): boolean {
  if (byte === 0x0a || byte === 0x0c || byte === 0x0d || byte === 0x09) return true;
  if (kind !== 'text' && byte === 0x5c) return true;
  return kind === 'name' && (byte === 0x5e || byte === 0x3d);
}

/** A run goes to the next escape or delimiter, and keeps two-byte characters of G0 together. */
function runEnd(bytes: Uint8Array, start: number, kind: TextKind, g0: G0): number {
  const double = g0 === 'jis-208' || g0 === 'jis-212';
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) break;
    if (double && byte > 0x20 && byte < 0x7f) at += 2;
    else if (isDelimiter(byte, kind)) break;
    else at += 1;
  }
  return Math.max(start + 1, Math.min(at, bytes.length));
}

function decodeRun(run: Uint8Array, g0: G0, g1: G1, guess: boolean): string {
  if (g0 === 'jis-208')
    return decodeWith(
      'euc-jp',
      run.map((byte) => (byte > 0x20 ? byte | 0x80 : byte)),
    );
  if (g0 === 'jis-212') return decodeWith('euc-jp', threeByte(run));
  if (g1 === 'euc-kr' || g1 === 'gbk') return decodeWith(g1, run);
  if (guess && g1 === null) return guessText(run);
  let text = '';
  for (const byte of run) text += byte < 0x80 ? lower(byte, g0) : upper(byte, g1);
  return text;
}

/** JIS X 0212 in EUC-JP has the prefix 8F before each character. */
function threeByte(run: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < run.length; at += 2) {
    out.push(0x8f, (run[at] ?? 0) | 0x80, (run[at + 1] ?? 0x21) | 0x80);
  }
  return Uint8Array.from(out);
}

function lower(byte: number, g0: G0): string {
  if (g0 === 'romaji' && byte === 0x5c) return '\u00a5';
  if (g0 === 'romaji' && byte === 0x7e) return '\u203e';
  return String.fromCharCode(byte);
}

function upper(byte: number, g1: G1): string {
  if (g1 === null) return '\ufffd';
  if (g1 === 'latin1') return String.fromCharCode(byte);
  if (g1 === 'katakana') return byte >= 0xa1 && byte <= 0xdf ? String.fromCharCode(0xff61 + byte - 0xa1) : '\ufffd';
  return decodeWith(g1, Uint8Array.of(byte));
}

/** No set named: well-formed UTF-8 is hardly ever anything else. */
function guessText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return ascii(bytes);
  }
}

function decodeWith(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
