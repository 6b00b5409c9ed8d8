import { z } from 'zod';
import { AccessPolicy, Fetching, LockReason, OpeningWork, StoreMovement } from '../model/access.ts';
import { PersonId } from '../model/ids.ts';
import { PersonName, PersonRole } from '../model/person.ts';
import { call, event } from './define.ts';
import { ADMINISTRATION, EVERY_ROLE } from './roles.ts';

export const AccessSession = z.strictObject({
  policy: AccessPolicy,
  /** After so long without a key or a hand on the mouse the window locks: the person's own choice, never above the policy. */
  idleMinutes: z.number().int(),
  /** For so long a lock lets transfers go on, hours: the person's own choice, never above policy and sites. 0: it closes the store. */
  fetchingHours: z.number().int(),
  /** When this person proved last who they are, UTC: signing asks again when that is older than the policy allows. */
  provedAt: z.string(),
});
export type AccessSession = z.infer<typeof AccessSession>;

/** Between the person who has the store open and the identity provider of the site. */
export const SignInLease = z.strictObject({
  /** Address of the provider. */
  issuer: z.string(),
  /** Until this person has signed in, nothing of a patient is shown and nothing can be done. */
  needed: z.boolean(),
  /** UTC, ISO 8601; null: this person never signed in here. */
  endsAt: z.string().nullable(),
  leftMs: z.number().int().nonnegative(),
  /** The stage of warning that has been reached, as milliseconds left; null: none. */
  warning: z.number().int().nullable(),
  /** The clock of this computer shows a time that has been. */
  clockSetBack: z.boolean(),
});
export type SignInLease = z.infer<typeof SignInLease>;

export const AccessState = z.strictObject({
  store: z.enum(['absent', 'locked', 'open']),
  kind: z.enum(['evaluation', 'clinical']),
  /** Shown on the unlock screen; null while there is no store. */
  people: z.array(z.strictObject({ personId: PersonId, name: z.string() })),
  reader: z.strictObject({ personId: PersonId, name: z.string(), roles: z.array(PersonRole) }).nullable(),
  /** Of whoever has the store open. */
  session: AccessSession.nullable(),
  /** Null: the passphrase is enough here, or nobody has the store open. */
  signIn: SignInLease.nullable(),
  /** The recovery key was shown and its keeping confirmed: signing needs it. */
  recoveryConfirmed: z.boolean(),
  /** Null: the store lives here, or is not open, when nobody can tell. */
  movement: StoreMovement.nullable(),
  /** Of a locked store: whose slot in the key store of the system may open it now. Absent: nobody's. */
  keyStoreOf: z.array(PersonId).optional(),
  /** Why the store cannot be opened at all, as an error code ("store/newer-version", "store/in-use" …). */
  trouble: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});
export type AccessState = z.infer<typeof AccessState>;

export const Unlocked = AccessState.extend({
  /**
   * A new one in place of one that ended: a change of keys that was cut off has ended with this unlock. Once and never again, and to an
   * administrator only.
   */
  recoveryKey: z.string().optional(),
});
export type Unlocked = z.infer<typeof Unlocked>;

const Passphrase = z.string().min(1).max(1024);

export const accessCalls = {
  'access.state': call(z.strictObject({}), AccessState, { roles: 'nobody-yet', needsOpenStore: false }),
  /** Makes a new evaluation store. The recovery key is returned once and never again. */
  'access.create': call(
    z.strictObject({ name: PersonName, passphrase: Passphrase }),
    z.strictObject({ recoveryKey: z.string() }),
    { roles: 'nobody-yet', needsOpenStore: false },
  ),
  /** While another person has the store open: closes it for that person first, when the passphrase is right. */
  'access.unlock': call(z.strictObject({ personId: PersonId.nullable(), passphrase: Passphrase }), Unlocked, {
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
  'access.confirmRecovery': call(z.strictObject({}), AccessState, { roles: EVERY_ROLE }),
  /** As confirmRecovery, for whoever has the key on paper: it is proved against the store. access/wrong-passphrase. */
  'access.proveRecovery': call(z.strictObject({ recoveryKey: Passphrase }), AccessState, { roles: EVERY_ROLE }),
  /** A new recovery key in place of the one there is; returned once and never again. Audited. */
  'access.newRecoveryKey': call(z.strictObject({ proof: Passphrase }), z.strictObject({ recoveryKey: z.string() }), {
    roles: ADMINISTRATION,
  }),
  /**
   * A new passphrase for the reader; `proof` is the old one or the recovery key. Refused with access/wrong-passphrase and
   * access/weak-passphrase; audited.
   */
  'access.setPassphrase': call(z.strictObject({ proof: Passphrase, passphrase: Passphrase }), AccessState, {
    roles: EVERY_ROLE,
  }),
  /** The person who has the store open types the passphrase again: signing is possible for a while. access/wrong-passphrase. */
  'access.prove': call(z.strictObject({ proof: Passphrase }), AccessState, { roles: EVERY_ROLE }),
  /** For everybody at this store; audited. */
  'access.setPolicy': call(z.strictObject({ policy: AccessPolicy, proof: Passphrase }), AccessState, {
    roles: ADMINISTRATION,
  }),
  /** This person's own time until the lock; access/policy above what the policy allows. Null: what the policy says. */
  'access.setIdleMinutes': call(z.strictObject({ minutes: z.number().int().min(1).nullable() }), AccessState, {
    roles: EVERY_ROLE,
  }),
  /** This person's own hours for which a lock lets transfers go on; access/policy above what policy and sites allow. Null: as they say. */
  'access.setFetchingHours': call(z.strictObject({ hours: z.number().int().min(0).nullable() }), AccessState, {
    roles: EVERY_ROLE,
  }),
  /**
   * Whoever has the store open may, also while they have to sign in first. Of a locked store it ends what goes on behind the lock where
   * the reason says so.
   */
  'access.lock': call(z.strictObject({ reason: LockReason.optional() }), AccessState, {
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
  /** What goes on behind the lock; null: nothing does. */
  'access.fetching': call(z.strictObject({}), z.strictObject({ fetching: Fetching.nullable() }), {
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
} as const;

export const accessEvents = {
  'access.changed': event(AccessState),
  /** The only event, beside those of the lock itself, that a locked store sends. */
  'access.fetching': event(z.strictObject({ fetching: Fetching.nullable() })),
  /** While a store is being opened and it takes longer; null: that is over. */
  'access.progress': event(z.strictObject({ work: OpeningWork.nullable() })),
} as const;
