import type { DimseSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { Peer } from './dimse-messages.ts';

/** Whom to call, as the settings and secrets of a source say it. */
export function peerOf(settings: DimseSettings, secrets: SourceSecrets): Peer {
  const { host, port, calledAe, callingAe, tls, user, waits } = settings;
  return {
    host,
    port,
    called: calledAe,
    calling: callingAe,
    tls:
      tls === null
        ? null
        : {
            authorities: tls.authorities,
            certificate: secrets.certificate?.certificate ?? null,
            privateKey: secrets.certificate?.privateKey ?? null,
          },
    identity: user === null ? null : { user, passcode: secrets.password ?? null },
    connectMs: waits.connectMs,
    answerMs: waits.answerMs,
    idleMs: waits.idleMs,
  };
}
