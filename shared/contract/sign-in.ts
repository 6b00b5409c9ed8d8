import { z } from 'zod';
import { CertificateFacts } from '../model/certificate.ts';
import { Certificates, IdentityProvider } from '../model/identity-provider.ts';
import { SignInLease } from './access.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
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

/** Certificates of this station's connection to its provider, in the order of their files. */
const CertificatesState = z.strictObject({
  /** Shown to a provider that asks for one; its chain after it. Empty: nothing is shown. */
  own: z.array(CertificateFacts),
  /** Who vouches for the provider's server. Empty: whoever this computer trusts. */
  authorities: z.array(CertificateFacts),
});
export type CertificatesState = z.infer<typeof CertificatesState>;
const Authorities = z.strictObject({ text: Certificates, certificates: z.array(CertificateFacts) });
const File = z.string().min(1).max(LONGEST_PATH);
const proof = z.string().min(1).max(1024);
const keyPassphrase = z.string().min(1).max(1024).nullable();

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
  'signIn.certificates': call(z.strictObject({}), CertificatesState, { roles: ADMINISTRATION }),
  /** A file with a certificate or a key; null where the dialog was closed without one. */
  'signIn.chooseFile': call(
    z.strictObject({ what: z.enum(['authorities', 'certificate', 'key']) }),
    z.strictObject({ token: FileToken.nullable() }),
    { roles: ADMINISTRATION, side: 'shell' },
  ),
  /** For `setProvider`, as text. sign-in/bad-certificate */
  'signIn.readAuthorities': call(z.strictObject({ token: FileToken }), Authorities, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'signIn.readAuthoritiesFile': call(z.strictObject({ file: File }), Authorities, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
  /** In place of the one there was. The key file stays where it is. sign-in/bad-certificate, profile/key-passphrase; audited. */
  'signIn.setCertificate': call(
    z.strictObject({ certificate: FileToken, key: FileToken, keyPassphrase, proof }),
    CertificatesState,
    { roles: ADMINISTRATION, side: 'shell' },
  ),
  /** The same by absolute paths. */
  'signIn.setCertificateFiles': call(
    z.strictObject({ certificateFile: File, keyFile: File, keyPassphrase, proof }),
    CertificatesState,
    { roles: ADMINISTRATION, caller: 'shell' },
  ),
  'signIn.removeCertificate': call(z.strictObject({ proof }), CertificatesState, { roles: ADMINISTRATION }),
  /** Only an administrator may, with the passphrase or the recovery key; also when the provider lets nobody in any more. */
  'signIn.removeProvider': call(z.strictObject({ proof: z.string().min(1).max(1024) }), SignInState, {
    roles: 'nobody-yet',
  }),
} as const;
