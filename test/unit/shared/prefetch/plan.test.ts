import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRoom, planPrefetch } from '../../../../shared/prefetch/plan.ts';
import { wantedPriors } from '../../../../shared/prefetch/tasks.ts';
import { DEFAULT_WEIGHTS } from '../../../../shared/prefetch/weights.ts';
import type { PrefetchPlan } from '../../../../shared/prefetch/plan.ts';
import type { Hold, LocalStudy, PlanCase, PlanFacts, PlanPrior } from '../../../../shared/prefetch/plan-facts.ts';

const HOUR = 3_600_000;
const GB = 1e9;

const aCase = (caseId: string, own: Partial<PlanCase> = {}, bytes = GB): PlanCase => ({
  ...{ caseId, order: 0, priority: null, dueAt: null, pin: null, takenByOther: false, priors: [] },
  study: { studyId: caseId, sources: ['a'], bytes, estimated: false, localBytes: 0, complete: false },
  ...own,
});

const prior = (studyId: string, relevance: number, bytes = GB): PlanPrior => ({
  ...{ studyId, sources: ['a'], bytes, estimated: false, localBytes: 0, complete: false },
  ...{ relevance, why: 'same region, CT, 14 months', years: 1 },
});

const here = (studyId: string, own: Partial<LocalStudy> = {}): LocalStudy => ({
  ...{ studyId, bytes: GB, lastUsedAt: 0, value: 0, holds: [] },
  ...own,
});

const facts = (own: Partial<PlanFacts>): PlanFacts => ({
  ...{ now: 0, cases: [], local: [], quotaBytes: 100 * GB, usedBytes: 0, shift: null, metered: false },
  sources: [
    {
      sourceId: 'a',
      name: 'St. Anna',
      reachable: true,
      metered: false,
      windows: [{ from: 0, to: 48 * HOUR, bytesPerSecond: 10e6 }],
    },
  ],
  ...own,
});

const ids = ({ fetches }: PrefetchPlan): string[] => fetches.map(({ studyId }) => studyId);
const reasons = ({ left }: PrefetchPlan) => Object.fromEntries(left.map(({ studyId, reason }) => [studyId, reason]));

