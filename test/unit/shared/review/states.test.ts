import { describe, expect, it } from 'vitest';
import type { ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { ReviewMove, ReviewRole } from '../../../../shared/model/review/review.ts';
import { firstProgress, movesNow, nextProgress } from '../../../../shared/review/states.ts';
import type { ReviewFacts, ReviewProgress } from '../../../../shared/review/states.ts';
import { sightOf } from '../../../../shared/review/sight.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const [reviewer, author, second, third, coordinator] = [1, 2, 3, 4, 5].map(pseudonym) as [
  ...[ReaderPseudonym, ReaderPseudonym, ReaderPseudonym, ReaderPseudonym, ReaderPseudonym],
];
const PEOPLE: Readonly<Record<ReviewRole, ReaderPseudonym>> = {
  reviewer,
  second,
  third,
  coordinator,
  original: author,
};
const RADPEER: ReviewFacts = { kind: 'radpeer', reviewer, author };
const LEARNING: ReviewFacts = { kind: 'peer-learning', reviewer, author };
const HASH = 'a'.repeat(64);

type Step = readonly [ReviewRole, ReviewMove];
const READ: readonly Step[] = [
  ['reviewer', { kind: 'begin' }],
  ['reviewer', { kind: 'lock', hash: HASH }],
  ['reviewer', { kind: 'reveal' }],
];
const scored = (score: '1' | '2a' | '2b' | '3a' | '3b' | null): Step => [
  'reviewer',
  { kind: 'score', scoring: scoringOf({ score, comment: 'Nodule at the apex.' }) },
];
const refer = (reader: ReaderPseudonym): Step => ['coordinator', { kind: 'refer', reader }];
const opine = (role: 'second' | 'third', score: '1' | '2a' | '3b' | null): Step => [
  role,
  { kind: 'opine', opinion: { score, comment: 'Seen.' } },
];
const settle = (score: '1' | '2a' | '3b' | null): Step => ['coordinator', { kind: 'settle', score }];
const AGREE: Step = ['coordinator', { kind: 'agree' }];
const DISPUTE: Step = ['original', { kind: 'dispute', reason: 'It is a vessel.' }];
const REPLY: Step = ['original', { kind: 'reply', reply: { agrees: true, text: 'Thank you.' } }];
const CLOSE: Step = ['coordinator', { kind: 'close' }];

