import { z } from 'zod';
import { JobId, PatientKey, StudyId } from '../model/ids.ts';
import { ImportReport, JobProgress } from '../model/job.ts';
import { ReadinessFacts } from '../model/readiness.ts';
import { SamePersonAnswer, SamePersonCandidate } from '../model/same-person.ts';
import { StudyRejections } from '../model/rejection.ts';
import { StudyForReading, StudyPreview, WorklistRow } from '../model/study.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH, MOST_PATHS } from './file-token.ts';
import { CLINICAL, EVERY_ROLE, KEEPING, READING } from './roles.ts';

/** Cases that one question is about: what a screen shows. */
export const MOST_READINESS = 64;

const Site = z.string().max(64).nullable();
const SamePerson = z.strictObject({ candidates: z.array(SamePersonCandidate) });
const Started = z.strictObject({ jobId: JobId });

export const archiveCalls = {
  /** Files and folders that the reader chose or dropped. */
  'archive.import': call(z.strictObject({ token: FileToken, site: Site }), Started, { roles: KEEPING, side: 'shell' }),
  /** Files and folders by absolute path (ZIP and DICOMDIR are recognised). */
  'archive.importPaths': call(
    z.strictObject({
      paths: z.array(z.string().min(1).max(LONGEST_PATH)).min(1).max(MOST_PATHS),
      site: Site,
    }),
    Started,
    { roles: KEEPING, caller: 'shell' },
  ),
  'archive.importReport': call(z.strictObject({ jobId: JobId }), ImportReport.nullable(), { roles: KEEPING }),
  'worklist.list': call(
    z.strictObject({ search: z.string().max(200) }),
    z.strictObject({ rows: z.array(WorklistRow), total: z.number().int() }),
    { roles: CLINICAL },
  ),
  /** What reading these cases offline needs; what is no study here is left out. Names no patient, asks no site. */
  'worklist.readiness': call(
    z.strictObject({ studyIds: z.array(StudyId).max(MOST_READINESS) }),
    z.strictObject({ cases: z.array(z.strictObject({ studyId: StudyId, facts: ReadinessFacts })) }),
    { roles: CLINICAL },
  ),
  /** withRejected: with what the site took back for its quality alone. */
  'study.open': call(z.strictObject({ studyId: StudyId, withRejected: z.boolean().optional() }), StudyForReading, {
    roles: CLINICAL,
  }),
  /** Patients of other issuers who may be the one of the study, where the sites agreed to that. */
  'study.samePerson': call(z.strictObject({ studyId: StudyId }), SamePerson, { roles: CLINICAL }),
  /** Links the priors of both, or says that they are two; null takes it back. Merges nobody. archive/not-offered */
  'study.answerSamePerson': call(
    z.strictObject({ studyId: StudyId, patientKey: PatientKey, answer: SamePersonAnswer.nullable() }),
    SamePerson,
    { roles: READING },
  ),
  /** What the site took back of it (IHE IOCM), and what was made of that here. */
  'study.rejections': call(z.strictObject({ studyId: StudyId }), StudyRejections, { roles: CLINICAL }),
  /** Light: for a list that asks at every row. */
  'study.preview': call(z.strictObject({ studyId: StudyId }), StudyPreview, { roles: CLINICAL }),
  /** This one will probably be opened next: gives nothing of it away, and is no access to it. */
  'study.ahead': call(z.strictObject({ studyId: StudyId }), z.strictObject({}), { roles: CLINICAL }),
  'jobs.list': call(z.strictObject({}), z.strictObject({ jobs: z.array(JobProgress) }), { roles: EVERY_ROLE }),
  'jobs.cancel': call(z.strictObject({ jobId: JobId }), z.strictObject({}), {
    roles: [...KEEPING, 'administrator'],
  }),
} as const;

export const archiveEvents = {
  'jobs.progress': event(JobProgress),
  'worklist.changed': event(z.strictObject({ studyIds: z.array(StudyId) })),
} as const;
