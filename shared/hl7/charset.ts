import { AppError } from '../errors/app-error.ts';

/**
 * Reads bytes as text in a character set of the Encoding Standard ("utf-8", "windows-1252" …), and throws where they are not text in
 * it. A port: shared code has no TextDecoder.
 */
export type ReadText = (bytes: Uint8Array, label: string) => string;

/** HL7 table 0211 in the names of the Encoding Standard. What is sent in two or four bytes a character has VT and FS in it: not taken. */
const LABELS: Readonly<Record<string, string>> = {
  ASCII: 'windows-1252',
  'ISO IR6': 'windows-1252',
  '8859/1': 'windows-1252',
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'BIG-5': 'big5',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
};

/** Bytes searched for MSH-18. */
const MAX_HEADER_BYTES = 4096;

/** MSH-18 as it was sent, its first repetition; null where there is none. Works on bytes: the text cannot be read before it is known. */
export function declaredCharset(bytes: Uint8Array): string | null {
  let header = '';
  for (const byte of bytes.subarray(0, MAX_HEADER_BYTES)) {
    if (byte === 0x0d || byte === 0x0a) break;
    header += String.fromCharCode(byte);
  }
  if (!header.startsWith('MSH')) return null;
  const field = header.charAt(3);
  const repetition = header.charAt(5);
  // MSH-1 is the mark itself, so MSH-18 is the eighteenth part counted from MSH.
  const declared = header.split(field)[17]?.split(repetition)[0]?.trim() ?? '';
  return declared === '' ? null : declared;
}

/** Name in the Encoding Standard of a name of table 0211; null: not one that is taken. */
export function charsetLabel(name: string): string | null {
  const key = name.trim().toUpperCase();
  return Object.hasOwn(LABELS, key) ? (LABELS[key] ?? null) : null;
}

/**
 * The bytes of a message as text. Without MSH-18 the site's own character set counts, as the standard's "by agreement".
 * @throws AppError hl7/unknown-charset, hl7/bad-text
 */
export function messageText(bytes: Uint8Array, readText: ReadText, agreed = 'UNICODE UTF-8'): string {
  const name = declaredCharset(bytes) ?? agreed;
  const label = charsetLabel(name);
  if (label === null) throw new AppError('hl7/unknown-charset', 'the character set of MSH-18 is not one that is read');
  try {
    return readText(bytes, label);
  } catch (cause) {
    throw new AppError('hl7/bad-text', 'the bytes are not text in the character set of MSH-18', { cause });
  }
}
