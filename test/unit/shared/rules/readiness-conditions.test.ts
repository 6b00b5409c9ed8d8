import { describe, expect, it } from 'vitest';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import {
  isReadyOffline,
  readinessConditions,
  readinessLine,
  READINESS_CONDITIONS,
} from '../../../../shared/rules/readiness-conditions.ts';
import type { ConditionKind, ConditionState } from '../../../../shared/rules/readiness-conditions.ts';

const clock = (at: string): string => at.slice(11, 16);

const READY: ReadinessFacts = {
  pixels: { received: 842, expected: 842, damaged: 0, verified: 842, decodable: 842 },
  site: { name: 'St. Anna', completeAt: '2026-11-22T02:14:00Z' },
  priors: [{ date: '20190312', state: 'here', where: 'St. Anna', waived: false }],
  priorReports: { wanted: 1, here: 1, unsaid: 0 },
  order: 'here',
  template: true,
  contacts: 3,
  lease: { until: '2026-11-22T08:00:00Z', neededUntil: '2026-11-22T06:00:00Z' },
  coming: null,
};
const NOTHING: ReadinessFacts = {
  pixels: { received: 2, expected: null, damaged: 0, verified: null, decodable: null },
  ...{ site: null, priors: null, priorReports: null, order: null, template: null, contacts: null, lease: null },
  coming: null,
};

const told = (facts: ReadinessFacts, kind: ConditionKind): readonly [ConditionState, string] => {
  const found = readinessConditions(facts, clock).find((one) => one.kind === kind);
  return found ? [found.state, found.words] : expect.fail(`nothing of ${kind}`);
};
const prior = (own: Partial<NonNullable<ReadinessFacts['priors']>[number]>) => [
  { date: '20190312', state: 'unreachable' as const, where: null, waived: false, ...own },
];
const pixels = (own: Partial<ReadinessFacts['pixels']>) => ({ pixels: { ...READY.pixels, ...own } });

describe('readinessConditions', () => {
  it('are all met where everything is here', () => {
    const conditions = readinessConditions(READY, clock);
    expect(conditions.map(({ kind, state }) => [kind, state])).toEqual(
      READINESS_CONDITIONS.map((kind) => [kind, 'met']),
    );
    expect(isReadyOffline(conditions)).toBe(true);
    expect(readinessLine(conditions)).toBe('ready offline');
  });

  it('are unknown, each said so, where the station knows nothing, and none of them counts', () => {
    const conditions = readinessConditions(NOTHING, clock);
    expect(new Set(conditions.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(isReadyOffline(conditions)).toBe(false);
    expect(readinessLine(conditions)).toBe('not known to be ready offline: 8 conditions are unknown');
  });

  it.each<[ConditionKind, Partial<ReadinessFacts>, ConditionState, string]>([
    ['pixels', {}, 'met', 'all 842 images here, checked and decodable'],
    ['pixels', pixels({ received: 120, verified: 120, decodable: 120 }), 'missing', '120 of 842 images are here'],
    ['pixels', pixels({ received: 0 }), 'missing', 'no images are here'],
    ['pixels', pixels({ damaged: 2 }), 'missing', '2 of 842 images damaged'],
    ['pixels', pixels({ verified: 800 }), 'unknown', '800 of 842 images read back from the disk'],
    ['pixels', pixels({ decodable: 841 }), 'unknown', '841 of 842 images proved to be decodable'],
    ['pixels', pixels({ verified: null }), 'unknown', '842 images here, not read back from the disk yet'],
    ['pixels', pixels({ expected: null }), 'unknown', '842 images here and good; nobody said how many there are'],
    ['complete', {}, 'met', 'St. Anna said complete at 02:14'],
    ['complete', { site: { name: 'Kessel', completeAt: null } }, 'missing', 'Kessel has more of it than is here'],
    ['priors', { priors: [] }, 'met', 'no relevant priors'],
    ['priors', {}, 'met', '1 relevant prior here'],
    ['priors', { priors: prior({}) }, 'missing', 'without prior 2019-03, archive unreachable'],
    ['priors', { priors: prior({ waived: true }) }, 'not-wanted', 'without prior 2019-03, archive unreachable'],
    [
      'priors',
      { priors: prior({ state: 'at-site', where: 'Kessel' }) },
      'missing',
      'without prior 2019-03, still at Kessel',
    ],
    [
      'priors',
      { priors: prior({ state: 'partly', date: null }) },
      'missing',
      'without prior of an unknown date, partly here',
    ],
    ['prior-reports', { priorReports: { wanted: 2, here: 1, unsaid: 0 } }, 'missing', '1 of 2 reports of priors here'],
    [
      'prior-reports',
      { priorReports: { wanted: 0, here: 0, unsaid: 0 } },
      'not-wanted',
      'no reports of priors to expect',
    ],
    [
      'prior-reports',
      { priorReports: { wanted: 1, here: 1, unsaid: 1 } },
      'unknown',
      '1 report of priors here; the site did not say whether 1 prior has a report',
    ],
    [
      'prior-reports',
      { priorReports: { wanted: 0, here: 0, unsaid: 2 } },
      'unknown',
      'the site did not say whether 2 priors have a report',
    ],
    ['order', { order: 'missing' }, 'missing', 'the order is missing'],
    ['order', { order: 'none' }, 'not-wanted', 'the site sends no orders'],
    ['template', { template: false }, 'missing', 'no report template fits'],
    ['contacts', { contacts: 0 }, 'missing', 'the site’s profile names nobody to call'],
    ['contacts', { contacts: 1 }, 'met', 'the site’s profile names 1 contact'],
    ['lease', {}, 'met', 'may work offline until 08:00'],
    [
      'lease',
      { lease: { until: '2026-11-22T05:00:00Z', neededUntil: '2026-11-22T06:00:00Z' } },
      'missing',
      'may work offline until 05:00 only',
    ],
    ['lease', { lease: 'none' }, 'not-wanted', 'this reader needs no sign-in at a provider'],
  ])('%s with %j is %s: %s', (kind, own, state, words) => {
    const facts = { ...READY, ...own };
    expect(told(facts, kind)).toEqual([state, words]);
    const conditions = readinessConditions(facts, clock);
    expect(isReadyOffline(conditions)).toBe(state === 'met' || state === 'not-wanted');
  });

  it('says without which prior a case is ready, and what stands in the way of one that is not', () => {
    const line = (own: Partial<ReadinessFacts>): string =>
      readinessLine(readinessConditions({ ...READY, ...own }, clock));
    expect(line({ priors: prior({ waived: true }) })).toBe('ready offline, without prior 2019-03, archive unreachable');
    expect(line({ order: 'missing', template: false })).toBe(
      'not ready offline: the order is missing; no report template fits',
    );
    // What is missing is said before what is unknown.
    expect(line({ order: 'missing', site: null })).toBe('not ready offline: the order is missing');
  });
});
