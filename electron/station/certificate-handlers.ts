import { authoritiesIn, certificateIn, readChosen } from './access/key-files/read-files.ts';
import { certificateFacts } from './access/sign-in/certificate-facts.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about certificates and keys of sources and destinations. */
export function certificateHandlers(station: StationDoor): Handlers {
  const now = (): number => Date.parse(station.options.clock.nowIso());
  return {
    'certificates.readAuthoritiesFile': async ({ file }) => {
      const text = authoritiesIn(await readChosen(file));
      return { text, certificates: certificateFacts(text, now()) };
    },
    'certificates.readFiles': async ({ certificateFile, keyFile, passphrase }) => {
      const [chosen, key] = [await readChosen(certificateFile), keyFile === null ? null : await readChosen(keyFile)];
      const certificate = await certificateIn(chosen, key, passphrase);
      const held = station.rooms.transfers.heldCertificates.hold(certificate);
      return { held, certificates: certificateFacts(certificate.certificate, now()) };
    },
  };
}