describe('planPrefetch', () => {
  it('fetches the next case, its best priors and then the next but one, and says why and until when', () => {
    const plan = planPrefetch(
      facts({
        cases: [
          aCase('first', { order: 0, priors: [prior('far', 0.1), prior('near', 0.9)] }),
          aCase('second', { order: 1, priority: 'routine' }),
        ],
      }),
    );
    expect(ids(plan)).toEqual(['first', 'second', 'near']);
    expect(plan.fetches[0]).toMatchObject({ why: 'next to read', startsAt: 0, doneAt: 100_000, sourceId: 'a' });
    expect(plan.fetches[2]?.why).toBe('same region, CT, 14 months');
    expect(plan.words).toBe('2 cases, 3.0 GB to come');
    expect(plan.forecast).toMatchObject({ readyNow: 0, readyThen: 2, bytes: 3 * GB, doneAt: 300_000 });
  });

  it('picks the newer of priors that are about as like the case, and small ones that might matter beside them', () => {
    const priors = [
      { ...prior('old', 0.8), years: 9 },
      { ...prior('older', 0.8), years: 10 },
      { ...prior('oldest', 0.8), years: 12 },
      { ...prior('new', 0.71), years: 1.5 },
      prior('film', 0.25, 8e6),
      prior('second film', 0.22, 50e6),
      prior('third film', 0.21, 50e6),
      prior('big', 0.28),
      prior('other', 0.1, 1e6),
    ];
    expect(wantedPriors(priors, DEFAULT_WEIGHTS).map(({ studyId }) => studyId)).toEqual(['new', 'old', 'older']);
    const fetched = ids(planPrefetch(facts({ cases: [aCase('case', { priors })] })));
    expect(new Set(fetched)).toEqual(new Set(['case', 'new', 'old', 'older', 'film', 'second film']));
    // Readiness does not wait for what only might matter.
    const local = priors.map((one) => ({ ...one, complete: ['new', 'old', 'older'].includes(one.studyId) }));
    const study = { ...aCase('case').study, complete: true };
    expect(planPrefetch(facts({ cases: [aCase('case', { study, priors: local })] })).forecast.readyNow).toBe(1);
  });

  it('takes of several sources the one that has sent it soonest, and names the others for where that one fails', () => {
    const at = (sourceId: string, bytesPerSecond: number, more: object = {}) => ({
      ...{ sourceId, name: sourceId, reachable: true, metered: false },
      windows: [{ from: 0, to: 48 * HOUR, bytesPerSecond }],
      ...more,
    });
    const study = (studyId: string) => ({ ...aCase(studyId).study, sources: ['slow', 'down', 'paid', 'fast', 'fair'] });
    const { fetches } = planPrefetch(
      facts({
        cases: ['first', 'second'].map((id, order) => aCase(id, { order, study: study(id) })),
        sources: [
          ...[at('slow', 2e6), at('down', 90e6, { reachable: false }), at('paid', 80e6, { metered: true })],
          ...[at('fast', 10e6), at('fair', 8e6)],
        ],
      }),
    );
    // The fast one is at work with the first study until then.
    expect(fetches.map(({ sourceId, others }) => [sourceId, ...others])).toEqual([
      ['fast', 'fair', 'slow'],
      ['fair', 'fast', 'slow'],
    ]);
  });

  it('takes STAT first, then what is claimed, then the clock, then the list', () => {
    const plan = planPrefetch(
      facts({
        cases: [
          aCase('list', { order: 0 }),
          aCase('due', { order: 4, dueAt: HOUR }),
          aCase('mine', { order: 5, pin: 'claimed' }),
          aCase('stat', { order: 6, priority: 'stat' }),
        ],
      }),
    );
    expect(ids(plan)).toEqual(['stat', 'mine', 'due', 'list']);
    expect(plan.fetches[0]?.why).toBe('next to read, STAT');
    expect(plan.fetches[1]?.why).toBe('number 2 to read, claimed');
  });

  it('leaves out what others took, and says of the rest why it does not come', () => {
    const open = facts({}).sources[0];
    const plan = planPrefetch(
      facts({
        cases: [
          aCase('theirs', { takenByOther: true }),
          aCase('nowhere', { study: { ...aCase('nowhere').study, sources: [] } }),
          aCase('down', { study: { ...aCase('down').study, sources: ['b'] } }),
          aCase('too-big', {}, 500 * GB),
          aCase('slow', {}, 90 * GB),
        ],
        sources: [
          {
            sourceId: 'a',
            name: 'St. Anna',
            reachable: true,
            metered: false,
            windows: [{ from: 0, to: HOUR, bytesPerSecond: 10e6 }],
          },
          { sourceId: 'b', name: 'Kessel', reachable: false, metered: false, windows: open?.windows ?? [] },
        ],
      }),
    );
    expect(plan.fetches).toEqual([]);
    expect(reasons(plan)).toEqual({ nowhere: 'no-source', down: 'source-down', 'too-big': 'no-time', slow: 'no-time' });
    expect(plan.left.find(({ studyId }) => studyId === 'down')?.words).toBe('Kessel does not answer');
  });

  it('on a metered line fetches what is pinned and STAT alone', () => {
    const cases = [aCase('any'), aCase('stat', { priority: 'stat' }), aCase('mine', { pin: 'on-call' })];
    const plan = planPrefetch(facts({ cases, metered: true }));
    expect(ids(plan).sort()).toEqual(['mine', 'stat']);
    expect(reasons(plan)).toEqual({ any: 'metered' });
  });

  it('begins shortly before the shift, at once with what is claimed, and ends with it', () => {
    const shift = { from: 20 * HOUR, to: 20 * HOUR + DEFAULT_WEIGHTS.secondsPerCase * 2000 };
    const cases = [0, 1, 2].map((order) => aCase(`c${order}`, { order, ...(order === 1 ? { pin: 'claimed' } : {}) }));
    const plan = planPrefetch(facts({ cases, shift }));
    expect(plan.fetches.map(({ studyId, startsAt }) => [studyId, startsAt])).toEqual([
      ['c1', 0],
      ['c0', shift.from - DEFAULT_WEIGHTS.leadSeconds * 1000],
    ]);
    expect(reasons(plan)).toEqual({ c2: 'after-shift' });
  });

  it('evicts what nobody wants, longest unused first, and never what is held', () => {
    const holds: Hold[] = ['claimed', 'on-call', 'pinned', 'unsent', 'open', 'retention', 'unsaved', 'no-source'];
    const plan = planPrefetch(
      facts({
        ...{ now: 50 * HOUR, quotaBytes: 10 * GB, usedBytes: 10 * GB },
        cases: [aCase('new', {}, 1.5 * GB)],
        local: [
          ...holds.map((hold) => here(hold, { holds: [hold] })),
          here('recent', { lastUsedAt: 40 * HOUR }),
          here('old'),
        ],
        sources: [{ ...source(), windows: [{ from: 0, to: 90 * HOUR, bytesPerSecond: 10e6 }] }],
      }),
    );
    expect(plan.evictions.map(({ studyId, why }) => [studyId, why])).toEqual([
      ['old', "on nobody's list, not used for 2 days"],
      ['recent', "on nobody's list, last used today"],
    ]);
  });

  it('fetches nothing ahead over a line that is paid by the byte, pinned or STAT, and takes another source where there is one', () => {
    const windows = [{ from: 0, to: 90 * HOUR, bytesPerSecond: 10e6 }];
    const metered = { ...source(), windows, metered: true };
    const cases = [aCase('stat', { priority: 'stat' }), aCase('pinned', { pin: 'pinned' })];
    const alone = planPrefetch(facts({ cases, sources: [metered] }));
    expect(ids(alone)).toEqual([]);
    expect(alone.left.map(({ reason, words }) => [reason, words])[0]).toEqual([
      'metered',
      'the line to St. Anna is paid by the byte: it comes when it is opened',
    ]);
    const both = { ...aCase('both').study, sources: ['a', 'b'] };
    const other = { ...source(), windows, sourceId: 'b', name: 'Kessel' };
    const plan = planPrefetch(facts({ cases: [aCase('both', { study: both })], sources: [metered, other] }));
    expect(plan.fetches.map(({ sourceId }) => sourceId)).toEqual(['b']);
  });

  it('makes room of what nobody wants, as much as can be had, and never of what is held or wanted sooner', () => {
    const full = facts({
      ...{ now: 50 * HOUR, quotaBytes: 4 * GB, usedBytes: 4 * GB },
      cases: [aCase('wanted', { study: { ...aCase('wanted').study, complete: true } })],
      local: [here('held', { holds: ['open'] }), here('wanted'), here('old'), here('older', { lastUsedAt: -1 })],
    });
    const gone = (bytes: number): string[] => makeRoom(full, bytes, full.now).map(({ studyId }) => studyId);
    expect(gone(GB / 2)).toEqual(['older']);
    expect(gone(50 * GB)).toEqual(['older', 'old']);
    expect(makeRoom({ ...full, local: [here('held', { holds: ['pinned'] })] }, GB, full.now)).toEqual([]);
  });

  it('says how much room a study would need that finds none', () => {
    const plan = planPrefetch(facts({ quotaBytes: 2 * GB, usedBytes: GB, cases: [aCase('big', {}, 1.5 * GB)] }));
    expect(plan.left[0]).toMatchObject({ reason: 'no-room', words: 'needs 1.5 GB, 960 MB can be had' });
  });

  const source = () => ({ sourceId: 'a', name: 'St. Anna', reachable: true, metered: false });
  const arbitrary = fc
    .record({
      cases: fc.array(
        fc.record({
          bytes: fc.integer({ min: 0, max: 6 }),
          local: fc.constantFrom(0, 0.5, 1),
          priority: fc.constantFrom('stat', 'urgent', 'routine', null),
          pin: fc.constantFrom(null, null, 'claimed', 'on-call'),
          dueAt: fc.option(fc.integer({ min: 0, max: 10 * HOUR })),
          priors: fc.array(
            fc.record({ relevance: fc.double({ min: 0, max: 1, noNaN: true }), bytes: fc.integer({ min: 0, max: 3 }) }),
            { maxLength: 4 },
          ),
        }),
        { maxLength: 12 },
      ),
      local: fc.array(
        fc.record({ bytes: fc.integer({ min: 0, max: 4 }), held: fc.boolean(), lastUsedAt: fc.nat(1000) }),
        { maxLength: 12 },
      ),
      quota: fc.integer({ min: 0, max: 40 }),
    })
    .map(({ cases, local, quota }) => {
      const kept = local.map(({ bytes, held, lastUsedAt }, at) =>
        here(`l${at}`, { bytes: bytes * GB, lastUsedAt, holds: held ? ['pinned'] : [] }),
      );
      const made = cases.map(({ bytes, local: part, priors, ...own }, order) => ({
        ...aCase(`c${order}`, { ...own, order }, bytes * GB),
        study: { ...aCase(`c${order}`).study, bytes: bytes * GB, localBytes: bytes * part * GB, complete: part === 1 },
        priors: priors.map(({ relevance, bytes: size }, at) => prior(`c${order}p${at}`, relevance, size * GB)),
      }));
      const coming = made.reduce((sum, { study }) => sum + study.localBytes, 0);
      const usedBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0) + coming;
      return facts({ cases: made, local: kept, quotaBytes: quota * GB, usedBytes });
    });

  it('is never over the quota, at no moment, and the same twice', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const plan = planPrefetch(given);
        let used = given.usedBytes;
        for (const { bytes, evicts } of plan.fetches) {
          used += bytes - evicts.reduce((sum, one) => sum + one.bytes, 0);
          if (bytes > 0) expect(used).toBeLessThanOrEqual(given.quotaBytes);
        }
        expect(planPrefetch(given)).toEqual(plan);
      }),
    );
  });

  it('never evicts what is held nor twice, never fetches what is here, and every study once, done or left out', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const { fetches, evictions, left } = planPrefetch(given);
        const held = new Set(given.local.filter(({ holds }) => holds.length > 0).map(({ studyId }) => studyId));
        expect(evictions.filter(({ studyId }) => held.has(studyId))).toEqual([]);
        expect(new Set(evictions.map(({ studyId }) => studyId)).size).toBe(evictions.length);
        const complete = new Set(given.cases.filter(({ study }) => study.complete).map(({ caseId }) => caseId));
        const told = [...fetches, ...left].map(({ studyId }) => studyId);
        expect(told.filter((studyId) => complete.has(studyId))).toEqual([]);
        expect(new Set(told).size).toBe(told.length);
        const missing = given.cases.filter(({ study }) => !study.complete).map(({ caseId }) => caseId);
        expect(missing.filter((caseId) => !told.includes(caseId))).toEqual([]);
        for (const { startsAt, doneAt } of fetches) expect(startsAt).toBeLessThanOrEqual(doneAt);
      }),
    );
  });

  it('is monotone in priority: a case that is raised comes no later, and is not left out for it', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), (given, at) => {
        const raised = given.cases[at % Math.max(1, given.cases.length)];
        fc.pre(raised !== undefined && !raised.study.complete);
        const before = planPrefetch(given);
        const after = planPrefetch({
          ...given,
          cases: given.cases.map((one) => (one === raised ? { ...one, priority: 'stat' as const } : one)),
        });
        const find = (plan: PrefetchPlan) => plan.fetches.find(({ studyId }) => studyId === raised.study.studyId);
        const [was, is] = [find(before), find(after)];
        if (was) expect(is?.doneAt ?? Infinity).toBeLessThanOrEqual(was.doneAt);
      }),
    );
  });
});
