import { z } from 'zod';

const Line = z
  .string()
  .max(120)
  .regex(/^\S(?:.*\S)?$/u);
/** Characters of base64: 48 KiB of picture. */
const LONGEST_LOGO = 65_536;
/** Pixels of a side. A picture that is small as a file can be huge when it is drawn. */
const WIDEST_LOGO = 2000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What a site puts at the head of the pages of its reports. */
export const Letterhead = z.strictObject({
  name: Line,
  /** Address, telephone, and what else. */
  lines: z.array(Line).max(6),
  /** A PNG, base64. No other kind is taken: an SVG is a document, and may say or load anything. */
  logo: z
    .string()
    .max(LONGEST_LOGO)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .refine((data) => isSmallPng(data), 'a PNG of at most 2000 pixels a side')
    .optional(),
});
export type Letterhead = Readonly<z.infer<typeof Letterhead>>;

/** The signature of a PNG, and the width and height of its first chunk (RFC 2083, 11.2.2). */
function isSmallPng(data: string): boolean {
  const head = firstBytes(data, 24);
  const says = (at: number, bytes: readonly number[]): boolean =>
    bytes.every((byte, place) => head[at + place] === byte);
  const number = (at: number): number => head.slice(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0);
  const isSide = (length: number): boolean => length > 0 && length <= WIDEST_LOGO;
  const isPng = says(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) && says(12, [0x49, 0x48, 0x44, 0x52]);
  return head.length === 24 && isPng && isSide(number(16)) && isSide(number(20));
}

function firstBytes(data: string, count: number): readonly number[] {
  const signs = [...data.slice(0, Math.ceil(count / 3) * 4)].map((sign) => ALPHABET.indexOf(sign));
  const bytes: number[] = [];
  for (let at = 0; at + 3 < signs.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = signs.slice(at, at + 4);
    const whole = a * 0x40000 + b * 0x1000 + c * 0x40 + d;
    bytes.push(Math.floor(whole / 0x10000) % 256, Math.floor(whole / 0x100) % 256, whole % 256);
  }
  return bytes.slice(0, count);
}
