import { z } from 'zod';
import { PersonId } from '../model/ids.ts';
import { Unlocked } from './access.ts';
import { call } from './define.ts';
import { EVERY_ROLE } from './roles.ts';

/** The key store of the system as a way into this store, for whoever has it open. */
export const OsSlotState = z.strictObject({
  /** As the system names it ("gnome_libsecret", "keychain"); null where there is none to name. */
  backend: z.string().nullable(),
  /**
   * Why it cannot be used; null: it can. none: this program has none to ask. unavailable: the system has none, or does not answer.
   * basic-text: what it has keeps secrets under a password that everybody knows. unknown: nobody can tell what it is.
   */
  refusal: z.enum(['none', 'unavailable', 'basic-text', 'unknown', 'policy', 'site']).nullable(),
  /** Of the site that forbids it. */
  siteName: z.string().nullable(),
  /** This person wants it. */
  isOn: z.boolean(),
});
export type OsSlotState = z.infer<typeof OsSlotState>;

export const osSlotCalls = {
  'keys.osSlot': call(z.strictObject({}), OsSlotState, { roles: EVERY_ROLE }),
  /** For the person who asks, who types the passphrase: access/wrong-passphrase, access/policy, key-store/unusable. Audited. */
  'keys.setOsSlot': call(z.strictObject({ on: z.boolean(), proof: z.string().min(1).max(1024) }), OsSlotState, {
    roles: EVERY_ROLE,
  }),
  /**
   * Opens a locked store for a person whose slot is there (`keyStoreOf` of the state). Proves nobody: a signature, emergency access and
   * everything that asks for a passphrase asks for it. access/passphrase-required, key-store/unusable.
   */
  'keys.unlockByOs': call(z.strictObject({ personId: PersonId }), Unlocked, {
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
} as const;
