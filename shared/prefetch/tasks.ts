import type { PlanCase, PlanFacts, PlanPrior, PlanStudy, Priority } from './plan-facts.ts';
import type { PlanWeights } from './weights.ts';

/** One study to fetch. */
export interface FetchTask {
  readonly caseId: string;
  readonly study: PlanStudy;
  readonly role: 'current' | 'prior';
  readonly why: string;
  /** When its case is opened, as far as one can tell. */
  readonly openAt: number;
  /** Smaller: sooner. Milliseconds. */
  readonly key: number;
  readonly isPinned: boolean;
  readonly isStat: boolean;
}

const RANK: Readonly<Record<Priority, number>> = { stat: 0, urgent: 1, routine: 2 };

/** Cases in the order in which they will be read: priority, then what is the reader's own, then the clock, then the list. */
export function readingOrder(cases: readonly PlanCase[]): readonly PlanCase[] {
  return cases
    .filter(({ takenByOther }) => !takenByOther)
    .toSorted(
      (a, b) =>
        RANK[a.priority ?? 'routine'] - RANK[b.priority ?? 'routine'] ||
        Number(a.pin === null) - Number(b.pin === null) ||
        (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) ||
        a.order - b.order ||
        (a.caseId < b.caseId ? -1 : 1),
    );
}

/** What there is to fetch, soonest first; nothing that is here already, and each study once. */
export function fetchTasks(facts: PlanFacts, weights: PlanWeights, rateOf: (study: PlanStudy) => number): FetchTask[] {
  const begins = Math.max(facts.now, facts.shift?.from ?? facts.now);
  const tasks = readingOrder(facts.cases).flatMap((one, place) => {
    const openAt = begins + place * weights.secondsPerCase * 1000;
    const base = { caseId: one.caseId, openAt, isPinned: one.pin !== null, isStat: one.priority === 'stat' };
    const seconds = (study: PlanStudy): number => missing(study) / Math.max(1, rateOf(study));
    const current: FetchTask = {
      ...{ ...base, study: one.study, role: 'current', why: currentWords(one, place) },
      key: openAt + seconds(one.study) * weights.sizeWeight * 1000,
    };
    const priors = fetchedPriors(one.priors, weights).map((prior): FetchTask => {
      const delay = weights.priorDelay + (1 - prior.relevance) * weights.priorSlope;
      const key = openAt + (delay + seconds(prior) * weights.sizeWeight) * 1000;
      return { ...base, study: prior, role: 'prior', why: prior.why, key };
    });
    return [current, ...priors];
  });
  const sorted = tasks
    .filter(({ study }) => !study.complete)
    .toSorted((a, b) => a.key - b.key || (a.study.studyId < b.study.studyId ? -1 : 1));
  const known = new Set<string>();
  return sorted.filter(({ study }) => !known.has(study.studyId) && known.add(study.studyId));
}

/** The priors of a case that matter, best first: of what is about as like it, the newer. */
export function wantedPriors(priors: readonly PlanPrior[], weights: PlanWeights): readonly PlanPrior[] {
  return inOrder(priors, weights)
    .filter(({ relevance }) => relevance >= weights.leastRelevance)
    .slice(0, weights.mostPriors);
}

/** Those, and small ones that might matter: they cost next to nothing, and where a description says little nobody can tell. */
export function fetchedPriors(priors: readonly PlanPrior[], weights: PlanWeights): readonly PlanPrior[] {
  const wanted = wantedPriors(priors, weights);
  let left = weights.smallBytes;
  const small = inOrder(priors, weights).filter((prior) => {
    if (wanted.includes(prior) || prior.relevance < weights.smallRelevance || prior.bytes > left) return false;
    left -= prior.bytes;
    return true;
  });
  return [...wanted, ...small];
}

/** Older than that is old. */
const MOST_YEARS = 10;

function inOrder(priors: readonly PlanPrior[], { yearSlope }: PlanWeights): readonly PlanPrior[] {
  const worth = ({ relevance, years }: PlanPrior): number => relevance - yearSlope * Math.min(MOST_YEARS, years ?? 0);
  return priors.toSorted((a, b) => worth(b) - worth(a) || (a.studyId < b.studyId ? -1 : 1));
}

/** Bytes that still have to come. */
export function missing({ bytes, localBytes }: PlanStudy): number {
  return Math.max(0, bytes - localBytes);
}

function currentWords({ priority, pin }: PlanCase, place: number): string {
  const first = place === 0 ? 'next to read' : `number ${place + 1} to read`;
  const marks = [
    priority === 'stat' || priority === 'urgent' ? priority.toUpperCase() : '',
    pin?.replace('-', ' ') ?? '',
  ];
  return [first, ...marks].filter(Boolean).join(', ');
}
