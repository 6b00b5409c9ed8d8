import type { ReviewId } from '../../../shared/model/ids.ts';
import { deriveKey } from '../kernel/sealed-key.ts';

/** Key of the names in the copy of one case, of the caller: copies of two cases have nothing in common. */
export function caseKey(ofReview: () => Uint8Array, reviewId: ReviewId): Uint8Array {
  const key = ofReview();
  try {
    return deriveKey(key, Buffer.from(reviewId, 'utf8'), 'nightjar/review-copy/1');
  } finally {
    key.fill(0);
  }
}
