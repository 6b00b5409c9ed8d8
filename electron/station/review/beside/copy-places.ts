import { ObjectId } from '../../../../shared/model/ids.ts';
import type { ReviewId } from '../../../../shared/model/ids.ts';
import { KeyedNames } from '../../deidentify/keyed-names.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { caseKey } from '../case-key.ts';

/** Where pictures of a study lie in the copy of a case. */
export interface CopyPlaces {
  /** Of a series or an object of the study, in the copy. */
  readonly uid: (uid: string) => string;
  /** Null: the copy has no such picture. @param uid of the copy */
  readonly object: (uid: string) => ObjectId | null;
}

/** Gives `work` the places while the key of the case is in hand. */
export function withCopyPlaces<T>(
  { index, key }: { readonly index: Db; readonly key: () => Uint8Array },
  reviewId: ReviewId,
  work: (places: CopyPlaces) => T,
): T {
  const own = caseKey(key, reviewId);
  const find = index
    .prepare<[string, string], string>(
      `SELECT object_id FROM object JOIN series USING (series_id) JOIN study USING (study_id) JOIN review_copy USING (study_uid)
       WHERE object.sop_uid = ? AND review_id = ? AND rejected IS NULL ORDER BY object_id`,
    )
    .pluck();
  try {
    const names = new KeyedNames(own);
    return work({
      uid: (uid) => names.uid(uid),
      object: (uid) => {
        const found = find.get(uid, reviewId);
        return found === undefined ? null : ObjectId.parse(found);
      },
    });
  } finally {
    own.fill(0);
  }
}
