export interface Strength {
  readonly level: 'empty' | 'weak' | 'fair' | 'good' | 'strong';
  readonly words: string;
}

/** Bits that one word of a common list of about 4,000 adds. */
const BITS_A_WORD = 12;

const COMMON = [
  'password',
  'passphrase',
  'passwort',
  'qwerty',
  'qwertz',
  'letmein',
  'welcome',
  'nightjar',
  'radiology',
];

/**
 * A rough guess of how hard a passphrase is to find, in words. It knows repeats, runs and a few favourites, no dictionary,
 * so it errs: the words under the field call it an estimate.
 */
export function passphraseStrength(passphrase: string): Strength {
  if (passphrase === '')
    return { level: 'empty', words: 'Four or more unrelated words are easy to type and hard to guess.' };
  const bits = estimateBits(passphrase);
  if (bits < 36) return { level: 'weak', words: 'Weak: a program finds it in hours. (Estimate)' };
  if (bits < 52) return { level: 'fair', words: 'Fair: a stolen disk could be opened with time and money. (Estimate)' };
  if (bits < 70) return { level: 'good', words: 'Good: out of reach for most attackers. (Estimate)' };
  return { level: 'strong', words: 'Strong: out of reach of guessing. (Estimate)' };
}

function estimateBits(passphrase: string): number {
  const plain = COMMON.reduce((text, word) => text.replaceAll(new RegExp(word, 'gi'), '*'), passphrase);
  const characters = [...plain];
  const pool =
    (/[a-z]/.test(plain) ? 26 : 0) +
    (/[A-Z]/.test(plain) ? 26 : 0) +
    (/\d/.test(plain) ? 10 : 0) +
    (/[^a-zA-Z\d]/.test(plain) ? 20 : 0);
  // A character that repeats the one before, or follows it in order, tells almost nothing.
  const telling = characters.filter((character, index) => {
    const before = characters[index - 1];
    return before === undefined || Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)) > 1;
  });
  const byCharacter = telling.length * Math.log2(Math.max(pool, 2));
  const wordsThere = new Set(passphrase.toLowerCase().match(/\p{L}{3,}/gu) ?? []).size;
  const onlyWords = /^[\p{L}\s.,-]+$/u.test(passphrase);
  return onlyWords ? Math.min(byCharacter, wordsThere * BITS_A_WORD + 6) : byCharacter;
}
