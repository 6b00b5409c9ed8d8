import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSURANCE_LEVELS, assuranceOf, isAtLeast } from '../../../../../shared/rules/sign-in/assurance.ts';
import type { AssuranceLevel } from '../../../../../shared/rules/sign-in/assurance.ts';

const CASES: readonly (readonly [acr: string | null, amr: readonly string[], AssuranceLevel])[] = [
  [null, [], 'unknown'],
  ['', [], 'unknown'],
  ['0', [], 'unknown'],
  ['constructor', ['__proto__', 'toString'], 'unknown'],
  [null, ['user'], 'unknown'],
  [null, ['pwd'], 'password'],
  [null, ['sms'], 'password'],
  [null, ['otp'], 'password'],
  [null, ['pwd', 'pin'], 'password'],
  [null, ['pwd', 'otp'], 'multi-factor'],
  [null, ['pwd', 'sms'], 'multi-factor'],
  [null, ['pin', 'swk'], 'multi-factor'],
  [null, ['pwd', 'mfa'], 'multi-factor'],
  [null, ['swk'], 'unknown'],
  [null, ['hwk'], 'phishing-resistant'],
  [null, ['pwd', 'hwk'], 'phishing-resistant'],
  [null, ['sc', 'pin'], 'phishing-resistant'],
  [null, ['HWK'], 'unknown'],
  ['phr', [], 'phishing-resistant'],
  ['phrh', ['pwd'], 'phishing-resistant'],
  ['phr ', [], 'unknown'],
  ['http://idmanagement.gov/ns/assurance/aal/2', ['pwd'], 'multi-factor'],
  ['http://idmanagement.gov/ns/assurance/aal/3', [], 'phishing-resistant'],
  ['https://refeds.org/profile/mfa', [], 'multi-factor'],
  ['https://refeds.org/profile/sfa', ['pwd'], 'password'],
];

describe('how surely a provider knew the person', () => {
  it.each(CASES)('acr %s with amr %j', (acr, amr, level) => {
    expect(assuranceOf({ acr, amr })).toBe(level);
  });

  it('takes the words of one provider before the registered ones', () => {
    const own = { acr: { gold: 'phishing-resistant' as const }, amr: { hwk: 'password' as const } };
    expect(assuranceOf({ acr: 'gold', amr: [] }, own)).toBe('phishing-resistant');
    expect(assuranceOf({ acr: null, amr: ['hwk'] }, own)).toBe('password');
  });

  it('never grows weaker by a further method, and does not mind their order', () => {
    const methods = fc.array(fc.constantFrom('pwd', 'pin', 'otp', 'sms', 'swk', 'hwk', 'mfa', 'user', 'x'));
    fc.assert(
      fc.property(methods, methods, (some, more) => {
        const few = assuranceOf({ acr: null, amr: some });
        expect(isAtLeast(assuranceOf({ acr: null, amr: [...some, ...more] }), few)).toBe(true);
        expect(assuranceOf({ acr: null, amr: some.toReversed() })).toBe(few);
      }),
    );
  });

  it('orders its levels', () => {
    for (const [at, level] of ASSURANCE_LEVELS.entries()) {
      expect(ASSURANCE_LEVELS.filter((other) => isAtLeast(level, other))).toEqual(ASSURANCE_LEVELS.slice(0, at + 1));
    }
  });
});
