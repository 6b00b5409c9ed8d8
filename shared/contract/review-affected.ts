import { z } from 'zod';
import { FindingCategory } from '../model/communication.ts';
import { ReviewId } from '../model/ids.ts';
import { ReviewView } from '../model/review/review-view.ts';
import { call } from './define.ts';
import { CLINICAL } from './roles.ts';

/** A case whose patient is affected. */
export const reviewAffectedCalls = {
  /**
   * Opens a finding to be told and an addendum to be written, on the study itself and under the name of who asks. Nothing there says that
   * it was found in a second reading. review/no-such-case, review/wrong-role, review/wrong-state, archive/unknown-study.
   */
  'review.tell': call(
    z.strictObject({
      reviewId: ReviewId,
      category: FindingCategory,
      finding: z.string().trim().min(1).max(2000),
    }),
    ReviewView,
    { roles: CLINICAL },
  ),
} as const;
