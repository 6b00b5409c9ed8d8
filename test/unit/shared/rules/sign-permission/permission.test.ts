import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credentials, Licence } from '../../../../../shared/model/credentials.ts';
import { SIGN_LEVELS, SigningPolicy } from '../../../../../shared/model/signing-policy.ts';
import type { SignLevel } from '../../../../../shared/model/signing-policy.ts';
import { signPermission } from '../../../../../shared/rules/sign-permission/permission.ts';
import type { SignPermission, SignQuestion } from '../../../../../shared/rules/sign-permission/question.ts';
import { refusalWords } from '../../../../../shared/rules/sign-permission/words.ts';
import { readCase } from './case-reader.ts';
import { CASES } from './cases.ts';

const codesOf = ({ reasons }: SignPermission): string[] => reasons.map((reason) => reason.code).sort();
const rank = (level: SignLevel): number => SIGN_LEVELS.indexOf(level);

describe('may this person sign this', () => {
  it('is asked of 200 cases, no two of them alike', () => {
    expect(CASES).toHaveLength(200);
    expect(new Set(CASES).size).toBe(200);
  });

  it.each(CASES.map((line, at) => [at + 1, line] as const))('%i: %s', (_, line) => {
    const { question, allowed, codes } = readCase(line);
    const { profile } = question;
    // The table speaks of profiles that a file can hold.
    if (profile !== null) expect(SigningPolicy.safeParse(profile.policy).success).toBe(true);
    const answer = signPermission(question);
    expect({ allowed: answer.allowed, codes: codesOf(answer) }).toEqual({ allowed, codes });
  });

  it('says in words what is wanted and what is left', () => {
    const words = (line: string): string | null => refusalWords(signPermission(readCase(line).question));
    expect(words('L US-PA ..2026-11-21 | in US-PA | L else preliminary | - => preliminary : licence-expired')).toBe(
      'A licence for US-PA is wanted; it has ended; its last day was 2026-11-21. ' +
        'Still allowed: reading the images, and a preliminary report.',
    );
    expect(words('- | at st-anna | V else view | - => view : privilege-missing')).toBe(
      'A privilege of hospital st-anna is wanted; none is known. ' +
        'Still allowed: reading the images; the draft is kept.',
    );
    expect(words('- | - | P US,CA else preliminary | from DE => preliminary : place-elsewhere')).toBe(
      'Final reports are read in CA, US only; the reader is in DE. ' +
        'Still allowed: reading the images, and a preliminary report.',
    );
    expect(words('- | - | - | - => final')).toBeNull();
  });

  it('counts down in words', () => {
    const words = (day: string): string | undefined =>
      signPermission(readCase(`L SE ..${day} | in SE | L else view | - => final`).question).reasons[0]?.words;
    expect([words('2026-11-22'), words('2026-11-23'), words('2026-11-24')]).toEqual([
      'A licence for SE ends today.',
      'A licence for SE ends tomorrow.',
      'A licence for SE ends in 2 days.',
    ]);
  });

  it('tells refusals first, then what is to be acknowledged, then what is to be known', () => {
    const { reasons } = signPermission(
      readCase(
        'L SE ..2026-11-24; V a ..2027-01-30 | in SE; at a; mod MG | L else view; V else view; M Q else view | -',
      ).question,
    );
    expect(reasons.map((reason) => reason.tier)).toEqual(['refuse', 'warn', 'note']);
  });
});

