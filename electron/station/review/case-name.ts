import type { ReviewId } from '../../../shared/model/ids.ts';

/** "CASE-7K2M4P9Q": eight of the random letters of its id. Nothing of the case is in it. */
export function caseName(reviewId: ReviewId): string {
  return `CASE-${reviewId.slice(0, 8).toUpperCase()}`;
}
