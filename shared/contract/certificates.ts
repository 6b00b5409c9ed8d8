import { z } from 'zod';
import { CertificateFacts, HeldCertificate } from '../model/certificate.ts';
import { Certificates } from '../model/identity-provider.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION } from './roles.ts';

const File = z.string().min(1).max(LONGEST_PATH);
const passphrase = z.string().max(1000).nullable();
const Authorities = z.strictObject({ text: Certificates, certificates: z.array(CertificateFacts) });
const Held = z.strictObject({ held: HeldCertificate, certificates: z.array(CertificateFacts) });

/** Certificates and keys of sources and destinations, from files that somebody chose. The key never comes to a window. */
export const certificateCalls = {
  /** Null where the dialog was closed without a file. */
  'certificates.choose': call(
    z.strictObject({ what: z.enum(['authorities', 'certificate', 'key']) }),
    z.strictObject({ token: FileToken.nullable() }),
    { roles: ADMINISTRATION, side: 'shell' },
  ),
  /** Who vouches for a server: PEM or DER. source/key-file */
  'certificates.readAuthorities': call(z.strictObject({ token: FileToken }), Authorities, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'certificates.readAuthoritiesFile': call(z.strictObject({ file: File }), Authorities, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
  /**
   * A certificate of this station with its key: PKCS #12, or PEM in one file or two. The station holds it until a source or a
   * destination is saved with it. source/key-file, source/key-passphrase
   */
  'certificates.read': call(z.strictObject({ certificate: FileToken, key: FileToken.nullable(), passphrase }), Held, {
    roles: ADMINISTRATION,
    side: 'shell',
  }),
  /** The same by absolute paths. */
  'certificates.readFiles': call(
    z.strictObject({ certificateFile: File, keyFile: File.nullable(), passphrase }),
    Held,
    { roles: ADMINISTRATION, caller: 'shell' },
  ),
} as const;
