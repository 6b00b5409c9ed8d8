import type { StudyId } from '../../../../shared/model/ids.ts';
import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import type { SiteStanding } from '../../../../shared/model/transfer.ts';
import { wantedPriors } from '../../../../shared/prefetch/tasks.ts';
import { DEFAULT_WEIGHTS } from '../../../../shared/prefetch/weights.ts';
import type { SignInLease } from '../../../../shared/contract/access.ts';
import type { AppliedProfile } from '../../access/profile/profile-rows.ts';
import { sourcesOf } from './ask-for-priors.ts';
import { planCase, shiftAround } from './gather-facts.ts';
import type { CaseParts } from './gather-facts.ts';
import type { WhatIsHere } from '../retrieve/what-is-here.ts';

/** A reader who said nothing of a shift is taken to read for so long. */
const SHIFT_MS = 8 * 3_600_000;

export interface CaseReadinessParts {
  readonly caseParts: () => CaseParts;
  readonly row: (studyId: StudyId) => WorklistRow | null;
  readonly here: Pick<WhatIsHere, 'counts'>;
  readonly standings: (studyId: StudyId) => readonly SiteStanding[];
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
  return {
    pixels: pixelsOf(row, parts),
    site: siteOf(parts.standings(studyId)),
    priors: priorsOf(row, parts),
    // Reports of priors are fetched by nobody yet.
    priorReports: null,
    order: row.order !== undefined ? 'here' : null,
    template: parts.templates(studyId) > 0,
    contacts: profile === null ? null : profile.contacts.length,
    lease: leaseOf(parts),
  };
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

function siteOf(standings: readonly SiteStanding[]): ReadinessFacts['site'] {
  const complete = standings.find(({ completeAt }) => completeAt !== null);
  const told = complete ?? standings[0];
  return told === undefined ? null : { name: told.sourceName, completeAt: told.completeAt };
}

/** Null: no source of the site was asked for this patient yet. */
function priorsOf(row: WorklistRow, { caseParts, isDown }: CaseReadinessParts): ReadinessFacts['priors'] {
  const parts = caseParts();
  const { issuer, patientId } = row.patient;
  const asked = sourcesOf(row, parts.sources).flatMap((source) => {
    const told = patientId === null ? null : parts.memory.found({ sourceId: source.sourceId, issuer, patientId });
    return told === null ? [] : [{ source, found: told.found }];
  });
  if (asked.length === 0) return null;
  const local = new Map(parts.ofPatient(row.patient.patientKey).map((one) => [one.studyUid, one.studyDate]));
  return wantedPriors(planCase(row, 0, parts).priors, DEFAULT_WEIGHTS).map((prior) => {
    const holders = asked.filter(({ found }) => found.some(({ studyUid }) => studyUid === prior.studyId));
    const told = holders[0]?.found.find(({ studyUid }) => studyUid === prior.studyId);
    const isReachable = holders.some(({ source }) => !source.paused && !isDown(source.sourceId));
    const away = isReachable ? 'at-site' : 'unreachable';
    return {
      date: local.get(prior.studyId) ?? told?.studyDate ?? null,
      state: prior.complete ? 'here' : prior.localBytes > 0 ? 'partly' : away,
      where: holders[0]?.source.settings.name ?? null,
      waived: false,
    };
  });
}

function leaseOf({ lease, caseParts, now }: CaseReadinessParts): ReadinessFacts['lease'] {
  const held = lease();
  if (held === null) return 'none';
  if (held.endsAt === null) return null;
  const shift = shiftAround(caseParts().memory.settings().shift, now());
  return { until: held.endsAt, neededUntil: new Date(shift?.to ?? now() + SHIFT_MS).toISOString() };
}
