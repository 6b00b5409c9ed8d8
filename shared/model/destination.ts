import { z } from 'zod';
import { Certificates, ClientCertificate } from './identity-provider.ts';
import { DestinationId } from './ids.ts';
import { ResultMapping } from './result-mapping.ts';
import { isLoopback } from './source-settings.ts';

const Host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/, 'a name or an address, without port');
const PLAIN_REFUSED = 'without TLS only inside a tunnel, or to this very machine';

/** Objects that an archive may be sent, one by one: not every archive wants each of them. */
export const DICOM_OBJECT_KINDS = [
  'report',
  'measurements',
  'pdf',
  'key-images',
  'presentation-state',
  'segmentation',
  'other',
] as const;
export const DicomObjectKind = z.enum(DICOM_OBJECT_KINDS);
export type DicomObjectKind = z.infer<typeof DicomObjectKind>;

/** Storage commitment: the archive is asked to answer for what it took. */
export const CommitmentSettings = z.strictObject({
  /** How long its answer is waited for before it is asked again, minutes. */
  waitMinutes: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
});
export type CommitmentSettings = z.infer<typeof CommitmentSettings>;

/** A source that takes objects: by STOW-RS or C-STORE, as it is set up. */
export const DicomDestination = z.strictObject({
  kind: z.literal('dicom'),
  /** As the source is named. */
  source: z.string().trim().min(1).max(100),
  /** What goes there. */
  objects: z.array(DicomObjectKind).max(DICOM_OBJECT_KINDS.length).default(['report', 'measurements']),
  /** Null: a taken object counts as it is. Needs a source that speaks DIMSE and knows a receiver of ours. */
  commitment: CommitmentSettings.nullable().default(null),
});
export type DicomDestination = z.infer<typeof DicomDestination>;

/** HL7 v2 over MLLP. */
export const Hl7Destination = z
  .strictObject({
    kind: z.literal('hl7'),
    host: Host,
    port: z.number().int().min(1).max(65_535),
    tls: z.boolean(),
    /** The way to it is encrypted by a tunnel (VPN): only then may the protocol itself be plain. */
    insideTunnel: z.boolean().default(false),
    /** The site says that it takes a message with the same control id (MSH-10) once. */
    honoursControlId: z.boolean().default(false),
    /** It is told, too, when a study is claimed, begun, given back and read. */
    status: z.boolean().default(false),
    /** How it wants reports; absent: as they were frozen. */
    mapping: ResultMapping.optional(),
    /** PEM of who vouches for it, beside whoever the computer trusts; null: those alone. */
    authorities: Certificates.nullable().default(null),
    /** Until there is a connection, and until an answer is whole; milliseconds. */
    connectMs: z.number().int().min(50).max(300_000).default(10_000),
    answerMs: z.number().int().min(50).max(300_000).default(30_000),
  })
  .refine((own) => own.tls || own.insideTunnel || isLoopback(own.host), PLAIN_REFUSED);
export type Hl7Destination = z.infer<typeof Hl7Destination>;

/** A FHIR R4 server. Takes a report by conditional create (If-None-Exist). */
export const FhirDestination = z
  .strictObject({
    kind: z.literal('fhir'),
    /** Base of the service, the part before /DiagnosticReport. */
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .regex(/^https?:\/\/[^\s\\@?#]+$/, 'an address alone: no user, no query'),
    insideTunnel: z.boolean().default(false),
    /** The site says that a resource with the same identifier is made once. */
    honoursIfNoneExist: z.boolean().default(false),
    /** It is told, too, when a study is claimed, begun, given back and read. */
    status: z.boolean().default(false),
    /** Of basic authentication; null: a bearer token where there is one. */
    user: z.string().min(1).max(200).nullable().default(null),
    authorities: Certificates.nullable().default(null),
    connectMs: z.number().int().min(50).max(300_000).default(10_000),
    answerMs: z.number().int().min(50).max(300_000).default(30_000),
  })
  .refine((own) => own.url.startsWith('https:') || own.insideTunnel || isLoopback(hostOf(own.url)), PLAIN_REFUSED);
export type FhirDestination = z.infer<typeof FhirDestination>;

/**
 * A program of the site on this very computer (RIS, dictation) that asks for cases by their accession number: it hears what became of them,
 * and nothing else. We call it, nobody calls us: no port of ours is open.
 */
export const ContextDestination = z.strictObject({
  kind: z.literal('context'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .regex(/^https?:\/\/[^\s\\@?#]+$/, 'an address alone: no user, no query')
    .refine((url) => isLoopback(hostOf(url)), 'an address of this very computer'),
  /** Until it has answered, milliseconds. */
  answerMs: z.number().int().min(50).max(10_000).default(2000),
});
export type ContextDestination = z.infer<typeof ContextDestination>;

/** Where results go. Holds no secret: it may be shown and exported. */
export const DestinationSettings = z.discriminatedUnion('kind', [
  DicomDestination,
  Hl7Destination,
  FhirDestination,
  ContextDestination,
]);
export type DestinationSettings = z.infer<typeof DestinationSettings>;
export type DestinationKind = DestinationSettings['kind'];

/** What proves who we are. Lies in the encrypted index only: never in argv, logs, errors or JSON that is printed. */
export const DestinationSecrets = z.strictObject({
  password: z.string().max(1000).optional(),
  token: z.string().max(16_000).optional(),
  certificate: ClientCertificate.optional(),
});
export type DestinationSecrets = z.infer<typeof DestinationSecrets>;

/** A destination as it is shown. */
export const Destination = z.strictObject({
  destinationId: DestinationId,
  name: z.string(),
  /** Whose results go there: a site as the store names it. */
  site: z.string(),
  settings: DestinationSettings,
  /** Which secrets it has. */
  secrets: z.array(z.enum(['password', 'token', 'certificate'])),
});
export type Destination = z.infer<typeof Destination>;

function hostOf(url: string): string {
  return /^https?:\/\/(\[[^\]]*\]|[^/:]+)(?=[/:]|$)/.exec(url)?.[1] ?? '';
}

/** Whether the same again is taken once, as the site declared it. Objects are told apart by their SOP Instance UID. */
export function takesOnce(settings: DestinationSettings): boolean {
  switch (settings.kind) {
    case 'dicom':
      return true;
    case 'context':
      return false;
    case 'hl7':
      return settings.honoursControlId;
    case 'fhir':
      return settings.honoursIfNoneExist;
  }
}

/** Whether an archive is asked to answer for keeping what it took. */
export function asksToKeep(settings: DestinationSettings): boolean {
  return settings.kind === 'dicom' && settings.commitment !== null;
}
