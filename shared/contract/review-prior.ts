import { z } from 'zod';
import { ProgrammeId, StudyId } from '../model/ids.ts';
import { ReviewView } from '../model/review/review-view.ts';
import { call } from './define.ts';
import { CLINICAL } from './roles.ts';

/** Opinions on prior reports, given while their follow-up is read. */
export const reviewPriorCalls = {
  /** Programmes for which the person may do so, by name; none: nothing offers it. */
  'review.priorProgrammes': call(
    z.strictObject({}),
    z.strictObject({ programmes: z.array(z.strictObject({ programmeId: ProgrammeId, name: z.string() })) }),
    { roles: CLINICAL },
  ),
  /**
   * Makes a case of a prior report (by its `priorReportId`) of the study that the person reads, or finds the one that they began. Recorded.
   * review/no-prior-programme, review/no-such-prior, review/prior-not-known, review/own-case, review/outside-window, review/quota-full,
   * review/prior-not-given, review/already-scored.
   */
  'review.meetPrior': call(
    z.strictObject({ studyId: StudyId, priorReportId: z.string().min(1).max(200) }),
    ReviewView,
    {
      roles: CLINICAL,
    },
  ),
} as const;
