import { z } from 'zod';
import { CommunicationId, ReportId, StudyId } from './ids.ts';

/** A report that something has to be added to. */
export const AddendumTask = z.strictObject({
  communicationId: CommunicationId,
  studyId: StudyId,
  reportId: ReportId,
  /** What somebody has to be told. */
  finding: z.string(),
  /** UTC, ISO 8601. */
  askedAt: z.string(),
});
export type AddendumTask = z.infer<typeof AddendumTask>;
