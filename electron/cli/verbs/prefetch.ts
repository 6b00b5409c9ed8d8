import path from 'node:path';
import { meansOf, simulate, SIM_PLANS } from '../../../shared/prefetch/simulate/simulate.ts';
import type { SimPlan } from '../../../shared/prefetch/simulate/simulate.ts';
import { loadPriorRules } from '../../station/archive/load-prior-rules.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import { prefetchCalls } from '../../../shared/contract/prefetch.ts';
import { EVERY_ROLE } from '../../../shared/contract/roles.ts';
import { DEFAULT_PREFETCH, PrefetchPin } from '../../../shared/model/prefetch.ts';
import type { PrefetchSettings } from '../../../shared/model/prefetch.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** More would keep a terminal waiting for long. */
const MOST_WEEKS = 8;
const MOST_SEEDS = 50;

export const prefetchVerb: Verb = {
  name: 'prefetch',
  usage: 'prefetch plan|run|pin|unpin|settings|simulate …',
  help: `What is fetched before it is opened.
  plan [--ask]                   what would be fetched and let go now, and why: { words, fetch: [{ studyUid, role, why, sourceName,
                                 bytes, startsAt, doneAt, inTime }], evict: [{ studyId, bytes, why }], left: [{ studyUid, reason,
                                 words }], doneAt, rates, notAsked }. With --ask the sources are asked for priors first
  run                            lets go and asks for what is due: { plan, asked, evicted }. What is asked for comes while a
                                 station runs
  pin --study UID [--on-call|--claimed]  it is fetched first and stays;  unpin --study UID
  settings [--on yes|no] [--quota-gb N] [--metered yes|no] [--shift HH:MM-HH:MM|none]      { settings }
  simulate [--seed N] [--seeds COUNT] [--weeks N] [--plan ${SIM_PLANS.join('|')}]
                                 replays made-up weeks with our plan, with nothing before a case is opened, with a cycle of half
                                 an hour, with the newest priors, and with knowledge of the future. Opens no store.
                                 { weeks, plans: [{ plan, seeds, opened, hitRate, priorRate, bytesFetched, bytesWasted, waitP50,
                                 waitP95, waitTotal, waitRatio }], runs: [{ plan, seed, … }] }; waits in seconds; hitRate: the
                                 case and the prior that mattered were here whole when it was opened`,
  options: {
    ...{
      seed: 'value',
      seeds: 'value',
      weeks: 'value',
      plan: 'value',
      ask: 'flag',
      study: 'value',
      'on-call': 'flag',
      claimed: 'flag',
    },
    ...{ on: 'value', 'quota-gb': 'value', metered: 'value', shift: 'value' },
  },
  takesWords: true,
  makes: (args) => !['plan', 'simulate'].includes(actionOf(args)),
  listKey: 'runs',
  roles: (args) => {
    const action = actionOf(args);
    if (action === 'simulate') return EVERY_ROLE;
    return prefetchCalls[action === 'plan' ? 'prefetch.plan' : 'prefetch.run'].roles;
  },
  check(args) {
    const action = actionOf(args);
    if (action === 'simulate') simulationOf(args);
    if (action === 'settings') settingsOf(args, DEFAULT_PREFETCH);
    if (action === 'pin' || action === 'unpin') args.required('study');
  },
  alone: ({ args, say }) => Promise.resolve(runSimulation(args, say)),
  isAlone: (args) => actionOf(args) === 'simulate',
  run: (context) => act(actionOf(context.args), context),
};

const ACTIONS = ['plan', 'run', 'pin', 'unpin', 'settings', 'simulate'] as const;
type Action = (typeof ACTIONS)[number];

function actionOf(args: Arguments): Action {
  const [word = '', ...rest] = args.positional;
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined || rest.length > 0) throw usage(`prefetch needs one action: ${ACTIONS.join(', ')}`);
  return action;
}

async function act(action: Action, { station, args }: VerbContext): Promise<unknown> {
  const { prefetch } = station.rooms;
  switch (action) {
    case 'plan':
      return prefetch.plan(args.has('ask'));
    case 'run':
      return prefetch.run();
    case 'pin':
    case 'unpin': {
      const pin = PrefetchPin.parse(args.has('claimed') ? 'claimed' : args.has('on-call') ? 'on-call' : 'pinned');
      prefetch.pin(args.required('study'), action === 'pin' ? pin : null);
      return { study: args.required('study'), pin: action === 'pin' ? pin : null };
    }
    case 'settings': {
      const before = prefetch.memory.settings();
      const wanted = settingsOf(args, before);
      return { settings: wanted === before ? before : prefetch.change(wanted) };
    }
    case 'simulate':
      throw usage('prefetch simulate opens no store');
  }
}

/** The same object where nothing is said. */
function settingsOf(args: Arguments, before: PrefetchSettings): PrefetchSettings {
  const said = ['on', 'quota-gb', 'metered', 'shift'].filter((name) => args.value(name) !== null);
  if (said.length === 0) return before;
  const yes = (name: 'on' | 'metered'): boolean => {
    const value = args.value(name);
    if (value === null) return before[name];
    if (value !== 'yes' && value !== 'no') throw usage(`--${name} is yes or no`);
    return value === 'yes';
  };
  const quota = args.value('quota-gb');
  const quotaBytes = quota === null ? before.quotaBytes : wholeNumber(quota, 'quota-gb', 1) * 1e9;
  return { on: yes('on'), metered: yes('metered'), quotaBytes, shift: shiftOf(args.value('shift'), before.shift) };
}

function shiftOf(text: string | null, before: PrefetchSettings['shift']): PrefetchSettings['shift'] {
  if (text === null) return before;
  if (text === 'none') return null;
  const found = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!found) throw usage('--shift is HH:MM-HH:MM on the clock of this computer, or none');
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

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
