import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { readPolicy } from '../policy.ts';
import { isRevoked } from '../profile/judge-profile.ts';
import { profilesInForce } from '../profile/profile-rows.ts';

/** For so long after an unlock by passphrase a slot in the key store of the system opens the store: once a day somebody types it. */
export const OS_SLOT_HOURS = 24;
const HOUR_MS = 3_600_000;

export interface SlotRefusal {
  readonly by: 'policy' | 'site';
  /** Of the site that forbids it. */
  readonly siteName: string | null;
}

/** Who forbids a slot in the key store of the system; null: it is allowed. */
export function slotRefusal(index: Db): SlotRefusal | null {
  const site = profilesInForce(index, new Map())
    .map(({ profile }) => profile)
    .find((profile) => profile.unlocking?.systemKeyStore === false && !isRevoked(profile));
  if (site !== undefined) return { by: 'site', siteName: site.site.name };
  return readPolicy(index).keyStore === true ? null : { by: 'policy', siteName: null };
}

/**
 * Read from the audit trail, which nobody cuts without an alarm: of unlocks, and of the wish, which takes the passphrase too.
 * @param now UTC @throws AppError access/passphrase-required where that is too long ago, or to come
 */
export function requirePassphraseSince(index: Db, personId: PersonId, now: string): void {
  const last = index
    .prepare<[string], string>(
      `SELECT at FROM audit WHERE person_id = ? AND (command = 'access.setKeyStore'
       OR (command = 'access.unlock' AND json_extract(detail, '$.by') = 'passphrase')) ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
    .get(personId);
  const age = last === undefined ? Infinity : Date.parse(now) - Date.parse(last);
  if (age >= 0 && age <= OS_SLOT_HOURS * HOUR_MS) return;
  throw new AppError('access/passphrase-required', 'the passphrase was typed too long ago', {
    context: { hours: OS_SLOT_HOURS },
  });
}
