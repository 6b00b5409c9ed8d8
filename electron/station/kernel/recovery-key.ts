import { randomBytes } from 'node:crypto';

/** Crockford base32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 34 characters are 170 random bits; the 35th checks them. */
const DATA_LENGTH = 34;
const GROUP = 5;

/** A new recovery key as it is shown: seven groups of five, the last character checks the rest. */
export function newRecoveryKey(): string {
  for (;;) {
    let data = '';
    for (const byte of randomBytes(DATA_LENGTH)) data += ALPHABET[byte & 31];
    const check = checkValue(data);
    // The check runs to 36; drawing again spares the reader the five extra signs of Crockford's table.
    if (check < ALPHABET.length) return grouped(data + (ALPHABET[check] ?? ''));
  }
}

/**
 * Reads what somebody typed: case, spaces, dashes and the look-alikes O, I and L do not matter. Gives the 34 characters of
 * the secret, or null when it is no recovery key or has a slip in it.
 */
export function parseRecoveryKey(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== DATA_LENGTH + 1) return null;
  if ([...plain].some((character) => !ALPHABET.includes(character))) return null;
  const data = plain.slice(0, DATA_LENGTH);
  return ALPHABET[checkValue(data)] === plain[DATA_LENGTH] ? data : null;
}

/** The number modulo 37: finds every single slip and every swap of neighbours. */
function checkValue(data: string): number {
  let value = 0;
  for (const character of data) value = (value * 32 + ALPHABET.indexOf(character)) % 37;
  return value;
}

function grouped(text: string): string {
  const groups: string[] = [];
  for (let i = 0; i < text.length; i += GROUP) groups.push(text.slice(i, i + GROUP));
  return groups.join('-');
}
