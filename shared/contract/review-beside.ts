import { z } from 'zod';
import { ReviewId } from '../model/ids.ts';
import { ReviewBeside } from '../model/review/beside.ts';
import { call } from './define.ts';
import { CLINICAL } from './roles.ts';

/** What both readers of a case drew, and what they had on the glass. */
export const reviewBesideCalls = {
  /** As far as the person may see it. review/no-such-case, report/tampered. */
  'review.beside': call(z.strictObject({ reviewId: ReviewId }), ReviewBeside, { roles: CLINICAL }),
} as const;
