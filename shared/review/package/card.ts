import { AppError } from '../../errors/app-error.ts';

/** Public keys of somebody at another station, hex. */
export interface ReviewCard {
  /** X25519: what is sealed for them. */
  readonly exchangeKey: string;
  /** Ed25519: what they sign. */
  readonly signingKey: string;
}

const BEGINS = 'njreview1:';
const FORM = /^njreview1:([0-9a-f]{64})([0-9a-f]{64})$/;
/** Crockford's: no I, L, O and U, which are misheard or misread. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const GROUP = 4;

/** The one line that is handed over. It is not secret. */
export function cardText({ exchangeKey, signingKey }: ReviewCard): string {
  return `${BEGINS}${exchangeKey}${signingKey}`;
}

/** @throws AppError package/bad-card */
export function readCard(text: string): ReviewCard {
  const [, exchangeKey, signingKey] = FORM.exec(text.replace(/\s+/g, '').toLowerCase()) ?? [];
  if (exchangeKey === undefined || signingKey === undefined)
    throw new AppError('package/bad-card', 'the text is no card of a reviewer');
  return { exchangeKey, signingKey };
}

/**
 * "7K2M-4P9Q-…": 100 bits of the digest of a card, to be read over the telephone.
 * @param digest SHA-256
 */
export function fingerprintOf(digest: Uint8Array): string {
  const letters = Array.from({ length: GROUPS * GROUP }, (_, at) => {
    const bit = at * 5;
    const pair = ((digest[bit >> 3] ?? 0) << 8) | (digest[(bit >> 3) + 1] ?? 0);
    return LETTERS[(pair >> (11 - (bit & 7))) & 31] ?? '';
  }).join('');
  return Array.from({ length: GROUPS }, (_, at) => letters.slice(at * GROUP, at * GROUP + GROUP)).join('-');
}

/** As somebody types what they heard: capitals, blanks and dashes do not matter, nor do the letters that look like digits. */
export function isFingerprint(said: string, fingerprint: string): boolean {
  const plain = (text: string): string =>
    text
      .toUpperCase()
      .replace(/[\s-]+/g, '')
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1');
  return plain(said) === plain(fingerprint);
}
