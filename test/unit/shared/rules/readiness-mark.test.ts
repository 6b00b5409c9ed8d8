import { describe, expect, it } from 'vitest';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import { readinessMark } from '../../../../shared/rules/readiness-mark.ts';
import type { ReadinessMarkKind } from '../../../../shared/rules/readiness-mark.ts';

const clock = (at: string): string => at.slice(11, 16);
const READY: ReadinessFacts = {
  pixels: { received: 10, expected: 10, damaged: 0, verified: 10, decodable: 10 },
  site: { name: 'St. Anna', completeAt: '2026-11-22T02:14:00Z' },
  ...{ priors: [], priorReports: { wanted: 0, here: 0, unsaid: 0 }, order: 'none', template: true },
  ...{ contacts: 1, lease: 'none', coming: null },
};
const whole = { readiness: 'offline-ready' as const, received: 10, expected: 10, damaged: 0 };
const away = [{ date: '20190312', state: 'unreachable' as const, where: null, waived: false }];
const coming = (own: Partial<NonNullable<ReadinessFacts['coming']>>): NonNullable<ReadinessFacts['coming']> => ({
  ...{ state: 'waiting', timeLeft: null, because: null, since: null },
  ...own,
});

describe('readinessMark', () => {
  it.each<[string, Partial<typeof whole>, Partial<ReadinessFacts>, ReadinessMarkKind, string]>([
    ['everything is met', {}, {}, 'ready', 'offline'],
    ['all but a prior', {}, { priors: away }, 'ready-without-prior', 'no prior'],
    [
      'a prior and its report',
      {},
      { priors: away, priorReports: { wanted: 1, here: 0, unsaid: 0 } },
      'ready-without-prior',
      'no prior',
    ],
    [
      'a prior that the reader waived',
      {},
      { priors: away.map((one) => ({ ...one, waived: true })) },
      'ready-without-prior',
      'no prior',
    ],
    ['a prior and the order', {}, { priors: away, order: 'missing' }, 'lacking', '2 missing'],
    ['only the order', {}, { order: 'missing' }, 'lacking', '1 missing'],
    ['something is not known', {}, { order: null }, 'images', 'images'],
    ['some images', { received: 4 }, {}, 'partial', '4 of 10'],
    [
      'some images, more come',
      { received: 4 },
      { coming: coming({ state: 'running', timeLeft: 12 }) },
      'arriving',
      '4 of 10, 12 s',
    ],
    ['none, and it waits', { received: 0 }, { coming: coming({ because: 'metered' }) }, 'waiting', 'waiting'],
    ['none, paused', { received: 0 }, { coming: coming({ state: 'paused' }) }, 'waiting', 'paused'],
    ['nothing', { received: 0 }, {}, 'at-site', 'at the site'],
    ['damage, whatever else', { damaged: 2 }, {}, 'damaged', '2 damaged'],
  ])('where there is %s', (_what, row, facts, kind, words) => {
    const mark = readinessMark({ ...whole, ...row }, { ...READY, ...facts }, clock);
    expect([mark.kind, mark.words]).toEqual([kind, words]);
  });

  it('calls nothing ready before the facts are there', () => {
    expect(readinessMark(whole, null, clock).kind).toBe('images');
    expect(readinessMark({ ...whole, received: 3 }, null, clock)).toMatchObject({ kind: 'partial', words: '3 of 10' });
  });

  it('says in full what lacks, and why something waits', () => {
    const more = (row: Partial<typeof whole>, facts: Partial<ReadinessFacts>): string =>
      readinessMark({ ...whole, ...row }, { ...READY, ...facts }, clock).more;
    expect(more({}, { priors: away })).toBe('ready without prior 2019-03, archive unreachable');
    expect(more({ received: 0 }, { coming: coming({ because: 'metered' }) })).toContain('paid by the byte');
    const recall = coming({ because: 'recall', since: '2026-11-22T02:14:00Z' });
    expect(more({ received: 0 }, { coming: recall })).toContain('brings it up from its slow store since 02:14');
    expect(more({}, { order: 'missing' })).toContain('the order is missing');
  });
});
