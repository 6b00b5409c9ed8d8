import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ElsewhereRole } from '../../../shared/model/review/package.ts';
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

/** Of one case and one reader elsewhere: what two of them have has no identifier in common, nor with the copy that stays here. */
export function sentCaseKey(ofReview: () => Uint8Array, reviewId: ReviewId, role: ElsewhereRole): Uint8Array {
  const key = ofReview();
  try {
    return deriveKey(key, Buffer.from(`${reviewId} ${role}`, 'utf8'), 'nightjar/review-package-copy/1');
  } finally {
    key.fill(0);
  }
}
