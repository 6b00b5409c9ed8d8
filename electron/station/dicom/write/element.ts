import { AppError } from '../../../../shared/errors/app-error.ts';

/** Value representations whose value is text. */
export type TextVr =
  'AS' | 'CS' | 'DA' | 'DS' | 'DT' | 'IS' | 'LO' | 'LT' | 'PN' | 'SH' | 'ST' | 'TM' | 'UC' | 'UI' | 'UR' | 'UT';
/** Value representations whose value is a list of numbers. */
export type NumberVr = 'AT' | 'FD' | 'FL' | 'SL' | 'SS' | 'UL' | 'US';

/** One data element. `tag` is group × 65536 + element. No value, no items: present and empty (type 2). */
export type DicomElement =
  | { readonly tag: number; readonly vr: TextVr; readonly values: readonly string[] }
  | { readonly tag: number; readonly vr: NumberVr; readonly values: readonly number[] }
  /** OW: 16-bit words, little-endian, or bits packed from the lowest. */
  | { readonly tag: number; readonly vr: 'OB' | 'OW'; readonly bytes: Uint8Array }
  | { readonly tag: number; readonly vr: 'SQ'; readonly items: readonly DicomItem[] }
  /** A value that was read and is written as it lies: little-endian, of even length. `as` is its representation. */
  | { readonly tag: number; readonly vr: 'raw'; readonly as: string; readonly bytes: Uint8Array };

/** A data set or a sequence item: elements in any order, each tag once. */
export type DicomItem = readonly DicomElement[];

export function text(tag: number, vr: TextVr, ...values: readonly string[]): DicomElement {
  return { tag, vr, values };
}

export function empty(tag: number, vr: TextVr): DicomElement {
  return { tag, vr, values: [] };
}

/** One value where it is known, the empty element (type 2) where it is not. */
export function textOrEmpty(tag: number, vr: TextVr, value: string | null): DicomElement {
  return { tag, vr, values: value === null || value === '' ? [] : [value] };
}

export function numbers(tag: number, vr: NumberVr, ...values: readonly number[]): DicomElement {
  return { tag, vr, values };
}

export function sequence(tag: number, ...items: readonly DicomItem[]): DicomElement {
  return { tag, vr: 'SQ', items };
}

/** Longest value in characters (PN: each group), Part 5 table 6.2-1. No entry: no limit of its own. */
const LIMITS: Partial<Record<TextVr, number>> = {
  AS: 4,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10240,
  PN: 64,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
};
/** One value only: a backslash in it is a character, not a separator. */
const SINGLE = new Set<TextVr>(['LT', 'ST', 'UR', 'UT']);
const MULTILINE = new Set<TextVr>(['LT', 'ST', 'UT']);
const SHAPES: Partial<Record<TextVr, RegExp>> = {
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9_ ]*$/,
  DA: /^\d{8}$/,
  DS: /^ *[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)? *$/,
  DT: /^\d{4}(?:\d\d){0,5}(?:\.\d{1,6})?(?:[-+]\d{4})?$/,
  IS: /^ *[-+]?\d+ *$/,
  TM: /^\d\d(?:\d\d(?:\d\d(?:\.\d{1,6})?)?)?$/,
  // Looser than the standard: a UID of somebody else with a leading zero must still be named as it is.
  UI: /^[0-9.]+$/,
};

/**
 * Refuses what the value representation cannot hold (Part 5, 6.2). It is a bug of the caller: text from outside is fitted by
 * `fitText` or checked before.
 */
export function checkTextValue(tag: number, vr: TextVr, value: string): void {
  const parts = vr === 'PN' ? value.split('=') : [value];
  const limit = LIMITS[vr];
  const tooLong = limit !== undefined && parts.some((part) => [...part].length > limit);
  const badShape = SHAPES[vr]?.test(value) === false || (vr === 'PN' && parts.length > 3);
  const separator = !SINGLE.has(vr) && value.includes('\\');
  if (!tooLong && !badShape && !separator && !hasForbiddenControl(vr, value)) return;
  const name = tag.toString(16).padStart(8, '0');
  throw new AppError('internal/bug', `a value does not fit its VR ${vr} in ${name}`, { context: { tag: name, vr } });
}

/** Text from outside made to fit SH, LO or PN: control characters and separators become blanks, the rest is cut. */
export function fitText(vr: 'LO' | 'PN' | 'SH', value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this line is about
  const clean = value.replace(/[\u0000-\u001f\u007f\\]+/g, ' ').trim();
  const limit = LIMITS[vr] ?? 64;
  const cut = (part: string): string => [...part].slice(0, limit).join('').trim();
  return vr === 'PN' ? clean.split('=').slice(0, 3).map(cut).join('=') : cut(clean);
}

/** Text from outside made to fit CS. */
export function fitCode(value: string): string {
  return value
    .toUpperCase()
    .replace(/[^A-Z0-9_ ]+/g, ' ')
    .trim()
    .slice(0, 16)
    .trim();
}

/** A number as DS: at most 16 characters, as exact as they allow. */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new AppError('internal/bug', 'a decimal string must be finite');
  const plain = String(value);
  if (plain.length <= 16) return plain;
  for (let digits = 16; digits > 0; digits -= 1) {
    const shorter = Number(value.toPrecision(digits));
    // Rounding the largest numbers up would leave the range; whole ones up to 1e21 have no exponent of their own.
    const fits = [String(shorter), shorter.toExponential()].find((written) => written.length <= 16);
    if (Number.isFinite(shorter) && fits !== undefined) return fits;
  }
  throw new AppError('internal/bug', 'a number does not fit a decimal string');
}

function hasForbiddenControl(vr: TextVr, value: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what this line is about
  const forbidden = MULTILINE.has(vr) ? /[\u0000-\u0009\u000b\u000e-\u001f\u007f]/ : /[\u0000-\u001f\u007f]/;
  return forbidden.test(value);
}
