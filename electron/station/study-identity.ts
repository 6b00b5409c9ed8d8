import type { AnyEvent } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { PatientDoubt } from '../../shared/model/patient-doubt.ts';
import type { StudyRejections } from '../../shared/model/rejection.ts';
import { agreedSites } from './access/profile/agreed-sites.ts';
import type { AppliedProfile } from './access/profile/profile-rows.ts';
import type { OpenStore } from './access/open-store.ts';
import { OtherIssuers } from './archive/other-issuers.ts';
import { studyRejections } from './archive/study-rejections.ts';
import type { Clock } from './kernel/ports.ts';
import { isMergedAt } from './reconcile-lines.ts';
import { answerDoubt, patientDoubtOf } from './transfer/retrieve/patient-doubts.ts';
import type { DoubtParts } from './transfer/retrieve/patient-doubts.ts';
import type { Transfers } from './transfer/transfers.ts';

/** Whose a study is, and what of it counts, as far as its site and the readers said. */
export interface StudyIdentity {
  /** What contradicts whose study it is. */
  doubt(studyId: StudyId): PatientDoubt;
  /** Keeps what its site answered. */
  answerDoubt(studyId: StudyId, words: string): PatientDoubt;
  /** What its site took back of a study. */
  rejections(studyId: StudyId): StudyRejections;
}

type StoreParts = Pick<OpenStore, 'index' | 'journal' | 'commands' | 'personId' | 'personName'>;

export function studyIdentity(
  { index, journal, commands, personId }: StoreParts,
  clock: Clock,
  transfers: Pick<Transfers, 'siteStudies' | 'sources'>,
  emit: (event: AnyEvent) => void,
): StudyIdentity {
  const parts: DoubtParts = {
    ...{ index, siteStudies: transfers.siteStudies },
    nameOf: (sourceId) => transfers.sources.all().find((one) => one.sourceId === sourceId)?.settings.name ?? '',
    isMerged: (studyId, a, b) => isMergedAt(index, studyId, a, b),
  };
  return {
    doubt: (studyId) => patientDoubtOf(parts, studyId),
    answerDoubt: (studyId, words) => {
      answerDoubt({ commands, clock, personId }, studyId, words);
      emit({ name: 'worklist.changed', payload: { studyIds: [studyId] } });
      return patientDoubtOf(parts, studyId);
    },
    rejections: (studyId) => studyRejections({ index, journal }, studyId),
  };
}

/** Priors of other issuers, by the profiles that are in force when somebody looks. */
export function openOtherIssuers(
  { index: db, commands, personId, personName }: StoreParts,
  clock: Clock,
  profiles: () => readonly AppliedProfile[],
): OtherIssuers {
  const agreed = (site: string): ReadonlySet<string> => agreedSites(profiles(), site, clock.nowIso());
  return new OtherIssuers({ db, commands, clock, personId, personName, agreed });
}
