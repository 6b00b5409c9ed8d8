import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRecoveryKey, parseRecoveryKey } from '../../../../../electron/station/kernel/recovery-key.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const plain = (key: string): string => key.replaceAll('-', '');

describe('recovery key', () => {
  it('is seven groups of five without letters that look alike', () => {
    expect(newRecoveryKey()).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('is read back in any case, grouping and with look-alike letters', () => {
    for (let i = 0; i < 200; i += 1) {
      const key = newRecoveryKey();
      const sloppy = ` ${plain(key).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}\n`;
      expect(parseRecoveryKey(sloppy)).toBe(plain(key).slice(0, 34));
    }
  });

  it('finds every slip of one character', () => {
    const key = plain(newRecoveryKey());
    for (let at = 0; at < key.length; at += 1) {
      for (const other of ALPHABET) {
        if (other === key[at]) continue;
        expect(parseRecoveryKey(key.slice(0, at) + other + key.slice(at + 1))).toBeNull();
      }
    }
  });

  it('finds every swap of neighbours', () => {
    fc.assert(
      fc.property(fc.constant(null), fc.integer({ min: 0, max: 33 }), (_, at) => {
        const key = plain(newRecoveryKey());
        const [a = '', b = ''] = [key[at], key[at + 1]];
        const swapped = key.slice(0, at) + b + a + key.slice(at + 2);
        return a === b || parseRecoveryKey(swapped) === null;
      }),
    );
  });

  it('takes no other text for a key', () => {
    expect(parseRecoveryKey('')).toBeNull();
    expect(parseRecoveryKey('correct horse battery staple, that is thirty-five')).toBeNull();
    expect(parseRecoveryKey(`${newRecoveryKey()}0`)).toBeNull();
  });
});