function walk(steps: readonly Step[], review = RADPEER): ReviewProgress {
  return steps.reduce(
    (progress, [role, move]) => nextProgress(review, progress, { by: PEOPLE[role], role, move }),
    firstProgress(review),
  );
}
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('the way of a review', () => {
  it('goes from drawn to closed where the score needs no arbitration', () => {
    expect(walk([...READ, scored('2a'), AGREE, REPLY, CLOSE])).toEqual({
      ...{ state: 'closed', blind: true, lockedHash: HASH, unblindReason: null, opinions: [], score: '2a' },
      ...{ outcome: 'none', reply: { agrees: true, text: 'Thank you.' }, disputed: null, skipped: null },
      scoring: scoringOf({ score: '2a', comment: 'Nodule at the apex.' }),
    });
  });

  it('is settled by a second opinion that is the first again, else by a third', () => {
    const begun = [...READ, scored('3b'), refer(second)];
    expect(walk([...begun, opine('second', '3b'), settle('3b')])).toMatchObject({ score: '3b', outcome: 'upheld' });
    expect(() => walk([...begun, opine('second', '2a'), settle('2a')])).toThrow(refusal('review/opinion-missing'));
    const third_ = [...begun, opine('second', '2a'), refer(third), opine('third', '2a')];
    expect(walk([...third_, settle('2a')])).toMatchObject({ score: '2a', outcome: 'changed', state: 'agreed' });
    expect(walk([...third_, settle('3b')])).toMatchObject({ score: '3b', outcome: 'upheld' });
    expect(() => walk([...third_, settle('1')])).toThrow(refusal('review/bad-score'));
  });

  it('goes back to arbitration when its author disagrees, once', () => {
    const disputed = [...READ, scored('2a'), AGREE, DISPUTE];
    expect(walk(disputed).state).toBe('arbitration');
    expect(() => walk([...disputed, settle('2a')])).toThrow(refusal('review/opinion-missing'));
    const again = [...disputed, refer(second), opine('second', '2a'), settle('2a')];
    expect(walk(again)).toMatchObject({ state: 'agreed', outcome: 'upheld', disputed: 'It is a vessel.' });
    expect(() => walk([...again, DISPUTE])).toThrow(refusal('review/already-disputed'));
  });

  it('records an early look at the report, with its reason', () => {
    const early = [READ[0] as Step, ['reviewer', { kind: 'unblind', reason: 'Pneumothorax in the picture.' }] as const];
    expect(walk(early)).toMatchObject({
      ...{ state: 'revealed', blind: false, lockedHash: null, unblindReason: 'Pneumothorax in the picture.' },
    });
    expect(() => walk([READ[0] as Step, ['reviewer', { kind: 'unblind', reason: ' ' }]])).toThrow(
      refusal('review/reason-missing'),
    );
  });

  it('has no blind read where a prior is scored beside its follow-up', () => {
    const prior: ReviewFacts = { kind: 'prior-while-reading', reviewer, author };
    expect(walk([READ[0] as Step], prior)).toMatchObject({ state: 'revealed', blind: false });
  });

  it('has no scores in peer learning, and can be talked over all the same', () => {
    expect(walk([...READ, scored(null), AGREE, CLOSE], LEARNING)).toMatchObject({ score: null, outcome: 'none' });
    expect(() => walk([...READ, scored('1')], LEARNING)).toThrow(refusal('review/score-not-wanted'));
    expect(walk([...READ, scored(null), refer(second), opine('second', null), settle(null)], LEARNING)).toMatchObject({
      state: 'agreed',
      score: null,
    });
    expect(() => walk([...READ, scored(null), refer(second), opine('second', null), settle('1')], LEARNING)).toThrow(
      refusal('review/score-not-wanted'),
    );
  });

  it.each([
    ['a score that needs arbitration is agreed to', [...READ, scored('2b'), AGREE], 'review/needs-arbitration'],
    ['a case is skipped without a reason', [['reviewer', { kind: 'skip', reason: '' }]], 'review/reason-missing'],
    [
      'a comment is missing',
      [...READ, ['reviewer', { kind: 'score', scoring: scoringOf({ score: '3a' }) }]],
      'review/comment-missing',
    ],
    ['the reviewer is asked for an opinion', [...READ, scored('2b'), refer(reviewer)], 'review/already-involved'],
    ['the author is asked for an opinion', [...READ, scored('2b'), refer(author)], 'review/own-case'],
    ['a coordinator asks themselves', [...READ, scored('2b'), refer(coordinator)], 'review/already-involved'],
    [
      'a third opinion is asked for before the second is there',
      [...READ, scored('2b'), refer(second), refer(third)],
      'review/opinion-missing',
    ],
    [
      'the second gives two opinions',
      [...READ, scored('2b'), refer(second), opine('second', '3b'), opine('second', '1')],
      'review/already-opined',
    ],
    ['a third speaks unasked', [...READ, scored('2b'), refer(second), opine('third', '3b')], 'review/wrong-role'],
    [
      'it is settled without an opinion',
      [...READ, scored('2b'), refer(second), settle('3b')],
      'review/opinion-missing',
    ],
    ['two replies are given', [...READ, scored('1'), AGREE, REPLY, REPLY], 'review/already-replied'],
    [
      'a reviewer agrees to their own score',
      [...READ, scored('1'), ['reviewer', { kind: 'agree' }]],
      'review/wrong-role',
    ],
    ['it is revealed before it is locked', [READ[0], READ[2]], 'review/wrong-state'],
    [
      'it is skipped after the reveal by its reviewer',
      [...READ, ['reviewer', { kind: 'skip', reason: 'x' }]],
      'review/wrong-state',
    ],
  ] as readonly (readonly [string, readonly Step[], string])[])('refuses when %s', (_, steps, code) => {
    expect(() => walk(steps.slice(0, -1))).not.toThrow();
    expect(() => walk(steps)).toThrow(refusal(code));
  });

  it('lets nobody judge their own report, as coordinator either', () => {
    expect(() => firstProgress({ ...RADPEER, reviewer: author })).toThrow(refusal('review/own-case'));
    const progress = walk([...READ, scored('1')]);
    const own = { by: author, role: 'coordinator', move: { kind: 'agree' } } as const;
    expect(() => nextProgress(RADPEER, progress, own)).toThrow(refusal('review/own-case'));
  });

  it('says which moves there are now', () => {
    expect(movesNow(walk([]), 'reviewer')).toEqual(['begin', 'skip']);
    expect(movesNow(walk([...READ, scored('2b')]), 'coordinator')).toEqual(['refer']);
    expect(movesNow(walk([...READ, scored('2a')]), 'coordinator')).toEqual(['refer', 'agree']);
    expect(movesNow(walk([...READ, scored('1'), AGREE, CLOSE]), 'coordinator')).toEqual([]);
  });

  it('says no move that was made and is made once, nor one that waits for another', () => {
    const asked = [...READ, scored('3b'), refer(second)];
    expect(movesNow(walk(asked), 'second')).toEqual(['opine']);
    expect(movesNow(walk(asked), 'coordinator')).toEqual([]);
    const differs = [...asked, opine('second', '1')];
    expect(movesNow(walk(differs), 'second')).toEqual([]);
    expect(movesNow(walk(differs), 'coordinator')).toEqual(['refer']);
    const third = [...differs, refer(PEOPLE.third), opine('third', '1')];
    expect(movesNow(walk(third), 'coordinator')).toEqual(['settle']);
    expect(movesNow(walk([...asked, opine('second', '3b')]), 'coordinator')).toEqual(['refer', 'settle']);
    const agreed = [...READ, scored('1'), AGREE];
    expect(movesNow(walk(agreed), 'original')).toEqual(['reply', 'dispute']);
    expect(movesNow(walk([...agreed, REPLY]), 'original')).toEqual(['dispute']);
    const over = [...agreed, DISPUTE, refer(second), opine('second', '1'), settle('1')];
    expect(movesNow(walk(over), 'original')).toEqual(['reply']);
  });
});

describe('what may be shown', () => {
  const arbitration = [...READ, scored('3b'), refer(second)];
  it.each([
    ['reviewer', [READ[0]], { report: false, author: false, opinions: false }],
    ['reviewer', READ.slice(0, 2), { report: false }],
    ['reviewer', READ, { report: true, author: false, reviewer: false }],
    ['reviewer', [...arbitration, opine('second', '3b')], { opinions: false }],
    ['second', arbitration, { report: true, scoring: false, findings: false, opinions: false, author: false }],
    ['original', arbitration, { report: true, scoring: false, opinions: false, reviewer: false }],
    ['original', [...READ, scored('1'), AGREE], { scoring: true, opinions: true, reviewer: false }],
    ['original', [...READ, scored('1'), AGREE, DISPUTE, refer(second)], { scoring: true, opinions: false }],
    ['coordinator', [READ[0]], { findings: false, author: true }],
  ] as readonly (readonly [ReviewRole, readonly Step[], object])[])('%s after %o: %o', (role, steps, sight) => {
    expect(sightOf(RADPEER, walk(steps), role)).toMatchObject(sight);
  });
});
