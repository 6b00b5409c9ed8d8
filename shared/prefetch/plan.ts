import { forecastWords } from './forecast.ts';
import type { Forecast } from './forecast.ts';
import { Lanes } from './lanes.ts';
import type { PlanFacts, PlanSource, PlanStudy } from './plan-facts.ts';
import { Room } from './room.ts';
import type { Eviction } from './room.ts';
import { sizeWords } from './size-words.ts';
import { fetchedPriors, fetchTasks, missing, readingOrder, wantedPriors } from './tasks.ts';
import type { FetchTask } from './tasks.ts';
import { DEFAULT_WEIGHTS } from './weights.ts';
import type { PlanWeights } from './weights.ts';

export interface PlannedFetch {
  readonly studyId: string;
  readonly caseId: string;
  readonly role: 'current' | 'prior';
  readonly why: string;
  readonly sourceId: string;
  /** Sources that have it too: asked in this order where that one fails. */
  readonly others: readonly string[];
  /** That still have to come. */
  readonly bytes: number;
  readonly estimated: boolean;
  /** Not earlier than that, however free the line is. */
  readonly notBefore: number;
  readonly startsAt: number;
  readonly doneAt: number;
  /** Before its case is opened, as far as one can tell. */
  readonly inTime: boolean;
  /** What has to go first. */
  readonly evicts: readonly Eviction[];
}

export type LeftReason = 'no-room' | 'no-source' | 'source-down' | 'metered' | 'no-time' | 'after-shift';

export interface LeftOut {
  readonly studyId: string;
  readonly caseId: string;
  readonly role: 'current' | 'prior';
  readonly bytes: number;
  readonly reason: LeftReason;
  readonly words: string;
}

export interface PrefetchPlan {
  readonly fetches: readonly PlannedFetch[];
  readonly evictions: readonly Eviction[];
  readonly left: readonly LeftOut[];
  readonly forecast: Forecast;
  /** "Tonight: 31 cases, 42 GB". The time is the caller's: it knows the zone. */
  readonly words: string;
}

/**
 * What is fetched next, in order, what goes to make room, and what is left out and why. The same facts give the same plan. Never more
 * than the quota at any moment; what is held is never evicted; what is here whole is not fetched.
 */
export function planPrefetch(facts: PlanFacts, weights: PlanWeights = DEFAULT_WEIGHTS): PrefetchPlan {
  const sources = new Map(facts.sources.map((source) => [source.sourceId, source]));
  const tasks = fetchTasks(facts, weights, (study) => rateOf(sources, study));
  const room = new Room(facts, neededAt(facts, weights), facts.quotaBytes * weights.spareShare);
  const lanes = new Lanes(facts.sources);
  const begins = beginning(facts, weights);
  const fetches: PlannedFetch[] = [];
  const left: LeftOut[] = [];
  const isEarly = (task: FetchTask): boolean => begins <= facts.now || task.isPinned || task.isStat;
  for (const task of [...tasks.filter(isEarly), ...tasks.filter((one) => !isEarly(one))]) {
    const notBefore = isEarly(task) ? facts.now : begins;
    const found = placeTask(task, { facts, sources, room, lanes, notBefore });
    if ('reason' in found) {
      left.push(found);
      continue;
    }
    lanes.book(found.sourceId, found.doneAt);
    fetches.push(found);
  }
  const forecast = forecastOf(facts, weights, fetches);
  const evictions = fetches.flatMap(({ evicts }) => evicts);
  return { fetches, evictions, left, forecast, words: forecastWords(forecast) };
}

/** Nothing but what is pinned or STAT is fetched long before the reader comes: others may have read it by then. */
function beginning({ now, shift }: PlanFacts, { leadSeconds }: PlanWeights): number {
  return shift === null ? now : Math.max(now, shift.from - leadSeconds * 1000);
}

interface Place {
  readonly facts: PlanFacts;
  readonly sources: ReadonlyMap<string, PlanSource>;
  readonly room: Room;
  readonly lanes: Lanes;
  readonly notBefore: number;
}

