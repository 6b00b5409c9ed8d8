import { describe, expect, it } from 'vitest';
import { passphraseStrength } from '../../../../renderer/app/screens/passphrase-strength.ts';
import { isLastGroup, recoveryGroups } from '../../../../renderer/app/screens/recovery-key.ts';

describe('passphraseStrength', () => {
  it.each([
    ['', 'empty'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['password', 'weak'],
    ['Nightjar1', 'weak'],
    ['horse horse horse horse horse', 'weak'],
    ['candle river plank', 'fair'],
    ['candle river plank motor', 'good'],
    ['candle river plank motor sugar nine', 'strong'],
  ])('says of %j: %s', (passphrase, level) => {
    expect(passphraseStrength(passphrase).level).toBe(level);
  });
});

describe('recovery key', () => {
  it('is read in groups and its last group compared without case and spaces', () => {
    expect(recoveryGroups('AB12-CD34-EF56')).toEqual(['AB12', 'CD34', 'EF56']);
    expect(recoveryGroups('AB12CD34EF')).toEqual(['AB12', 'CD34', 'EF']);
    expect([
      isLastGroup('AB12-CD34', ' cd 34'),
      isLastGroup('AB12-CD34', 'AB12'),
      isLastGroup('AB12-CD34', ''),
    ]).toEqual([true, false, false]);
  });
});
