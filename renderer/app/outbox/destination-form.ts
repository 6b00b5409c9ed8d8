import type { DestinationKind, DestinationSettings, DicomObjectKind } from '../../../shared/model/destination.ts';
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
  /** Of an archive: what goes there, and whether it is asked to answer for keeping it. */
  readonly objects: readonly DicomObjectKind[];
  readonly keep: boolean;
  /** It is told of claims and reads, too. */
  readonly status: boolean;
}

export const EMPTY_DRAFT: DestinationDraft = {
  ...{ name: '', site: '', kind: 'hl7', source: '', host: '', port: '2575', tls: true, insideTunnel: false },
  ...{ takesOnce: false, url: '', user: '', secret: '' },
  ...{ objects: ['report', 'measurements'], keep: false, status: false },
};

export const OBJECT_WORDS: Readonly<Record<DicomObjectKind, string>> = {
  report: 'Reports (SR)',
  measurements: 'Measurements (SR)',
  pdf: 'Reports as a page (PDF in an object)',
  'key-images': 'Key images',
  'presentation-state': 'Presentation states',
  segmentation: 'Segmentations',
  other: 'Other objects',
};

export const KIND_WORDS: Readonly<Record<DestinationKind, string>> = {
  dicom: 'DICOM, by a source that stores',
  hl7: 'HL7 v2 over MLLP',
  fhir: 'FHIR R4 server',
};

/** What the station is asked; it says itself what does not fit. */
export function requestOf(draft: DestinationDraft): Request<'destination.add'> {
  const { name, site, kind, insideTunnel, secret, user, status } = draft;
  const secretName = user === '' ? 'token' : 'password';
  const secrets = kind === 'fhir' && secret !== '' ? { [secretName]: secret } : {};
  switch (kind) {
    case 'dicom':
      return {
        ...{ name, site, secrets },
        settings: { kind, source: draft.source, objects: [...draft.objects], commitment: draft.keep ? {} : null },
      };
    case 'hl7': {
      const { host, tls, takesOnce: honoursControlId } = draft;
      return {
        name,
        site,
        settings: { kind, host, port: Number(draft.port), tls, insideTunnel, honoursControlId, status },
        secrets,
      };
    }
    case 'fhir':
      return {
        name,
        site,
        settings: { kind, url: draft.url, insideTunnel, user: user === '' ? null : user, status },
        secrets,
      };
  }
}

/** In one line: where it is. */
export function whereWords(settings: DestinationSettings): string {
  switch (settings.kind) {
    case 'dicom':
      return [
        `DICOM by the source ${settings.source}: ${settings.objects.map((one) => OBJECT_WORDS[one].replace(/^./, (first) => first.toLowerCase())).join(', ')}`,
        ...(settings.commitment === null ? [] : ['asked to answer for keeping them']),
      ].join('; ');
    case 'hl7':
      return `HL7 ${settings.host}:${settings.port}${settings.tls ? ' TLS' : ''}${settings.honoursControlId ? ', takes a message once' : ''}${toldOf(settings)}`;
    case 'fhir':
      return `FHIR ${settings.url}${toldOf(settings)}`;
  }
}

function toldOf({ status }: { readonly status: boolean }): string {
  return status ? ', told when a study is claimed, begun, given back and read' : '';
}
