import type { PersonId } from '../../../shared/model/ids.ts';
import type { OwnKey } from '../kernel/own-key.ts';
import type { Db } from '../kernel/sqlite.ts';
import { rebindReviewKeys } from '../review/exchange/own-keys.ts';
import { setWish } from './key-store/os-slot-wish.ts';
import { rebindSignatureKeys } from './signature-key.ts';

/** What goes with a change of one's own passphrase, inside its transaction. @param next public half of the new slot */
export function ownPassphraseChanged(db: Db, own: OwnKey, personId: PersonId, next: Uint8Array): void {
  setWish(db, personId, false);
  rebindSignatureKeys(db, own, personId, next);
  rebindReviewKeys(db, own, personId, next);
}
