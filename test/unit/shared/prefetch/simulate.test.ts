import { describe, expect, it, vi } from 'vitest';
import { meansOf, simulate, SIM_PLANS } from '../../../../shared/prefetch/simulate/simulate.ts';
import { makeWeeks } from '../../../../shared/prefetch/simulate/week.ts';
import { replay } from '../../../../shared/prefetch/simulate/replay.ts';
import { LastN, ON_OPEN } from '../../../../shared/prefetch/simulate/peers.ts';
import { shippedPriorRules } from '../../../helpers/prior-rules.ts';

// Weeks are replayed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

const rules = shippedPriorRules();

describe('makeWeeks', () => {
  it('draws the same week from the same seed and another from another', () => {
    expect(makeWeeks(3, 1)).toEqual(makeWeeks(3, 1));
    expect(makeWeeks(4, 1).cases.length).not.toBe(makeWeeks(3, 1).cases.length);
  });

  it('has the priors that the literature tells of', () => {
    const cases = [1, 2, 3].flatMap((seed) => makeWeeks(seed, 1).cases);
    const of = (part: number) => part / cases.length;
    expect(of(cases.filter(({ priors }) => priors.length === 0).length)).toBeCloseTo(0.11, 1);
    expect(of(cases.filter(({ relevant }) => relevant === null).length)).toBeCloseTo(0.45, 1);
    expect(of(cases.reduce((sum, { priors }) => sum + priors.length, 0))).toBeCloseTo(10.2, -0.5);
    // The newest 30 of 100 hold the matching one in 91 of 100.
    const matched = cases.filter(({ relevant }) => relevant !== null);
    const early = matched.filter(({ priors, relevant }) =>
      priors.slice(0, Math.ceil(priors.length * 0.3)).some(({ studyId }) => studyId === relevant),
    );
    expect(early.length / matched.length).toBeGreaterThan(0.88);
    expect(early.length / matched.length).toBeLessThan(0.96);
  });
});

describe('simulate', () => {
  const results = simulate(SIM_PLANS, { seed: 1, weeks: 1, rules });
  const of = (plan: string) => results.find((one) => one.plan === plan) ?? expect.fail(`no ${plan}`);

  it('gives the same twice', () => {
    expect(simulate(['ours'], { seed: 1, weeks: 1, rules })).toEqual([of('ours')]);
  });

  it('opens cases with every plan, has nothing ready without one, and wastes nothing then', () => {
    for (const { opened } of results) expect(opened).toBeGreaterThan(200);
    expect(of('on-open')).toMatchObject({ hitRate: 0, bytesWasted: 0 });
  });

  it('puts our plan before the naive ones and behind the one that knows the future', () => {
    expect(of('ours').hitRate).toBeGreaterThan(of('cycle-30').hitRate);
    expect(of('ours').hitRate).toBeGreaterThan(of('last-n').hitRate);
    expect(of('ours').bytesWasted).toBeLessThan(of('last-n').bytesWasted / 2);
    expect(of('ours').waitTotal).toBeLessThan(of('on-open').waitTotal / 3);
    // It goes by the order of a week without waits, which is not quite the order of this one: no plan does better by much.
    expect(of('clairvoyant').hitRate).toBeGreaterThan(of('ours').hitRate - 0.01);
    expect(of('clairvoyant').bytesFetched).toBeLessThan(of('ours').bytesFetched / 2);
    expect(meansOf(results)[0]?.waitRatio).toBeLessThan(0.33);
  });

  it('brings no byte twice that was not evicted, and never more than the disk holds', () => {
    const week = makeWeeks(2, 1);
    const { fetched, wasted } = replay(week, new LastN(1));
    expect(wasted).toBeLessThan(fetched);
    expect(replay(week, ON_OPEN).fetched).toBeLessThan(fetched);
  });
});
