import type { PriorRules } from '../../hanging/prior-relevance.ts';
import type { PlanWeights } from '../weights.ts';
import { OurPlan } from './our-plan.ts';
import { Clairvoyant, Cycle, LastN, ON_OPEN } from './peers.ts';
import { replay } from './replay.ts';
import type { Replay, Strategy } from './replay.ts';
import { makeWeeks } from './week.ts';
import type { SimWeek } from './week.ts';

export const SIM_PLANS = ['ours', 'on-open', 'cycle-30', 'last-n', 'clairvoyant'] as const;
export type SimPlan = (typeof SIM_PLANS)[number];

/** What a way of fetching came to over the weeks of one seed. */
export interface SimResult {
  readonly plan: SimPlan;
  readonly seed: number;
  /** Cases that the reader opened. */
  readonly opened: number;
  /** Of them: with the study and the prior that matters here, share of 1. */
  readonly hitRate: number;
  /** Of those with a prior that matters: it was here. */
  readonly priorRate: number;
  readonly bytesFetched: number;
  /** Of studies that were never looked at. */
  readonly bytesWasted: number;
  /** Until all that the reader wanted was here, seconds. */
  readonly waitP50: number;
  readonly waitP95: number;
  readonly waitTotal: number;
}

export interface SimOptions {
  readonly seed: number;
  readonly weeks: number;
  readonly rules: PriorRules;
  readonly weights?: PlanWeights;
}

/** Replays the weeks of a seed with each of these plans. */
export function simulate(plans: readonly SimPlan[], { seed, weeks, rules, weights }: SimOptions): SimResult[] {
  const week = makeWeeks(seed, weeks);
  return plans.map((plan) => resultOf(plan, seed, replay(week, strategyOf(plan, week, rules, weights))));
}

function strategyOf(plan: SimPlan, week: SimWeek, rules: PriorRules, weights: PlanWeights | undefined): Strategy {
  switch (plan) {
    case 'ours':
      return new OurPlan(rules, weights);
    case 'on-open':
      return ON_OPEN;
    case 'cycle-30':
      return new Cycle();
    case 'last-n':
      return new LastN();
    case 'clairvoyant':
      return new Clairvoyant(week, unhindered(week));
  }
}

/** The order in which cases are opened where every study is here at once. */
function unhindered(week: SimWeek): readonly string[] {
  const cases = week.cases.map((one) => ({
    ...one,
    study: { ...one.study, bytes: 0 },
    priors: one.priors.map((prior) => ({ ...prior, bytes: 0 })),
  }));
  return replay({ ...week, cases }, ON_OPEN).openings.map(({ caseId }) => caseId);
}

function resultOf(plan: SimPlan, seed: number, { openings, fetched, wasted }: Replay): SimResult {
  const waits = openings.map(({ wait }) => wait / 1000).sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  const withPrior = openings.filter(({ priorWasLocal }) => priorWasLocal !== null);
  return {
    ...{ plan, seed, opened: openings.length },
    hitRate: share(openings.filter(({ wasLocal }) => wasLocal).length, openings.length),
    priorRate: share(withPrior.filter(({ priorWasLocal }) => priorWasLocal).length, withPrior.length),
    ...{ bytesFetched: fetched, bytesWasted: wasted },
    waitP50: round(at(0.5)),
    waitP95: round(at(0.95)),
    waitTotal: round(waits.reduce((sum, wait) => sum + wait, 0)),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 1000;
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

export interface SimMean extends Omit<SimResult, 'seed'> {
  readonly seeds: number;
  /** Against opening everything when it is opened; null where there is nothing to divide by. */
  readonly waitRatio: number | null;
}

/** Means over seeds, a line a plan, in the order of the plans; p50 and p95 are means of those of the seeds. */
export function meansOf(results: readonly SimResult[]): SimMean[] {
  const plans = SIM_PLANS.filter((plan) => results.some((one) => one.plan === plan));
  const base = meanOf(results, 'on-open', 'waitTotal');
  return plans.map((plan) => {
    const mean = (what: Exclude<keyof SimResult, 'plan' | 'seed'>): number => meanOf(results, plan, what);
    return {
      ...{ plan, seeds: results.filter((one) => one.plan === plan).length, opened: round(mean('opened')) },
      ...{ hitRate: share(mean('hitRate'), 1), priorRate: share(mean('priorRate'), 1) },
      ...{ bytesFetched: Math.round(mean('bytesFetched')), bytesWasted: Math.round(mean('bytesWasted')) },
      ...{ waitP50: round(mean('waitP50')), waitP95: round(mean('waitP95')), waitTotal: round(mean('waitTotal')) },
      waitRatio: base === 0 ? null : share(mean('waitTotal'), base),
    };
  });
}

function meanOf(results: readonly SimResult[], plan: SimPlan, what: Exclude<keyof SimResult, 'plan' | 'seed'>): number {
  const values = results.filter((one) => one.plan === plan).map((one) => one[what]);
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
