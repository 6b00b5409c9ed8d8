import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../../../shared/model/credentials.ts';
import { credentialWarnings } from '../../../../../shared/rules/sign-permission/expiry.ts';

const EMPTY: Credentials = { licences: [], privileges: [], enrolments: [], subspecialties: [], mammography: [] };
const NOON = '2026-11-22T12:00:00Z';
const until = (jurisdiction: string, expires: string | null, from: string | null = null) => ({
  ...{ jurisdiction, number: '1', from, expires },
});
const words = (reader: Partial<Credentials>, at = NOON): string[] =>
  credentialWarnings({ ...EMPTY, ...reader }, at, 'UTC').map((reason) => `${reason.code} ${reason.words}`);

describe('what of a reader ends', () => {
  it('is told 90, 30 and 7 days before and after, whatever is read', () => {
    const licences = [
      ...[until('US-PA', '2026-11-29'), until('US-NJ', '2026-12-22'), until('US-NY', '2027-02-20')],
      ...[until('US-CA', '2027-02-21'), until('US-TX', '2026-11-21'), until('DE', null)],
    ];
    expect(words({ licences })).toEqual(
      [
        'permission/licence-ends-90 The licence for US-NY ends in 90 days.',
        'permission/licence-ends-30 The licence for US-NJ ends in 30 days.',
        'permission/licence-ends-7 The licence for US-PA ends in 7 days.',
        'permission/licence-expired The licence for US-TX has ended.',
      ].sort((a, b) => (jurisdictionOf(a) < jurisdictionOf(b) ? -1 : 1)),
    );
  });

  it('is not told of what a later one replaces, nor of what has not begun', () => {
    expect(words({ licences: [until('DE', '2026-11-23'), until('DE', '2030-01-01')] })).toEqual([]);
    expect(words({ licences: [until('DE', '2026-12-24', '2026-12-01')] })).toEqual([]);
  });

  it('is told of privileges, enrolments and mammography too', () => {
    const term = { from: null, expires: '2026-11-23' };
    const reader = {
      privileges: [{ hospital: 'anna', ...term }],
      enrolments: [{ payer: 'medicare', ...term }],
      mammography: [{ scheme: 'MQSA', ...term }],
    };
    expect(words(reader)).toEqual([
      'permission/privilege-ends-7 The privilege of hospital anna ends tomorrow.',
      'permission/enrolment-ends-7 The enrolment with payer medicare ends tomorrow.',
      'permission/mammography-ends-7 The mammography qualification MQSA ends tomorrow.',
    ]);
  });

  it('is nothing without a valid time', () => {
    expect(words({ licences: [until('DE', '2026-11-23')] }, 'today')).toEqual([]);
  });
});

function jurisdictionOf(line: string): string {
  return /for (\S+)/.exec(line)?.[1] ?? '';
}
