import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountedEvent } from '../../../../shared/model/review/figures.ts';
import type { ReviewEvent } from '../../../../shared/model/review/review.ts';
import type { RadpeerScore } from '../../../../shared/model/review/score.ts';
import { groupBand } from '../../../../shared/review/group/anonymous-group.ts';
import type { GroupReview, Minimums } from '../../../../shared/review/group/anonymous-group.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const VIEWER = pseudonym(1);
const REVIEWER = pseudonym(90);
const COORDINATOR = pseudonym(91);
const SECOND = pseudonym(92);
const MINIMUMS: Minimums = [{ from: '2026-01-01T00:00:00.000Z', minimumN: 4 }];

const day = (month: number, of = 15): string => new Date(Date.UTC(2026, month - 1, of)).toISOString();

interface Made {
  readonly author: number;
  readonly month: number;
  readonly score: RadpeerScore;
  readonly reviewer?: ReturnType<typeof pseudonym>;
  readonly second?: ReturnType<typeof pseudonym>;
  readonly more?: readonly ReviewEvent[];
}

/** Settled through the moves that a case really goes: a 2b, 3a or 3b by an opinion that is the same. */
function made({ author, month, score, reviewer = REVIEWER, second = SECOND, more = [] }: Made): GroupReview {
  const at = day(month);
  const comment = 'Seen on the second series.';
  const by = (role: ReviewEvent['role'], who: ReviewEvent['by'], move: ReviewEvent['move']): ReviewEvent => ({
    ...{ at, by: who, role, move },
  });
  const needsOpinion = score === '2b' || score === '3a' || score === '3b';
  return {
    ...{ kind: 'radpeer', reviewer, author: pseudonym(author) },
    events: [
      by('reviewer', reviewer, { kind: 'begin' }),
      by('reviewer', reviewer, { kind: 'lock', hash: 'a'.repeat(64) }),
      by('reviewer', reviewer, { kind: 'reveal' }),
      by('reviewer', reviewer, { kind: 'score', scoring: scoringOf({ score, comment, errorClass: 'perception' }) }),
      ...(needsOpinion
        ? [
            by('coordinator', COORDINATOR, { kind: 'refer', reader: second }),
            by('second', second, { kind: 'opine', opinion: { score, comment } }),
            by('coordinator', COORDINATOR, { kind: 'settle', score }),
          ]
        : [by('coordinator', COORDINATOR, { kind: 'agree' })]),
      ...more,
    ],
  };
}

/** All that the viewer can ever be told: both events, at the end of every month. */
function everythingTold(reviews: readonly GroupReview[], minimums = MINIMUMS): string {
  const told = [2, 3].flatMap((month) =>
    CountedEvent.options.map((event) => groupBand(reviews, VIEWER, event, { minimums, now: day(month, 3) })),
  );
  return JSON.stringify(told);
}

const many = (authors: readonly number[], each: number, month: number, scores: readonly RadpeerScore[]): Made[] =>
  authors.flatMap((author, at) =>
    Array.from({ length: each }, (_, n) => ({ author, month, score: scores[(at * each + n) % scores.length] ?? '1' })),
  );

const band = (reviews: readonly Made[], now: string, minimums = MINIMUMS): ReturnType<typeof groupBand> =>
  groupBand(
    reviews.map((one) => made(one)),
    ...([VIEWER, 'any', { minimums, now }] as const),
  );

