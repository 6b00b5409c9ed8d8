import type { StudyId } from '../../../../shared/model/ids.ts';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import type { SiteStanding, Transfer } from '../../../../shared/model/transfer.ts';
import { wantedPriors } from '../../../../shared/prefetch/tasks.ts';
import { DEFAULT_WEIGHTS } from '../../../../shared/prefetch/weights.ts';
import type { SignInLease } from '../../../../shared/contract/access.ts';
import type { AppliedProfile } from '../../access/profile/profile-rows.ts';
import { sourcesOf } from './ask-for-priors.ts';
import { planCase, shiftAround } from './gather-facts.ts';
import type { CaseParts } from './gather-facts.ts';
import type { WhatIsHere } from '../retrieve/what-is-here.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import { priorReports } from './prior-reports.ts';

/** A reader who said nothing of a shift is taken to read for so long. */
const SHIFT_MS = 8 * 3_600_000;

export interface CaseReadinessParts {
  readonly caseParts: () => CaseParts;
  readonly row: (studyId: StudyId) => WorklistRow | null;
  readonly here: Pick<WhatIsHere, 'counts'>;
  readonly standings: (studyId: StudyId) => readonly Pick<SiteStanding, 'sourceName' | 'completeAt'>[];
  /** What is asked for of a study; null: nothing. */
  readonly coming: (studyUid: string) => Pick<Transfer, 'state' | 'timeLeft' | 'error' | 'recallSince'> | null;
  /** Whether orders of its site come here at all. */
  readonly sendsOrders: (studyId: StudyId) => boolean;
  readonly hasReportObject: (studyUid: string) => boolean;
  readonly templates: (studyId: StudyId) => number;
  readonly profile: (studyId: StudyId) => AppliedProfile | null;
  readonly lease: () => SignInLease | null;
  readonly isDown: (sourceId: string) => boolean;
  readonly now: () => number;
}

/** What the station knows of a case that decides whether it can be read with the cable out; null: there is no such study here. */
export function caseReadiness(studyId: StudyId, parts: CaseReadinessParts): ReadinessFacts | null {
  const row = parts.row(studyId);
  if (row === null) return null;
  const profile = parts.profile(studyId)?.profile ?? null;
  const ofSite = sourcesOf(row, parts.caseParts().sources);
  return {
    pixels: pixelsOf(row, parts),
    site: siteOf(parts.standings(studyId)),
    ...priorsOf(row, ofSite, parts),
    order: row.order !== undefined ? 'here' : orderOf(ofSite, parts.sendsOrders(studyId)),
    template: parts.templates(studyId) > 0,
    contacts: profile === null ? null : profile.contacts.length,
    lease: leaseOf(parts),
    coming: comingOf(parts.coming(row.studyUid)),
  };
}

/** Where no order is here: what the sources of the site were set up to say, else whether its orders come here at all. */
function orderOf(sources: readonly StoredSource[], comesHere: boolean): ReadinessFacts['order'] {
  const said = sources.map(({ settings }) => settings.sendsOrders);
  if (said.includes(true)) return 'missing';
  if (said.includes(false)) return 'none';
  return comesHere ? 'missing' : 'none';
}

function comingOf(transfer: ReturnType<CaseReadinessParts['coming']>): ReadinessFacts['coming'] {
  if (transfer === null) return null;
  const { state, timeLeft, error, recallSince: since } = transfer;
  if (state === 'paused') return { state, timeLeft: null, because: null, since: null };
  if (since !== null) return { state: 'waiting', timeLeft: null, because: 'recall', since };
  if (state === 'running') return { state, timeLeft, because: null, since };
  if (state !== 'waiting' && state !== 'resting') return null;
  return { state: 'waiting', timeLeft: null, because: error === null ? null : becauseOf(error.code), since };
}

function becauseOf(code: string): NonNullable<ReadinessFacts['coming']>['because'] {
  if (code === 'source/metered') return 'metered';
  if (code === 'source/quota' || code === 'disk/full') return 'room';
  return 'line';
}

function pixelsOf(row: WorklistRow, { here }: CaseReadinessParts): ReadinessFacts['pixels'] {
  const counts = [...here.counts(row.studyUid).values()];
  const sum = (of: (one: (typeof counts)[number]) => number): number =>
    counts.reduce((total, one) => total + of(one), 0);
  const { received, expected, damaged } = row;
  const verified = sum((one) => one.verified);
  // Nobody read anything of it back: what was imported by hand is read back when it is checked.
  if (verified === 0) return { received, expected, damaged, verified: null, decodable: null };
  return { received, expected, damaged, verified, decodable: sum((one) => one.decodable) };
}

function siteOf(standings: ReturnType<CaseReadinessParts['standings']>): ReadinessFacts['site'] {
  const complete = standings.find(({ completeAt }) => completeAt !== null);
  const told = complete ?? standings[0];
  return told === undefined ? null : { name: told.sourceName, completeAt: told.completeAt };
}

/** Null: no source of the site was asked for this patient yet. */
function priorsOf(
  row: WorklistRow,
  ofSite: readonly StoredSource[],
  { caseParts, isDown, hasReportObject }: CaseReadinessParts,
): Pick<ReadinessFacts, 'priors' | 'priorReports'> {
  const parts = caseParts();
  const { issuer, patientId } = row.patient;
  const asked = ofSite.flatMap((source) => {
    const told = patientId === null ? null : parts.memory.found({ sourceId: source.sourceId, issuer, patientId });
    return told === null ? [] : [{ source, found: told.found }];
  });
  if (asked.length === 0) return { priors: null, priorReports: null };
  const local = new Map(parts.ofPatient(row.patient.patientKey).map((one) => [one.studyUid, one]));
  const wanted = wantedPriors(planCase(row, 0, parts).priors, DEFAULT_WEIGHTS).map((prior) => {
    const holders = asked.filter(({ found }) => found.some(({ studyUid }) => studyUid === prior.studyId));
    const told = holders[0]?.found.find(({ studyUid }) => studyUid === prior.studyId);
    return { prior, holders, told, here: local.get(prior.studyId) };
  });
  const said = ofSite.map(({ settings }) => settings.sendsReports);
  const sendsReports = said.includes(true) ? true : said.includes(false) ? false : null;
  return {
    priors: wanted.map(({ prior, holders, told, here }) => {
      const isReachable = holders.some(({ source }) => !source.paused && !isDown(source.sourceId));
      const away = isReachable ? 'at-site' : 'unreachable';
      return {
        date: here?.studyDate ?? told?.studyDate ?? null,
        state: prior.complete ? 'here' : prior.localBytes > 0 ? 'partly' : away,
        where: holders[0]?.source.settings.name ?? null,
        waived: false,
      };
    }),
    priorReports: priorReports(
      wanted.map(({ prior, told, here }) => ({
        ...{ studyUid: prior.studyId, complete: prior.complete },
        isSigned: here !== undefined && ['preliminary', 'final', 'addended', 'corrected'].includes(here.reportState),
        modalities: [...(told?.modalities ?? []), ...(here?.modalities ?? [])],
      })),
      sendsReports,
      hasReportObject,
    ),
  };
}

function leaseOf({ lease, caseParts, now }: CaseReadinessParts): ReadinessFacts['lease'] {
  const held = lease();
  if (held === null) return 'none';
  if (held.endsAt === null) return null;
  const shift = shiftAround(caseParts().memory.settings().shift, now());
  return { until: held.endsAt, neededUntil: new Date(shift?.to ?? now() + SHIFT_MS).toISOString() };
}
