import { z } from 'zod';
import { KEY_TITLES } from '../../../../shared/model/key-image.ts';
import type { ReportedPicture } from '../../../../shared/model/reported-picture.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { derivedUid } from '../../kernel/uid.ts';
import { coding, dicomUid, DICOM_UID_SYSTEM, dicomUidValue, effective, subject } from './fhir.ts';
import type { Json } from './fhir.ts';
import { observations } from './fhir-observations.ts';
import type { Beside } from './fhir-observations.ts';

const Report = z.looseObject({ resourceType: z.literal('DiagnosticReport') });
type Resource = Beside['resource'];

/**
 * The report as a transaction (FHIR R4, IHE RAD-141): the DiagnosticReport as it was frozen, with an Observation for each measurement and
 * each coded field, the ImagingStudy, the ServiceRequest of each order with its numbers, and a Media for each key image and each picture
 * that the text's measurements lie on. R4 has no ImagingSelection: the Media names the object and the frame. Nothing is contained. Each is made by condition under an identifier that is always the same, so
 * that the same transaction again makes nothing twice.
 * @param frozen bytes of the DiagnosticReport
 * @param line of a withdrawal: every report that it takes back
 */
export function renderFhirBundle(
  document: SignedDocument,
  frozen: Uint8Array,
  line: readonly SignedDocument[],
): string {
  const report: Resource = Report.parse(JSON.parse(Buffer.from(frozen).toString('utf8'))) as Resource;
  const entry = document.state === 'withdrawn' ? takenBack(report, document, line) : made(report, document);
  return `${canonicalJson({ resourceType: 'Bundle', type: 'transaction', entry })}\n`;
}

function made(report: Resource, document: SignedDocument): Json[] {
  const study = { uid: document.study.studyUid, resource: imagingStudy(document) };
  const found = observations(document).map(({ uid, resource }) => ({
    uid,
    resource: { ...resource, derivedFrom: [reference(study.uid)] },
  }));
  const media = pictures(document);
  const asked = orders(document);
  const whole = {
    ...report,
    imagingStudy: [{ ...reference(study.uid), type: 'ImagingStudy', identifier: dicomUid(study.uid) }],
    ...(asked.length === 0
      ? {}
      : {
          basedOn: asked.map(({ uid, number }) => ({ ...reference(uid), type: 'ServiceRequest', identifier: number })),
        }),
    ...(found.length === 0 ? {} : { result: found.map(({ uid }) => reference(uid)) }),
    ...(media.length === 0
      ? {}
      : { media: media.map(({ uid, labels }) => ({ comment: labels, link: reference(uid) })) }),
  };
  const all: Beside[] = [{ uid: document.uids.report, resource: whole }, study, ...asked, ...found, ...media];
  return all.map(({ uid, resource }) => ({
    fullUrl: fullUrl(uid),
    resource,
    request: { method: 'POST', url: typeOf(resource), ifNoneExist: condition(uid) },
  }));
}

/** Each report of the line in the place of its own, and everything that was found in it as entered in error. */
function takenBack(report: Resource, document: SignedDocument, line: readonly SignedDocument[]): Json[] {
  const own = dicomUid(document.uids.report);
  return line
    .flatMap((former) => [
      { uid: former.uids.report, resource: { ...report, identifier: [own, dicomUid(former.uids.report)] } },
      ...observations(former, 'withdrawn'),
    ])
    .map(({ uid, resource }) => ({
      fullUrl: fullUrl(uid),
      resource,
      request: { method: 'PUT', url: `${typeOf(resource)}?${condition(uid)}` },
    }));
}

/** What is known of the study here; its archive says more. Its series are named where each can only be of the one modality. */
function imagingStudy(document: SignedDocument): Resource {
  const { study, evidence } = document;
  const { date, modalities } = { date: effective(document)['effectiveDateTime'], modalities: study.modalities };
  const [modality, ...others] = modalities.map((value) => coding({ value, scheme: 'DCM', meaning: value }));
  const files = new Map<string, number>();
  for (const { seriesUid } of evidence) files.set(seriesUid, (files.get(seriesUid) ?? 0) + 1);
  const series =
    modality === undefined || others.length > 0
      ? []
      : [...files].map(([uid, numberOfInstances]) => ({ uid, modality, numberOfInstances }));
  return {
    ...{ resourceType: 'ImagingStudy', identifier: [dicomUid(study.studyUid)], status: 'available' },
    subject: subject(document),
    ...(date === undefined ? {} : { started: date }),
    ...(modality === undefined ? {} : { modality: [modality, ...others] }),
    ...{ numberOfSeries: files.size, numberOfInstances: evidence.length },
    ...(study.description === null ? {} : { description: study.description }),
    ...(series.length === 0 ? {} : { series }),
  };
}