describe('the anonymous group', () => {
  const enough = many([2, 3, 4], 4, 1, ['1', '1', '2a']);

  it('is what the others came to by the end of a month, without the viewer', () => {
    const all = [...enough, ...many([1], 20, 1, ['2a'])];
    expect(band(all, day(1, 31))).toBeNull();
    expect(band(all, day(2, 1))).toMatchObject({ cases: 12, least: 4, most: 4, until: '2026-01' });
  });

  it.each([
    ['two readers', many([2, 3], 20, 1, ['1', '2a'])],
    ['fewer cases than the minimum', many([2, 3, 4], 1, 1, ['1', '2a'])],
    ['cases that the viewer has read', enough.map((one) => ({ ...one, reviewer: VIEWER }))],
    [
      'cases that the viewer gave an opinion on',
      enough.map((one) => ({ ...one, score: '2b' as const, second: VIEWER })),
    ],
    ['no case', []],
  ])('is not shown of %s', (_, all) => {
    expect(band(all, day(6))).toBeNull();
  });

  it('waits for further cases, and takes them in together', () => {
    const all = [...enough, ...many([2], 30, 2, ['2a']), ...many([3, 4], 1, 3, ['2a'])];
    expect(band(all, day(3, 2))).toEqual(band(all, day(2, 2)));
    expect(band(all, day(4, 2))).toMatchObject({ cases: 44, until: '2026-03' });
  });

  it('says only so much of a batch in which nearly all came to the same', () => {
    expect(band(many([2, 3, 4], 4, 1, ['1']), day(2))).toMatchObject({ cases: 12, least: 0, most: 1 });
    expect(band(many([2, 3, 4], 4, 1, ['2a']), day(2))).toMatchObject({ cases: 12, least: 11, most: 12 });
    const one = [...many([2, 3, 4], 4, 1, ['1']).slice(1), { author: 2, month: 1, score: '2a' as const }];
    expect(band(one, day(2))).toMatchObject({ least: 0, most: 1 });
  });

  it('stays as it was when a score is disagreed with later, or a later version asks for more', () => {
    const [first, ...rest] = enough;
    if (first === undefined) throw new Error('no case');
    const dispute: ReviewEvent = {
      ...{
        at: day(3),
        by: pseudonym(first.author),
        role: 'original',
        move: { kind: 'dispute', reason: 'It is there.' },
      },
    };
    const later = [{ ...first, more: [dispute] }, ...rest];
    expect(band(later, day(5))).toEqual(band(enough, day(5)));
    const changed: Minimums = [...MINIMUMS, { from: day(4), minimumN: 100 }];
    expect(band(enough, day(5), changed)).toEqual(band(enough, day(5)));
    expect(band(enough, day(5), [{ from: day(1, 1), minimumN: 100 }])).toBeNull();
  });
});

const REACHABLE: readonly RadpeerScore[] = ['1', '2a', '2b'];
const anyCase = fc.record({
  author: fc.integer({ min: 1, max: 4 }),
  month: fc.integer({ min: 1, max: 2 }),
  score: fc.constantFrom<RadpeerScore>('1', '1', '1', '2a', '2b'),
});

/** Whether some other history, in which the case came to something else, is answered the same at all times. */
function couldBeOtherwise(
  all: readonly Made[],
  at: number,
  differs: (score: RadpeerScore) => boolean,
  tell = (cases: readonly Made[]): string => everythingTold(cases.map((one) => made(one))),
): boolean {
  const told = tell(all);
  const isSame = (scores: ReadonlyMap<number, RadpeerScore>): boolean =>
    tell(all.map((one, n) => ({ ...one, score: scores.get(n) ?? one.score }))) === told;
  const others = [...all.keys()].filter((n) => n !== at);
  return REACHABLE.filter(differs).some(
    (score) =>
      isSame(new Map([[at, score]])) ||
      others.some((n) =>
        REACHABLE.some(
          (theirs) =>
            theirs !== all[n]?.score &&
            isSame(
              new Map([
                [at, score],
                [n, theirs],
              ]),
            ),
        ),
      ),
  );
}

describe('however often and whenever somebody asks', () => {
  it('no answer, and no two answers, tell the score of a single case of another', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(anyCase, { minLength: 6, maxLength: 14 }), (all) => {
        const isAny = (score: RadpeerScore): boolean => score !== '1';
        const isGrave = (score: RadpeerScore): boolean => score === '2b' || score === '3b';
        for (const [at, { author, score }] of all.entries()) {
          if (author === 1) continue;
          expect(couldBeOtherwise(all, at, (other) => isAny(other) !== isAny(score))).toBe(true);
          expect(couldBeOtherwise(all, at, (other) => isGrave(other) !== isGrave(score))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the trial finds a case that a plain count tells', () => {
    // What is said of a batch of three in which nobody came to anything would tell all three, were it said as it is.
    const none = many([2, 3, 4], 1, 1, ['1']);
    const plain = (all: readonly Made[]): string => String(all.filter(({ score }) => score !== '1').length);
    expect(couldBeOtherwise(none, 0, (score) => score !== '1', plain)).toBe(false);
    expect(couldBeOtherwise(none, 0, (score) => score !== '1')).toBe(true);
  });
});
