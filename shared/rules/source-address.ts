import type { SourceSettings } from '../model/source-settings.ts';

/** Where a source is, and to whom we say who we are: what a secret was given for. Another text: secrets are entered again. */
export function addressOf(settings: SourceSettings): string {
  switch (settings.kind) {
    case 'dicomweb':
      return JSON.stringify([settings.url, settings.auth, settings.proxy]);
    case 'dimse':
      return JSON.stringify([
        settings.host,
        settings.port,
        settings.calledAe,
        settings.callingAe,
        settings.tls !== null,
      ]);
  }
}
