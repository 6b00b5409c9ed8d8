import type { PersonId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';
import { chosenFetchingHours } from './policy.ts';
import { isRevoked } from './profile/judge-profile.ts';
import { profilesInForce } from './profile/profile-rows.ts';
import type { ReadProfiles } from './profile/profile-rows.ts';

/** For how long a locked store may let transfers go on: the person, the policy and the sites, whoever says least. */
export class FetchingHours {
  /** Signatures are proved once. */
  readonly #read: ReadProfiles = new Map();

  /** Hours; 0: a lock closes the store. */
  of({ index, personId }: { readonly index: Db; readonly personId: PersonId }): number {
    return this.#isHeld(index) ? 0 : chosenFetchingHours(index, personId);
  }

  /** Whether a site lets no station with its studies fetch behind the lock. */
  #isHeld(index: Db): boolean {
    return profilesInForce(index, this.#read).some(
      ({ profile }) => profile.unlocking?.fetchWhileLocked === false && !isRevoked(profile),
    );
  }
}
