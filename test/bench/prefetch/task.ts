import { simulate, SIM_PLANS } from '../../../shared/prefetch/simulate/simulate.ts';
import type { SimPlan, SimResult } from '../../../shared/prefetch/simulate/simulate.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';
import type { BenchOptions, BenchResult, BenchRow } from '../contract.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';

// B12: made-up weeks through the plan that the station runs, against other ways of fetching. Nothing here depends on the machine.

/** The plan's weights were tuned on seeds 101 to 103. */
const SEEDS = 10;

type Figure = Exclude<keyof SimResult, 'plan' | 'seed'>;

export function run({ quick }: BenchOptions): Promise<BenchResult> {
  const rules = shippedPriorRules();
  const results: SimResult[] = [];
  for (let seed = 1; seed <= (quick ? 2 : SEEDS); seed += 1) {
    say(`seed ${seed}`);
    results.push(...simulate(SIM_PLANS, { seed, weeks: 1, rules }));
  }
  const row = (name: string, peer: SimPlan, figure: Figure, target: number, better: BenchRow['better']): BenchRow => {
    const of = (plan: SimPlan): number[] => results.filter((one) => one.plan === plan).map((one) => one[figure]);
    const unit = figure.startsWith('bytes') ? 'bytes' : figure.startsWith('wait') ? 's' : 'share';
    return rowOf({ name, unit, target, better, ours: of('ours'), peer: of(peer) });
  };
  return Promise.resolve({
    task: 'prefetch',
    rows: [
      row('whole case here when opened, clairvoyant', 'clairvoyant', 'hitRate', 0.91, 'higher'),
      row('whole case here when opened, 30-minute cycle', 'cycle-30', 'hitRate', 1, 'higher'),
      row('whole case here when opened, newest 3 priors', 'last-n', 'hitRate', 1, 'higher'),
      row('prior that mattered here, newest 3 priors', 'last-n', 'priorRate', 1, 'higher'),
      row('bytes fetched, newest 3 priors', 'last-n', 'bytesFetched', 0.5, 'lower'),
      row('bytes fetched, 30-minute cycle', 'cycle-30', 'bytesFetched', 0.3, 'lower'),
      row('waited in a week, whole study on open', 'on-open', 'waitTotal', 0.2, 'lower'),
      row('waited in a week, newest 3 priors', 'last-n', 'waitTotal', 1, 'lower'),
    ],
    notes: [
      `Seeds 1 to ${quick ? 2 : SEEDS}, one week each; medians. The weights were tuned on seeds 101 to 103. Distributions and their sources: shared/prefetch/simulate/distributions.ts.`,
      'A case counts as here when its study and the prior that the reader will look at are whole on disk at the moment it is opened.',
      'What the reader waits for goes before all other traffic in every way of fetching.',
    ],
  });
}
