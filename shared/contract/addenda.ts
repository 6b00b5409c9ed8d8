import { z } from 'zod';
import { AddendumTask } from '../model/addendum-task.ts';
import { CommunicationId, StudyId } from '../model/ids.ts';
import { call } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

/** Reports that something has to be added to. */
export const addendumCalls = {
  /** Open ones, the oldest first: nothing was signed since that follows the report, and nobody ended it. */
  'addendum.ofStudy': call(z.strictObject({ studyId: StudyId }), z.strictObject({ tasks: z.array(AddendumTask) }), {
    roles: CLINICAL,
  }),
  /** Nothing is to be added; why stays on record. communication/unknown. */
  'addendum.end': call(
    z.strictObject({ communicationId: CommunicationId, reason: z.string().trim().min(1).max(2000) }),
    z.strictObject({}),
    { roles: REPORTING },
  ),
} as const;
