import type { DestinationKind, DestinationSettings } from '../../../shared/model/destination.ts';
import type { Request } from '../../../shared/contract/index.ts';

/** What is typed of a new destination. */
export interface DestinationDraft {
  readonly name: string;
  readonly site: string;
  readonly kind: DestinationKind;
  readonly source: string;
  readonly host: string;
  readonly port: string;
  readonly tls: boolean;
  readonly insideTunnel: boolean;
  readonly takesOnce: boolean;
  readonly url: string;
  readonly user: string;
  readonly secret: string;
}

export const EMPTY_DRAFT: DestinationDraft = {
  ...{ name: '', site: '', kind: 'hl7', source: '', host: '', port: '2575', tls: true, insideTunnel: false },
  ...{ takesOnce: false, url: '', user: '', secret: '' },
};

export const KIND_WORDS: Readonly<Record<DestinationKind, string>> = {
  dicom: 'DICOM, by a source that stores',
  hl7: 'HL7 v2 over MLLP',
  fhir: 'FHIR R4 server',
};

/** What the station is asked; it says itself what does not fit. */
export function requestOf(draft: DestinationDraft): Request<'destination.add'> {
  const { name, site, kind, insideTunnel, secret, user } = draft;
  const secretName = user === '' ? 'token' : 'password';
  const secrets = kind === 'fhir' && secret !== '' ? { [secretName]: secret } : {};
  switch (kind) {
    case 'dicom':
      return { name, site, settings: { kind, source: draft.source }, secrets };
    case 'hl7': {
      const { host, tls, takesOnce: honoursControlId } = draft;
      return {
        name,
        site,
        settings: { kind, host, port: Number(draft.port), tls, insideTunnel, honoursControlId },
        secrets,
      };
    }
    case 'fhir':
      return { name, site, settings: { kind, url: draft.url, insideTunnel, user: user === '' ? null : user }, secrets };
  }
}

/** In one line: where it is. */
export function whereWords(settings: DestinationSettings): string {
  switch (settings.kind) {
    case 'dicom':
      return `DICOM by the source ${settings.source}`;
    case 'hl7':
      return `HL7 ${settings.host}:${settings.port}${settings.tls ? ' TLS' : ''}${settings.honoursControlId ? ', takes a message once' : ''}`;
    case 'fhir':
      return `FHIR ${settings.url}`;
  }
}
