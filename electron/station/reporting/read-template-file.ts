import { readFileSync, statSync } from 'node:fs';
import { AppError } from '../../../shared/errors/app-error.ts';
import { BOUNDS, outOfBounds } from '../../../shared/report/mrrt/bounds.ts';
import { parseMrrt } from '../../../shared/report/mrrt/read-template.ts';
import type { ReadTemplate } from '../../../shared/report/mrrt/read-template.ts';

/** Encodings that templates are written in; another one is refused rather than guessed at. */
const ENCODINGS = new Set([
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  'latin1',
  'windows-1252',
  'iso-8859-15',
]);

/** Reads an MRRT template of any origin. Throws report/template-bounds, report/template-encoding and report/bad-template. */
export function readTemplateFile(file: string): ReadTemplate {
  if (statSync(file).size > BOUNDS.bytes) throw outOfBounds('bytes', BOUNDS.bytes);
  return parseMrrt(templateText(readFileSync(file)));
}

/** Text of a file by its byte order mark, else by the encoding that it names in its first 1024 bytes, else UTF-8. */
export function templateText(bytes: Uint8Array): string {
  if (bytes.length > BOUNDS.bytes) throw outOfBounds('bytes', BOUNDS.bytes);
  const label = marked(bytes) ?? named(bytes) ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('report/template-encoding', `its bytes are no ${label}`, { cause: error });
  }
  if (text.includes('\0')) throw new AppError('report/template-encoding', 'it holds bytes that are no text');
  return text;
}

function marked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null;
}

function named(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  const label = /<meta\b[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([-\w:.]{1,40})/i.exec(start)?.[1]?.toLowerCase();
  if (label === undefined) return null;
  if (!ENCODINGS.has(label)) throw new AppError('report/template-encoding', `the encoding ${label} is not known`);
  return label;
}
