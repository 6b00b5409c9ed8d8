import { CYCLE_MS } from './replay.ts';
import type { SimFetch, SimView, Strategy } from './replay.ts';
import { inReadingOrder, relevantPrior } from './desk.ts';
import type { SimCase, SimStudy, SimWeek } from './week.ts';

/** Nothing before a case is opened, then all of it: what a web viewer does. */
export const ON_OPEN: Strategy = { name: 'on-open', next: () => null };

/** Priors that a cycle takes, newest first [S helpserver.erad.com: 10 to 20]. */
const CYCLE_PRIORS = 10;
/** A cycle looks at what came in so many cycles [S as above: 3 to 4]. */
const CYCLE_WINDOW = 4;

/** Every half hour: what came to the list since then, in the order in which it came, with its newest priors. */
export class Cycle implements Strategy {
  readonly name = 'cycle-30';
  #cycle = -1;
  #queue: readonly SimStudy[] = [];

  next(view: SimView, siteId: string): SimFetch | null {
    const cycle = Math.floor(view.now / CYCLE_MS);
    if (cycle !== this.#cycle) {
      this.#cycle = cycle;
      const from = cycle * CYCLE_MS - CYCLE_WINDOW * CYCLE_MS;
      const listed = view.desk.listed.filter(({ arrivesAt }) => arrivesAt >= from);
      this.#queue = listed.flatMap((one) => [one.study, ...one.priors.slice(0, CYCLE_PRIORS)]);
    }
    return firstMissing(view, siteId, this.#queue);
  }
}

/** In the order of the list, all the time: each case with its newest n priors, whatever they show. */
export class LastN implements Strategy {
  readonly name = 'last-n';
  readonly #count: number;
  #made: { readonly version: number; readonly queue: readonly SimStudy[] } = { version: -1, queue: [] };

  constructor(count = 3) {
    this.#count = count;
  }

  next(view: SimView, siteId: string): SimFetch | null {
    if (view.version !== this.#made.version) {
      const states = new Map(view.desk.listed.map(({ caseId }) => [caseId, view.desk.stateOf(caseId) ?? 'waiting']));
      const order = inReadingOrder(view.desk.listed, states);
      const queue = order.flatMap((one) => [one.study, ...one.priors.slice(0, this.#count)]);
      this.#made = { version: view.version, queue };
    }
    return firstMissing(view, siteId, this.#made.queue);
  }
}

/** Knows which cases this reader will open, when, and which prior of each: no plan can do better by much. */
export class Clairvoyant implements Strategy {
  readonly name = 'clairvoyant';
  readonly #order: readonly SimCase[];

  /** @param opened ids of cases in the order in which the reader opens them when nothing ever has to be waited for */
  constructor(week: Pick<SimWeek, 'cases'>, opened: readonly string[]) {
    const cases = new Map(week.cases.map((one) => [one.caseId, one]));
    this.#order = opened.flatMap((caseId) => cases.get(caseId) ?? []);
  }

  next(view: SimView, siteId: string): SimFetch | null {
    const known = this.#order.filter(({ caseId }) => ['waiting', 'claimed'].includes(view.desk.stateOf(caseId) ?? ''));
    return firstMissing(
      view,
      siteId,
      known.flatMap((one) => {
        const prior = relevantPrior(one);
        return prior === null ? [one.study] : [one.study, prior];
      }),
    );
  }
}

function firstMissing(view: SimView, siteId: string, queue: readonly SimStudy[]): SimFetch | null {
  const study = queue.find((one) => one.siteId === siteId && !view.disk.isComplete(one) && !view.busy(one.studyId));
  return study ? { study, evicts: [] } : null;
}
