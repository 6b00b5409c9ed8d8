import { describe, expect, it } from 'vitest';
import { contentOf, draftOf, NEW_REVIEWER } from '../../../../renderer/review/programmes/programme-draft.ts';
import { pickWords } from '../../../../renderer/review/programmes/pick-words.ts';
import { ReaderPseudonym, SourceReportId } from '../../../../shared/model/ids.ts';
import { Pick } from '../../../../shared/model/review/draw.ts';
import { Programme } from '../../../../shared/model/review/programme.ts';

const [BEN, ADA] = ['b', 'a'].map((letter) => ReaderPseudonym.parse(letter.repeat(26)));
if (BEN === undefined || ADA === undefined) throw new Error('two readers are needed');
const WHOLE = Programme.parse({
  ...{ format: 1, programmeId: 'p'.repeat(26), version: 3, name: 'Chest', kind: 'peer-learning', windowDays: 30 },
  reviewers: [{ reader: BEN, modalities: ['CT', 'MR'], regions: ['chest'], most: 7 }],
  ...{ authors: [ADA], pairs: [{ reviewer: BEN, authors: [ADA] }], reciprocal: true },
  ...{ targeted: { flags: ['pathology', 'complaint'], share: 0.29 }, strata: ['region'], allocation: 'proportional' },
  quotas: [
    { author: null, modality: 'CT', region: 'head', shift: 'night', each: ['author'], least: 1, most: null },
    { author: ADA, modality: null, region: null, shift: null, each: [], least: 0, most: 4 },
  ],
  ...{ workloadDifference: 2, minimumN: 12, groupId: '4711' },
});

describe('a programme that is written', () => {
  it('comes out as it went in, whatever it says', () => {
    const { format: _format, programmeId: _id, version: _version, ...content } = WHOLE;
    expect(contentOf(draftOf(WHOLE))).toEqual({ content });
  });

  it('says what is missing or wrong, and nothing where all is there', () => {
    const draft = draftOf(null);
    expect(contentOf(draft)).toMatchObject({ problems: ['its name', expect.stringContaining('who reads')] });
    const whole = { ...draft, name: 'Chest', reviewers: new Map([[BEN, NEW_REVIEWER]]) };
    expect(contentOf(whole)).toMatchObject({ content: { pairs: 'everyone', targeted: { share: 0 }, groupId: null } });
    const wrong = {
      ...whole,
      windowDays: '1e3',
      flags: ['complaint' as const],
      share: '101',
      groupId: 'x',
      minimumN: '',
    };
    expect(contentOf(wrong)).toMatchObject({ problems: expect.toSatisfy((list: string[]) => list.length === 4) });
  });
});

describe('a pick', () => {
  const nameOf = (reader: ReaderPseudonym): string => (reader === BEN ? 'Ben' : 'Ada');
  const pick = (reason: unknown, more: object = {}): Pick =>
    Pick.parse({
      ...{
        sourceReportId: SourceReportId.parse('s'.repeat(26)),
        reviewer: BEN,
        reason,
        lot: 0.1,
        rank: 2,
        of: 9,
        before: 3,
      },
      ...more,
    });
  const stratum = { author: ADA, modality: 'CT', region: null, shift: 'night' };

  it.each([
    [{ kind: 'targeted', flag: 'complaint' }, 'Looked for on purpose (complaint): lot 2 of 9. Ben had 3 before.'],
    [
      { kind: 'quota', quota: 0, least: 2, stratum },
      'Quota 1, at least 2 of CT, night, by Ada: lot 2 of 9. Ben had 3 before.',
    ],
    [{ kind: 'stratum', by: ['author'], stratum }, 'Dealt to CT, night, by Ada: lot 2 of 9. Ben had 3 before.'],
    [{ kind: 'stratum', by: [], stratum }, 'Out of all reports: lot 2 of 9. Ben had 3 before.'],
  ])('%o is explained in words', (reason, words) => {
    expect(pickWords(pick(reason), nameOf)).toBe(words);
  });

  it('was the only one, for who had none', () => {
    const alone = pick({ kind: 'targeted', flag: 'critical' }, { rank: 1, of: 1, before: 0 });
    expect(pickWords(alone, nameOf)).toBe(
      'Looked for on purpose (critical finding): the only one there was. Ben had none yet.',
    );
  });

  it('is kept back of a case that the person reads blind: it would say whose report it is', () => {
    const own = { ...pick({ kind: 'targeted', flag: 'complaint' }), reason: null };
    expect(pickWords(own, nameOf)).toBe('Kept back until you have locked what you found');
  });
});
