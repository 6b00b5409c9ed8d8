import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import { certificateFacts, pairOf, parseAuthorities } from './access/sign-in/certificate-facts.ts';
import { openKeyFile } from './access/profile/admin-key.ts';
import { readProfileFile } from './access/profile/profile-file.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about the identity provider of the store, and the certificates between the two. */
export function signInHandlers({ signIn, options }: StationDoor): Handlers {
  const now = (): number => Date.parse(options.clock.nowIso());
  return {
    'signIn.state': () => signIn.state(),
    'signIn.begin': () => signIn.begin(),
    'signIn.cancel': () => signIn.cancel(),
    'signIn.setProvider': (request) => signIn.setProvider(request),
    'signIn.removeProvider': (request) => signIn.removeProvider(request),

    'signIn.certificates': () => signIn.certificates(now()),
    'signIn.readAuthoritiesFile': async ({ file }) => {
      const text = parseAuthorities(await readProfileFile(file));
      return { text, certificates: certificateFacts(text, now()) };
    },
    'signIn.setCertificateFiles': async ({ certificateFile, keyFile, keyPassphrase, proof }) => {
      const privateKey = keyIn(await readProfileFile(keyFile), keyPassphrase);
      await signIn.setCertificate(pairOf(await readProfileFile(certificateFile), privateKey), proof);
      return signIn.certificates(now());
    },
    'signIn.removeCertificate': async ({ proof }) => {
      await signIn.setCertificate(null, proof);
      return signIn.certificates(now());
    },
  };
}

/** @throws AppError sign-in/bad-certificate, profile/key-passphrase */
function keyIn(text: string, passphrase: string | null): string {
  try {
    return openKeyFile(text, passphrase);
  } catch (error) {
    const known = asAppError(error);
    if (known.code !== 'profile/bad-key') throw known;
    throw new AppError('sign-in/bad-certificate', 'the file holds no private key', { cause: error });
  }
}
