import { describe, expect, it } from 'vitest';
import type { RadpeerScore, Scoring } from '../../../../shared/model/review/score.ts';
import type { ReviewEvent } from '../../../../shared/model/review/review.ts';
import { myProgrammeFigures } from '../../../../shared/review/group/my-figures.ts';
import type { OwnCase, OwnOptions } from '../../../../shared/review/group/my-figures.ts';
import { progressOf } from '../../../../shared/review/states.ts';
import { pseudonym, scoringOf } from './made-up.ts';

const VIEWER = pseudonym(1);
const OPTIONS: OwnOptions = {
  ...{ viewer: VIEWER, event: 'any', now: '2026-03-10T00:00:00.000Z' },
  minimums: [{ from: '2026-01-01T00:00:00.000Z', minimumN: 10 }],
};

function settled(author: number, score: RadpeerScore, said: Partial<Scoring> = {}): OwnCase {
  const at = '2026-01-20T10:00:00.000Z';
  const [reviewer, coordinator] = [pseudonym(90), pseudonym(91)];
  const moves: readonly (readonly [ReviewEvent['role'], ReviewEvent['move']])[] = [
    ['reviewer', { kind: 'begin' }],
    ['reviewer', { kind: 'lock', hash: 'a'.repeat(64) }],
    ['reviewer', { kind: 'reveal' }],
    ['reviewer', { kind: 'score', scoring: scoringOf({ score, ...said }) }],
    ['coordinator', { kind: 'agree' }],
  ];
  const review = {
    ...{ kind: 'radpeer' as const, reviewer, author: pseudonym(author) },
    events: moves.map(([role, move]) => ({ at, by: role === 'reviewer' ? reviewer : coordinator, role, move })),
  };
  return {
    report: { author: pseudonym(author), modality: 'CT', region: 'chest', shift: 'day', signedAt: at },
    ...{ review, progress: progressOf(review), name: 'CASE-1', agreedAt: at, drawnAt: 0, closedAt: null, isMet: false },
  };
}
const many = (count: number, make: (at: number) => OwnCase): OwnCase[] =>
  Array.from({ length: count }, (_, at) => make(at));
const others = many(60, (at) => settled(2 + (at % 4), at % 10 === 0 ? '2a' : '1'));

describe('own figures beside the group', () => {
  it('hold the own rate, the bounds of the others and where the one lies in the other', () => {
    const mine = myProgrammeFigures([...others, ...many(20, (at) => settled(1, at < 12 ? '2a' : '1'))], OPTIONS);
    expect(mine).toMatchObject({
      ...{ settled: 20, total: { cases: 20, events: 12, rate: 0.6 }, group: { cases: 60, least: 6, most: 6 } },
      funnel: { place: 'alarm-high' },
    });
    expect(mine?.by.map(({ dimension }) => dimension)).toEqual(['modality', 'region', 'shift']);
    expect(mine?.funnel?.lines.at(-1)?.cases).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify(mine)).not.toContain(pseudonym(2));
  });

  it('leave out what is too few, of oneself and of the others', () => {
    const few = myProgrammeFigures([...others, ...many(3, () => settled(1, '2a'))], OPTIONS);
    expect(few).toMatchObject({ settled: 3, total: null, funnel: null, group: { cases: 60 } });
    const two = myProgrammeFigures([...many(40, (at) => settled(2 + (at % 2), '1')), settled(1, '1')], OPTIONS);
    expect(two).toMatchObject({ group: null, funnel: null });
    expect(myProgrammeFigures(others, OPTIONS)).toBeNull();
  });

  it('list what there is to learn from, of oneself alone', () => {
    const point = { learningPoint: 'Look at the apices last.', errorClass: 'perception' } as const;
    const mine = myProgrammeFigures(
      [
        ...[settled(1, '2a', point), settled(1, '1', { greatCall: true }), settled(1, '1')],
        settled(2, '2a', { learningPoint: 'Of somebody else.', errorClass: 'perception' }),
      ],
      OPTIONS,
    );
    expect(mine?.lessons.map(({ learningPoint, greatCall }) => [learningPoint, greatCall])).toEqual([
      ['Look at the apices last.', false],
      ['', true],
    ]);
  });
});
