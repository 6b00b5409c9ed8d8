import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorClass, RadpeerScore } from '../../../../shared/model/review/score.ts';
import { ReviewRegion } from '../../../../shared/model/review/source-report.ts';
import { isExportable, radpeerCsv, radpeerRows, radpeerXml } from '../../../../shared/review/export.ts';
import type { ExportedReview } from '../../../../shared/review/export.ts';
import { firstProgress } from '../../../../shared/review/states.ts';
import type { ReviewProgress } from '../../../../shared/review/states.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const CANARY = 'CANARY';
const AT_FIRST = firstProgress({ kind: 'radpeer', reviewer: pseudonym(1), author: pseudonym(2) });

const progressOf = (said: Partial<ReviewProgress>): ReviewProgress => ({ ...AT_FIRST, state: 'agreed', ...said });
const exported = (said: Partial<ExportedReview> = {}): ExportedReview => ({
  progress: progressOf({ scoring: scoringOf({ score: '2a' }), score: '2a' }),
  ...{ modality: 'CT', region: 'chest', physicianNumber: '17', settledOn: '2026-11-20', ...said },
});

const words = fc.string({ maxLength: 20 }).map((text) => `${CANARY}${text}=cmd|' /C calc'!A0,"\r\nMRN 123-45-6789`);
const scores = fc.constantFrom(...RadpeerScore.options);
/** A settled review whose every place for words is full of what must not come out. */
const anyReview = fc
  .record({
    ...{ first: scores, last: scores, comment: words, point: words, reason: words, reply: words, opinion: words },
    errorClass: fc.option(fc.constantFrom(...ErrorClass.options)),
    modality: fc.oneof(fc.constantFrom('CT', 'MR', 'DX'), words),
    region: fc.constantFrom(...ReviewRegion.options),
    physician: fc.integer({ min: 1, max: 99_999 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ first, last, comment, point, reason, reply, opinion, errorClass, ...rest }): ExportedReview => ({
    progress: progressOf({
      scoring: scoringOf({ score: first, comment, learningPoint: point, errorClass }),
      opinions: [{ role: 'second', reader: pseudonym(3), opinion: { score: last, comment: opinion } }],
      ...{ score: last, outcome: first === last ? 'upheld' : 'changed', unblindReason: reason, disputed: reason },
      reply: { agrees: false, text: reply },
    }),
    ...{ modality: rest.modality, region: rest.region, physicianNumber: String(rest.physician) },
    settledOn: `2026-11-${String(rest.day).padStart(2, '0')}`,
  }));

describe("the registry's file", () => {
  it('has a row as rule 3.1 says, in CSV and in XML', () => {
    const graver = exported({
      progress: progressOf({
        scoring: scoringOf({ score: '3b', comment: 'Missed.', errorClass: 'perception' }),
        ...{ score: '2b', outcome: 'changed' },
      }),
      ...{ modality: 'ECG', region: 'heart', physicianNumber: '9' },
    });
    const rows = radpeerRows([graver, exported()], '4711');
    expect(radpeerCsv(rows)).toBe(
      'group_id,physician_number,modality,study_type,date,score,arbitration_outcome,error_class,comment_present\r\n' +
        '4711,17,CT,chest,2026-11-20,2a,none,none,n\r\n' +
        '4711,9,OT,heart,2026-11-20,2b,changed,perception,y\r\n',
    );
    expect(radpeerXml(rows)).toContain(
      '<review group_id="4711" physician_number="9" modality="OT" study_type="heart" date="2026-11-20" score="2b" arbitration_outcome="changed" error_class="perception" comment_present="y"/>',
    );
    expect(radpeerCsv(radpeerRows([exported(), graver], '4711'))).toBe(radpeerCsv(rows));
  });

  it('lets nothing out of 1,000 cases that is not a number, a day or of a list', () => {
    const cases = fc.sample(anyReview, { numRuns: 1000, seed: 9 });
    const csv = radpeerCsv(radpeerRows(cases, '4711'));
    const lines = csv.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(1000);
    for (const line of lines) {
      expect(line).toMatch(
        /^4711,\d{1,5},(CT|MR|DX|OT),[a-z]+,2026-11-\d\d,(1|2a|2b|3a|3b),(upheld|changed),(perception|interpretation|communication|technique|system|none),y$/,
      );
    }
    const xml = radpeerXml(radpeerRows(cases, '4711'));
    for (const text of [csv, xml]) expect(text).not.toMatch(/CANARY|MRN|123-45|cmd|"=|,=/);
  });

  it.each([
    ['a group that is a name', exported(), 'Smith'],
    ['a physician that is a name', exported({ physicianNumber: 'Dr. Jones' }), '1'],
    ['a physician that is a formula', exported({ physicianNumber: '=1' }), '1'],
    ['a day that is none', exported({ settledOn: 'CANARY' }), '1'],
    ['no group', exported(), ''],
  ])('is refused with %s, and the refusal does not repeat it', (_, review, group) => {
    const attempt = (): unknown => radpeerRows([review], group);
    expect(attempt).toThrow(expect.objectContaining({ code: 'review/bad-export-row' }) as Error);
    expect(attempt).not.toThrow(/Smith|Jones|=1|CANARY/);
  });

  it.each([
    ['is only scored', { state: 'scored', scoring: scoringOf(), score: null }],
    ['is a 2b that nobody arbitrated', { scoring: scoringOf({ score: '2b' }), score: '2b' }],
    ['is a 3a that nobody arbitrated', { scoring: scoringOf({ score: '3a' }), score: '3a' }],
    ['is a 3b that nobody arbitrated', { scoring: scoringOf({ score: '3b' }), score: '3b' }],
    ['is a 3b in arbitration', { state: 'arbitration', scoring: scoringOf({ score: '3b' }), score: null }],
    ['has no score', { scoring: scoringOf({ score: null }), score: null }],
    ['was skipped', { state: 'skipped', scoring: null, score: null }],
  ] as readonly (readonly [string, Partial<ReviewProgress>])[])('leaves out what %s', (_, said) => {
    const progress = progressOf(said);
    expect(isExportable(progress)).toBe(false);
    expect(() => radpeerRows([exported({ progress })], '1')).toThrow(
      expect.objectContaining({ code: 'review/not-settled' }) as Error,
    );
  });
});
