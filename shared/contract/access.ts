import { z } from 'zod';
import { PersonId } from '../model/ids.ts';
import { call, event } from './define.ts';

export const AccessState = z.strictObject({
  store: z.enum(['absent', 'locked', 'open']),
  kind: z.enum(['evaluation', 'clinical']),
  /** Shown on the unlock screen; null while there is no store. */
  people: z.array(z.strictObject({ personId: PersonId, name: z.string() })),
  reader: z.strictObject({ personId: PersonId, name: z.string() }).nullable(),
  /** The recovery key was shown and its keeping confirmed: signing needs it. */
  recoveryConfirmed: z.boolean(),
  /** Why the store cannot be opened at all, as an error code ("store/newer-version", "store/in-use" …). */
  trouble: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});
export type AccessState = z.infer<typeof AccessState>;

const Passphrase = z.string().min(1).max(1024);

export const accessCalls = {
  'access.state': call(z.strictObject({}), AccessState, { needsOpenStore: false }),
  /** Makes a new evaluation store. The recovery key is returned once and never again. */
  'access.create': call(
    z.strictObject({ name: z.string().trim().min(1).max(200), passphrase: Passphrase }),
    z.strictObject({ recoveryKey: z.string() }),
    { needsOpenStore: false },
  ),
  'access.unlock': call(z.strictObject({ personId: PersonId.nullable(), passphrase: Passphrase }), AccessState, {
    needsOpenStore: false,
  }),
  'access.confirmRecovery': call(z.strictObject({}), AccessState),
  /** As confirmRecovery, for whoever has the key on paper: it is proved against the store. access/wrong-passphrase. */
  'access.proveRecovery': call(z.strictObject({ recoveryKey: Passphrase }), AccessState),
  /**
   * A new passphrase for the reader; `proof` is the old one or the recovery key. Refused with access/wrong-passphrase and
   * access/weak-passphrase; audited.
   */
  'access.setPassphrase': call(z.strictObject({ proof: Passphrase, passphrase: Passphrase }), AccessState),
  'access.lock': call(z.strictObject({}), AccessState),
} as const;

export const accessEvents = {
  'access.changed': event(AccessState),
} as const;
