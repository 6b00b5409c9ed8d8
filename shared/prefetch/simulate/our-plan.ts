import { rankPriors } from '../../hanging/prior-relevance.ts';
import type { PriorRules, StudyFacts } from '../../hanging/prior-relevance.ts';
import { safeRate } from '../line-rate.ts';
import { planPrefetch } from '../plan.ts';
import type { PlannedFetch } from '../plan.ts';
import type { LocalStudy, PlanCase, PlanPrior, PlanStudy } from '../plan-facts.ts';
import { DEFAULT_WEIGHTS } from '../weights.ts';
import type { PlanWeights } from '../weights.ts';
import { DAY, SITES } from './distributions.ts';
import { inReadingOrder } from './desk.ts';
import type { SimFetch, SimView, Strategy } from './replay.ts';
import type { SimCase, SimStudy } from './week.ts';

/** Cases that a plan looks at: more are not read in one night. */
const MOST_CASES = 80;
/** A day of the simulation as a date of the calendar: ages of priors are told in days. */
const EPOCH = Date.UTC(2026, 0, 5);

/** The plan that the station runs, fed with the words that hospitals send and nothing of the hidden truth. */
export class OurPlan implements Strategy {
  readonly name = 'ours';
  readonly #rules: PriorRules;
  readonly #weights: PlanWeights;
  readonly #priors = new Map<string, readonly PlanPrior[]>();
  readonly #studies = new Map<string, SimStudy>();
  #made: { readonly version: number; readonly fetches: readonly PlannedFetch[] } = { version: -1, fetches: [] };

  constructor(rules: PriorRules, weights: PlanWeights = DEFAULT_WEIGHTS) {
    this.#rules = rules;
    this.#weights = weights;
  }

  next(view: SimView, siteId: string): SimFetch | null {
    if (this.#made.version !== view.version) this.#made = { version: view.version, fetches: this.#plan(view) };
    for (const fetch of this.#made.fetches) {
      if (fetch.sourceId !== siteId || fetch.notBefore > view.now || view.busy(fetch.studyId)) continue;
      const study = this.#studies.get(fetch.studyId);
      if (study && !view.disk.isComplete(study)) return { study, evicts: fetch.evicts.map(({ studyId }) => studyId) };
    }
    return null;
  }

  #plan(view: SimView): readonly PlannedFetch[] {
    const { now, desk, disk } = view;
    const states = new Map(desk.listed.map(({ caseId }) => [caseId, desk.stateOf(caseId) ?? 'waiting']));
    const listed = inReadingOrder(desk.listed, states).slice(0, MOST_CASES);
    const shift = view.week.shifts.find(({ to }) => to > now) ?? null;
    if (!shift) return [];
    return planPrefetch(
      {
        ...{ now, shift, metered: false, quotaBytes: disk.quota, usedBytes: disk.used },
        cases: listed.map((one, order) => this.#caseOf(view, one, order)),
        local: disk.list().map(({ study, have, lastUsedAt, wasOpened, holds }): LocalStudy => {
          return { studyId: study.studyId, bytes: have, lastUsedAt, value: wasOpened ? 0.1 : 0, holds };
        }),
        sources: SITES.map(({ siteId }) => {
          const bytesPerSecond = safeRate(view.rateOf(siteId));
          return {
            sourceId: siteId,
            name: siteId,
            reachable: view.isUp(siteId),
            metered: false,
            windows: [{ from: now, to: now + DAY, bytesPerSecond }],
          };
        }),
      },
      this.#weights,
    ).fetches;
  }

  #caseOf(view: SimView, one: SimCase, order: number): PlanCase {
    const isMine = view.desk.stateOf(one.caseId) !== 'waiting';
    const { caseId, priority, dueAt } = one;
    const priors = this.#priorsOf(one).map((prior) => ({ ...prior, ...hereOf(view, this.#study(prior.studyId)) }));
    const study = { ...planStudy(one.study), ...hereOf(view, one.study) };
    this.#studies.set(one.study.studyId, one.study);
    return { caseId, order, priority, dueAt, pin: isMine ? 'claimed' : null, takenByOther: false, study, priors };
  }

  #study(studyId: string): SimStudy {
    const study = this.#studies.get(studyId);
    if (!study) throw new RangeError('a study that was never listed');
    return study;
  }

  #priorsOf(one: SimCase): readonly PlanPrior[] {
    const known = this.#priors.get(one.caseId);
    if (known) return known;
    for (const prior of one.priors) this.#studies.set(prior.studyId, prior);
    const facts = (study: SimStudy): StudyFacts => studyFacts(one, study);
    const ranked = rankPriors(this.#rules, facts(one.study), one.priors.map(facts));
    const priors = ranked.map(({ study, relevance, why }) => ({
      ...planStudy(this.#study(study.studyId)),
      relevance,
      why,
      years: this.#study(study.studyId).yearsAgo,
    }));
    this.#priors.set(one.caseId, priors);
    return priors;
  }
}

function planStudy({ studyId, siteId, bytes }: SimStudy): PlanStudy {
  return { studyId, sources: [siteId], bytes, estimated: false, localBytes: 0, complete: false };
}

function hereOf({ disk }: SimView, study: SimStudy): Pick<PlanStudy, 'localBytes' | 'complete'> {
  return { localBytes: disk.have(study.studyId), complete: disk.isComplete(study) };
}

function studyFacts(one: SimCase, study: SimStudy): StudyFacts {
  const date = new Date(EPOCH + one.arrivesAt - study.yearsAgo * 365.25 * DAY).toISOString().slice(0, 10);
  return {
    ...{ studyId: study.studyId, patientKey: one.caseId, studyDate: date.replaceAll('-', '') },
    ...{ modalities: [study.modality], bodyParts: [], description: study.description, lateralities: [] },
  };
}
