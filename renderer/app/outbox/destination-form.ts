import { DestinationSettings } from '../../../shared/model/destination.ts';
import type { ResultMapping } from '../../../shared/model/result-mapping.ts';
import type { Destination, DestinationKind, DicomObjectKind } from '../../../shared/model/destination.ts';

/** What is typed of a destination. Secrets are beside it. */
export interface DestinationDraft {
  readonly name: string;
  readonly site: string;
  readonly kind: DestinationKind;
  readonly source: string;
  readonly host: string;
  readonly port: string;
  readonly tls: boolean;
  readonly insideTunnel: boolean;
  /** The site says that the same again is taken once. */
  readonly takesOnce: boolean;
  readonly url: string;
  readonly auth: 'none' | 'basic' | 'bearer';
  readonly user: string;
  /** PEM; null: whoever this computer trusts. */
  readonly authorities: string | null;
  /** Seconds. */
  readonly connectS: string;
  readonly answerS: string;
  /** Of an archive: what goes there, and whether it is asked to answer for keeping it. */
  readonly objects: readonly DicomObjectKind[];
  readonly keep: boolean;
  /** Minutes. */
  readonly waitMinutes: string;
  /** It is told of claims and reads, too. */
  readonly status: boolean;
  /** Of HL7: how it wants reports, as its message console says it; kept as it is here. */
  readonly mapping: ResultMapping | null;
}

export const EMPTY_DRAFT: DestinationDraft = {
  ...{ name: '', site: '', kind: 'hl7', source: '', host: '', port: '2575', tls: true, insideTunnel: false },
  ...{ takesOnce: false, url: '', auth: 'none', user: '', authorities: null, connectS: '10', answerS: '30' },
  ...{ objects: ['report', 'measurements'], keep: false, waitMinutes: '60', status: false, mapping: null },
};

/** What is stored, as a person would have typed it. */
export function draftOf({ name, site, settings, secrets }: Destination): DestinationDraft {
  const common = { ...EMPTY_DRAFT, name, site, kind: settings.kind };
  switch (settings.kind) {
    case 'dicom': {
      const { source, objects, commitment } = settings;
      const waitMinutes = String(commitment?.waitMinutes ?? EMPTY_DRAFT.waitMinutes);
      return { ...common, source, objects, keep: commitment !== null, waitMinutes };
    }
    case 'hl7': {
      const { host, port, tls, insideTunnel, honoursControlId: takesOnce, status, authorities } = settings;
      return {
        ...common,
        host,
        port: String(port),
        tls,
        insideTunnel,
        takesOnce,
        status,
        authorities,
        mapping: settings.mapping ?? null,
        ...waitsOf(settings),
      };
    }
    case 'context': {
      const auth = secrets.includes('token') ? 'bearer' : 'none';
      return { ...common, url: settings.url, auth, answerS: String(settings.answerMs / SECOND_MS) };
    }
    case 'fhir': {
      const { url, insideTunnel, honoursIfNoneExist: takesOnce, user, status, authorities } = settings;
      const auth = user !== null ? 'basic' : secrets.includes('token') ? 'bearer' : 'none';
      const own = { url, insideTunnel, takesOnce, status, authorities, auth } as const;
      return { ...common, ...own, user: user ?? '', ...waitsOf(settings) };
    }
  }
}

function waitsOf(own: {
  readonly connectMs: number;
  readonly answerMs: number;
}): Pick<DestinationDraft, 'connectS' | 'answerS'> {
  return { connectS: String(own.connectMs / SECOND_MS), answerS: String(own.answerMs / SECOND_MS) };
}

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
  context: 'Program on this computer that asks for cases',
};

export type DestinationProblems = Readonly<Record<string, string>>;
export type DestinationSettled =
  | { readonly name: string; readonly site: string; readonly settings: DestinationSettings }
  | { readonly problems: DestinationProblems };

/** What a draft says, or what is wrong with it, in words by the field that it stands at. */
export function settledOf(draft: DestinationDraft): DestinationSettled {
  const problems: Record<string, string> = {};
  const [name, site] = [draft.name.trim(), draft.site.trim()];
  if (name === '') problems['name'] = 'Give it a name.';
  if (site === '') problems['site'] = 'Type the site as the list names it.';
  if (draft.kind === 'dicom' && draft.objects.length === 0) problems['objects'] = 'Choose what goes there.';
  const parsed = DestinationSettings.safeParse(givenOf(draft));
  for (const { path } of parsed.error?.issues ?? []) {
    const field = FIELDS[String(path[0] ?? '')] ?? 'insideTunnel';
    problems[field] ??= WORDS[field] ?? 'This is not right.';
  }
  if (draft.kind === 'context' && 'url' in problems) problems['url'] = HERE;
  // Whether it has to be encrypted is asked of an address that is one.
  if ('url' in problems || 'host' in problems) delete problems['insideTunnel'];
  return parsed.success && Object.keys(problems).length === 0 ? { name, site, settings: parsed.data } : { problems };
}

function givenOf(draft: DestinationDraft): object {
  const { kind, tls, insideTunnel, status, takesOnce, authorities, auth, objects } = draft;
  const waits = { connectMs: milliseconds(draft.connectS), answerMs: milliseconds(draft.answerS) };
  const common = { kind, insideTunnel, status, authorities, ...waits };
  switch (kind) {
    case 'dicom':
      return {
        ...{ kind, source: draft.source, objects: [...objects] },
        commitment: draft.keep ? { waitMinutes: numberOf(draft.waitMinutes) } : null,
      };
    case 'hl7': {
      const wanted = draft.mapping === null ? {} : { mapping: draft.mapping };
      return {
        ...common,
        ...wanted,
        host: draft.host.trim(),
        port: numberOf(draft.port),
        tls,
        honoursControlId: takesOnce,
      };
    }
    case 'context':
      return { kind, url: draft.url.trim(), answerMs: waits.answerMs };
    case 'fhir': {
      const user = auth === 'basic' ? draft.user.trim() : null;
      return { ...common, url: draft.url.trim(), honoursIfNoneExist: takesOnce, user };
    }
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function milliseconds(seconds: string): number {
  return Math.round(numberOf(seconds) * SECOND_MS);
}

const SECOND_MS = 1000;
const HERE = 'An address of this very computer, as http://127.0.0.1:8123/nightjar.';
const FIELDS: Readonly<Record<string, string>> = {
  ...{ host: 'host', port: 'port', url: 'url', user: 'user', source: 'source', objects: 'objects' },
  ...{ commitment: 'waitMinutes', connectMs: 'connectS', answerMs: 'answerS', authorities: 'authorities' },
};
const WORDS: Readonly<Record<string, string>> = {
  host: 'A name or an address, without port: ris.example or 10.1.2.3.',
  port: 'A number from 1 to 65535.',
  url: 'It begins with https:// and is the part before /DiagnosticReport.',
  user: 'Type the user name that the site gave.',
  source: 'Choose a source that takes results.',
  waitMinutes: 'Minutes, from 1 to 10080 (a week).',
  connectS: 'Seconds, from 0.05 to 300.',
  answerS: 'Seconds, from 0.05 to 300.',
  insideTunnel:
    'Without encryption only inside a VPN, or to this very computer. Use https or TLS, or say that there is a VPN.',
};

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
    case 'context':
      return `hears what became of cases that it asks for by accession number: ${settings.url}`;
    case 'fhir':
      return `FHIR ${settings.url}${toldOf(settings)}`;
  }
}

function toldOf({ status }: { readonly status: boolean }): string {
  return status ? ', told when a study is claimed, begun, given back and read' : '';
}
