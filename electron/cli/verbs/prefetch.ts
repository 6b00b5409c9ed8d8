import path from 'node:path';
import { meansOf, simulate, SIM_PLANS } from '../../../shared/prefetch/simulate/simulate.ts';
import type { SimPlan } from '../../../shared/prefetch/simulate/simulate.ts';
import { loadPriorRules } from '../../station/archive/load-prior-rules.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import type { Verb } from '../verb.ts';

/** More would keep a terminal waiting for long. */
const MOST_WEEKS = 8;
const MOST_SEEDS = 50;

export const prefetchVerb: Verb = {
  name: 'prefetch',
  usage: 'prefetch simulate …',
  help: `What is fetched before it is opened.
  simulate [--seed N] [--seeds COUNT] [--weeks N] [--plan ${SIM_PLANS.join('|')}]
                                 replays made-up weeks with our plan, with nothing before a case is opened, with a cycle of half
                                 an hour, with the newest priors, and with knowledge of the future. Opens no store.
                                 { weeks, plans: [{ plan, seeds, opened, hitRate, priorRate, bytesFetched, bytesWasted, waitP50,
                                 waitP95, waitTotal, waitRatio }], runs: [{ plan, seed, … }] }; waits in seconds; hitRate: the
                                 case and the prior that mattered were here whole when it was opened`,
  options: { seed: 'value', seeds: 'value', weeks: 'value', plan: 'value' },
  takesWords: true,
  listKey: 'runs',
  roles: 'nobody-yet',
  check(args) {
    if (args.positional.length !== 1 || args.positional[0] !== 'simulate')
      throw usage('prefetch needs one action: simulate');
    simulationOf(args);
  },
  alone: ({ args, say }) => Promise.resolve(runSimulation(args, say)),
  run: () => Promise.reject(usage('prefetch simulate opens no store')),
};

interface Simulation {
  readonly first: number;
  readonly seeds: number;
  readonly weeks: number;
  readonly plans: readonly SimPlan[];
}

function simulationOf(args: Arguments): Simulation {
  const count = (name: string, least: number, most: number): number => {
    const value = wholeNumber(args.value(name) ?? '1', name, least);
    if (value > most) throw usage(`--${name} is ${most} at most`);
    return value;
  };
  const wanted = args.value('plan');
  const plan = SIM_PLANS.find((one) => one === wanted);
  if (wanted !== null && plan === undefined) throw usage(`--plan is one of ${SIM_PLANS.join(', ')}`);
  return {
    ...{
      first: count('seed', 0, 1_000_000),
      seeds: count('seeds', 1, MOST_SEEDS),
      weeks: count('weeks', 1, MOST_WEEKS),
    },
    plans: plan === undefined ? SIM_PLANS : [plan],
  };
}

function runSimulation(args: Arguments, say: (text: string) => void): unknown {
  const { first, seeds, weeks, plans } = simulationOf(args);
  const rules = loadPriorRules(path.join(PROGRAM_FILES.resources, 'prior-relevance.json'));
  const runs = Array.from({ length: seeds }, (_, at) => first + at).flatMap((seed) => {
    if (seeds > 1) say(`seed ${seed}`);
    return simulate(plans, { seed, weeks, rules });
  });
  return { weeks, plans: meansOf(runs), runs };
}