function placeTask(task: FetchTask, { facts, sources, room, lanes, notBefore }: Place): PlannedFetch | LeftOut {
  const { study, caseId, role, why } = task;
  const bytes = missing(study);
  const without = (reason: LeftReason, words: string): LeftOut => ({
    ...{ studyId: study.studyId, caseId, role, bytes, reason, words },
  });
  const known = study.sources.flatMap((id) => sources.get(id) ?? []);
  if (known.length === 0) return without('no-source', 'no source of it is set up');
  const open = known.filter(({ reachable }) => reachable);
  const free = open.filter(({ metered }) => !metered);
  const [source] = free.length > 0 ? free : open;
  if (!source) return without('source-down', `${known[0]?.name ?? 'its source'} does not answer`);
  if (source.metered)
    return without('metered', `the line to ${source.name} is paid by the byte: it comes when it is opened`);
  if (facts.metered && !task.isPinned && !task.isStat) return without('metered', 'the line is metered');
  if (facts.shift !== null && task.openAt >= facts.shift.to && !task.isPinned) {
    return without('after-shift', 'not read before the shift ends');
  }
  const [best, ...next] = soonestFirst(free, lanes, bytes, notBefore);
  if (!best) return without('no-time', `${source.name} is not open long enough`);
  const { sourceId, ...times } = best;
  const evicts = room.take(bytes, task.key);
  if (!evicts) {
    const can = Math.max(0, room.free(task.key));
    return without('no-room', `needs ${sizeWords(bytes)}, ${sizeWords(can)} can be had`);
  }
  const size = { bytes, estimated: study.estimated };
  return {
    studyId: study.studyId,
    caseId,
    role,
    why,
    ...{ sourceId, others: next.map((one) => one.sourceId) },
    ...size,
    ...times,
    notBefore,
    inTime: times.doneAt <= task.openAt,
    evicts,
  };
}

/** Sources by when they would have sent it, with what each has to send before; those that are not open long enough are left out. */
function soonestFirst(
  sources: readonly PlanSource[],
  lanes: Lanes,
  bytes: number,
  notBefore: number,
): readonly { readonly sourceId: string; readonly startsAt: number; readonly doneAt: number }[] {
  return sources
    .flatMap(({ sourceId }) => {
      const times = lanes.tryOut(sourceId, bytes, notBefore);
      return times === null ? [] : [{ sourceId, ...times }];
    })
    .sort((a, b) => a.doneAt - b.doneAt);
}

/**
 * What may go, and goes first, so that so many bytes more may come, or as many of them as can be had: nothing that is held, nothing
 * that the list wants before `key` (milliseconds since 1970).
 */
export function makeRoom(facts: PlanFacts, bytes: number, key: number, weights = DEFAULT_WEIGHTS): readonly Eviction[] {
  const room = new Room(facts, neededAt(facts, weights), 0);
  const wanted = Math.min(bytes, room.free(key));
  return wanted <= 0 ? [] : (room.take(wanted, key) ?? []);
}

function rateOf(sources: ReadonlyMap<string, PlanSource>, study: PlanStudy): number {
  const rates = study.sources.map((id) => sources.get(id)).map((one) => (one?.reachable ? one.windows[0] : undefined));
  return Math.max(1, ...rates.map((now) => now?.bytesPerSecond ?? 1));
}

/** When what the list wants is wanted: the keys that tasks of the same studies would have, were they not here. */
function neededAt(facts: PlanFacts, weights: PlanWeights): ReadonlyMap<string, number> {
  const begins = Math.max(facts.now, facts.shift?.from ?? facts.now);
  const needed = new Map<string, number>();
  readingOrder(facts.cases).forEach((one, place) => {
    const openAt = begins + place * weights.secondsPerCase * 1000;
    for (const { studyId } of [one.study, ...fetchedPriors(one.priors, weights)]) {
      needed.set(studyId, Math.min(openAt, needed.get(studyId) ?? Infinity));
    }
  });
  return needed;
}

function forecastOf(facts: PlanFacts, weights: PlanWeights, fetches: readonly PlannedFetch[]): Forecast {
  const coming = new Set(fetches.map(({ studyId }) => studyId));
  const gone = new Set(fetches.flatMap(({ evicts }) => evicts.map(({ studyId }) => studyId)));
  const cases = readingOrder(facts.cases).map((one) => [one.study, ...wantedPriors(one.priors, weights)]);
  const isHere = (study: PlanStudy): boolean => study.complete;
  const willBe = (study: PlanStudy): boolean =>
    coming.has(study.studyId) || (study.complete && !gone.has(study.studyId));
  return {
    readyNow: cases.filter((studies) => studies.every(isHere)).length,
    readyThen: cases.filter((studies) => studies.every(willBe)).length,
    bytes: fetches.reduce((sum, { bytes }) => sum + bytes, 0),
    doneAt: fetches.length === 0 ? null : Math.max(...fetches.map(({ doneAt }) => doneAt)),
  };
}
