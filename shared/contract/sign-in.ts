import { z } from 'zod';
import { IdentityProvider } from '../model/identity-provider.ts';
import { SignInLease } from './access.ts';
import { call } from './define.ts';
import { ADMINISTRATION } from './roles.ts';

/** How things stand between the person who has the store open and the identity provider of the site. */
export const SignInState = z.strictObject({
  /** Null: the passphrase is enough here. */
  provider: IdentityProvider.nullable(),
  /** The same as in AccessState. */
  lease: SignInLease.nullable(),
  /** A page in the browser of the system is being waited for. */
  waiting: z.boolean(),
});
export type SignInState = z.infer<typeof SignInState>;

/** These work while a sign-in is needed, when a person has no other right. */
export const signInCalls = {
  'signIn.state': call(z.strictObject({}), SignInState, { roles: 'nobody-yet' }),
  /**
   * Opens the browser of the system and waits for the person to come back; ends with the sign-in, or after `signIn.cancel`, a lock
   * or five minutes. sign-in/…
   */
  'signIn.begin': call(z.strictObject({}), SignInState, { roles: 'nobody-yet' }),
  'signIn.cancel': call(z.strictObject({}), SignInState, { roles: 'nobody-yet' }),
  /**
   * The administrator signs in at the new provider first: one that lets nobody in is not taken. Everybody signs in anew afterwards.
   */
  'signIn.setProvider': call(
    z.strictObject({ provider: IdentityProvider, proof: z.string().min(1).max(1024) }),
    SignInState,
    { roles: ADMINISTRATION },
  ),
  /** Only an administrator may, with the passphrase or the recovery key; also when the provider lets nobody in any more. */
  'signIn.removeProvider': call(z.strictObject({ proof: z.string().min(1).max(1024) }), SignInState, {
    roles: 'nobody-yet',
  }),
} as const;