const place = fc.constantFrom('US', 'US-PA', 'US-NJ', 'DE', 'DE-BY', 'FR');
const day = fc.constantFrom(
  '2019-01-01',
  '2026-11-20',
  '2026-11-21',
  '2026-11-22',
  '2026-11-23',
  '2026-12-01',
  '2028-01-01',
);
const term = { from: fc.option(day), expires: fc.option(day) };
const code = fc.constantFrom('a', 'b', 'c');
const leftOver = fc.constantFrom('preliminary', 'view');
const number = fc.constantFrom('1', '2');
const licence = fc.record({ jurisdiction: place, number, ...term });
const credentials: fc.Arbitrary<Credentials> = fc.record({
  licences: fc.array(licence, { maxLength: 4 }),
  privileges: fc.array(fc.record({ hospital: code, ...term }), { maxLength: 3 }),
  enrolments: fc.array(fc.record({ payer: code, ...term }), { maxLength: 3 }),
  subspecialties: fc.array(code, { maxLength: 3 }),
  mammography: fc.array(fc.record({ scheme: code, ...term }), { maxLength: 3 }),
});
const places = fc.record({ final: fc.array(place, { minLength: 1, maxLength: 3 }), elsewhere: leftOver });
const without = fc.option(fc.record({ without: leftOver }));
const modalities = fc.array(fc.constantFrom('CT', 'MR', 'MG'), { maxLength: 3 });
const bodyParts = fc.array(fc.constantFrom('BRAIN', 'KNEE'), { maxLength: 2 });
const codes = fc.array(code, { minLength: 1, maxLength: 3 });
const policy = fc.record({
  licence: fc.option(
    fc.record({
      accepted: fc.array(fc.record({ patientIn: place, licences: fc.array(place, { minLength: 1, maxLength: 3 }) }), {
        maxLength: 3,
      }),
      without: leftOver,
    }),
  ),
  privilege: without,
  places: fc.option(places),
  payers: fc.array(fc.record({ payer: code, places: fc.option(places), enrolment: without }), { maxLength: 3 }),
  subspecialties: fc.array(
    fc.record({ modalities, bodyParts, anyOf: codes, without: fc.constantFrom('warning', 'preliminary', 'view') }),
    { maxLength: 3 },
  ),
  mammography: fc.option(fc.record({ schemes: codes, without: leftOver })),
}) as fc.Arbitrary<SigningPolicy>;
const question: fc.Arbitrary<SignQuestion> = fc.record({
  at: fc.constantFrom('2026-11-22T12:00:00Z', '2026-11-22T23:30:00Z', '2026-11-22T00:00:00Z'),
  place: fc.option(place),
  reader: fc.option(credentials),
  order: fc.record({
    jurisdiction: fc.option(place),
    hospital: fc.option(code),
    payer: fc.option(code),
    modalities,
    bodyParts,
  }),
  profile: fc.option(
    fc.record({
      validFrom: fc.constantFrom('2020-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
      validUntil: fc.constantFrom('2026-11-22T13:00:00Z', '2040-01-01T00:00:00Z'),
      revoked: fc.constantFrom(false, false, false, true),
      zone: fc.option(fc.constantFrom('UTC', 'America/New_York', 'Asia/Tokyo')),
      policy,
    }),
  ),
  profileWanted: fc.boolean(),
});
const withLicences = (asked: SignQuestion, licences: readonly Licence[]): SignQuestion => ({
  ...asked,
  reader: asked.reader === null ? null : { ...asked.reader, licences: [...licences] },
});

describe('whatever is asked', () => {
  it('a further licence never takes anything away', () => {
    fc.assert(
      fc.property(question, licence, (asked, more) => {
        const before = signPermission(asked).allowed;
        const after = signPermission(withLicences(asked, [...(asked.reader?.licences ?? []), more])).allowed;
        expect(rank(after)).toBeLessThanOrEqual(rank(before));
      }),
    );
  });

  it('a licence that has ended allows nothing that none would not allow', () => {
    fc.assert(
      fc.property(question, fc.array(licence, { maxLength: 3 }), (asked, some) => {
        // Over on the 20th, whatever zone the day is told by.
        const ended = some.map((one) => ({ ...one, expires: '2026-11-20' }));
        const { allowed } = signPermission(withLicences(asked, ended));
        expect(allowed).toBe(signPermission(withLicences(asked, [])).allowed);
      }),
    );
  });

  it('the order of lists means nothing', () => {
    fc.assert(
      fc.property(question, (asked) => {
        expect(signPermission(backwards(asked) as SignQuestion)).toEqual(signPermission(asked));
      }),
    );
  });

  it('what is allowed is the least that the reasons leave, and only a refusal leaves less than all', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { allowed, reasons } = signPermission(asked);
        expect(rank(allowed)).toBe(Math.max(0, ...reasons.map((reason) => rank(reason.leaves))));
        for (const { tier, leaves } of reasons) expect(leaves === 'final').toBe(tier !== 'refuse');
      }),
    );
  });

  it('nothing makes it throw, not even fields of nonsense', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constant('9999-99-99'), fc.constant('+275760-09-13'));
    fc.assert(
      fc.property(question, text, text, text, (asked, at, zone, from) => {
        const profile = asked.profile === null ? null : { ...asked.profile, zone, validFrom: at, validUntil: from };
        const licences = [{ jurisdiction: zone, number: '', from, expires: at }];
        const { allowed } = signPermission(withLicences({ ...asked, at, place: from, profile }, licences));
        expect(SIGN_LEVELS).toContain(allowed);
      }),
    );
  });
});

/** The same with every list turned around. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => backwards(entry)).reverse();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, backwards(entry)]));
}