interface Order extends Beside {
  /** The first of its numbers: what a receiver knows it by. */
  readonly number: Json;
}

/** Codes of HL7 table 0203. */
const NUMBERS = { accession: 'ACSN', placer: 'PLAC', filler: 'FILL' } as const;

/**
 * The orders of the studies, each with the numbers that are known of it. A number says nothing without who gave it, so none of them is a
 * condition; and how an order stands its site knows, not who reports.
 */
function orders(document: SignedDocument): Order[] {
  const { study, order } = document;
  const own = {
    studyUid: study.studyUid,
    accession: study.accession,
    placer: order?.placer ?? null,
    filler: order?.filler ?? null,
  };
  return (document.accessions ?? [own]).flatMap(({ studyUid, ...numbers }) => {
    const identifiers = (['accession', 'placer', 'filler'] as const).flatMap((kind) => {
      const value = numbers[kind];
      const coded = { system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: NUMBERS[kind] };
      return value === null || value === '' ? [] : [{ type: { coding: [coded] }, value }];
    });
    const [number] = identifiers;
    if (number === undefined) return [];
    const uid = derivedUid(studyUid, `order ${identifiers.map(({ value }) => value).join(' ')}`);
    const known = {
      resourceType: 'ServiceRequest',
      status: 'unknown',
      intent: 'filler-order',
      subject: subject(document),
    };
    return [{ uid, number, resource: { ...known, identifier: [dicomUid(uid), ...identifiers] } }];
  });
}

interface Picture extends Beside {
  readonly labels: string;
}

function keyLabel({ title, note }: ReportedPicture): string {
  const words = `key image (${KEY_TITLES[title][1]})`;
  return note === '' ? words : `${words}: ${note}`;
}

/** One a picture, however many measurements lie on it and whoever marked it. */
function pictures(document: SignedDocument): Picture[] {
  const byPicture = new Map<
    string,
    { readonly sopUid: string; readonly frame: number | null; readonly labels: string[] }
  >();
  const marked = (document.keyImages ?? []).map((one) => ({ ...one, label: keyLabel(one) }));
  for (const { sopUid, frame, frames, label } of [...document.measurements, ...marked]) {
    if (sopUid === null) continue;
    const key = `${sopUid}#${frame}`;
    const known = byPicture.get(key) ?? { sopUid, frame: frames > 1 ? frame : null, labels: [] };
    known.labels.push(label);
    byPicture.set(key, known);
  }
  return [...byPicture].map(([key, { sopUid, frame, labels: all }]) => {
    const uid = derivedUid(document.uids.report, `picture ${key}`);
    const labels = all.join(', ');
    const title = `${sopUid}${frame === null ? '' : `, frame ${frame}`}`;
    return {
      ...{ uid, labels },
      resource: {
        ...{ resourceType: 'Media', status: 'completed', identifier: [dicomUid(uid), dicomUid(sopUid)] },
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image' }] },
        subject: subject(document),
        content: { contentType: 'application/dicom', title },
        note: [{ text: `Picture of ${labels}` }],
      },
    };
  });
}

function typeOf(resource: Resource): string {
  return String(resource['resourceType']);
}

function condition(uid: string): string {
  return `identifier=${encodeURIComponent(DICOM_UID_SYSTEM)}%7C${encodeURIComponent(dicomUidValue(uid))}`;
}

function reference(uid: string): { readonly reference: string } {
  return { reference: fullUrl(uid) };
}

/** A name within the transaction alone: a UUID (RFC 9562, version 8) that belongs to the UID. */
function fullUrl(uid: string): string {
  const hex = BigInt(derivedUid(uid, 'entry').slice('2.25.'.length)).toString(16).padStart(32, '0');
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}
