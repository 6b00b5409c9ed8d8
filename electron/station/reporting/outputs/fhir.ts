import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { createHash } from 'node:crypto';
import type { Code } from '../../../../shared/model/report.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { isoDate } from '../../../../shared/report/draft.ts';
import { renderHtml, reportBody } from '../../../../shared/report/render-html.ts';
import { renderedSections } from '../../../../shared/report/rendered-sections.ts';
import { renderText, shownName, zoneMinutes } from '../../../../shared/report/render-text.ts';
import { accessionsOf, notices, otherStudies } from '../../../../shared/report/signed-document.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { STATE_DIALECTS } from '../../../../shared/report/state-dialects.ts';
import { REPORT_CLASS } from '../../dicom/write/sr-report.ts';

const SYSTEMS: Readonly<Record<string, string>> = {
  '99NIGHTJAR': 'urn:nightjar:code',
  LN: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
};

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * The report as one FHIR R4 DiagnosticReport. It stands alone: patient, order, study and people are logical references
 * (identifier and display), because nothing may be contained and the receiver's resource ids are not known here.
 */
export function renderFhir(document: SignedDocument, hash: string): string {
  const issued = isoWithZone(document.at, document.zone);
  const impression = renderedSections(document.template, document.content).find(
    (entry) => entry.sectionId === 'impression',
  );
  const interpreter = { type: 'Practitioner', display: document.signer.name };
  const resource: Json = {
    resourceType: 'DiagnosticReport',
    ...(document.evaluation
      ? { meta: { tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] } }
      : {}),
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml">${mark(document)}${reportBody(document, hash)}</div>`,
    },
    identifier: [dicomUid(document.uids.report), ...withdrawnReports(document).map((uid) => dicomUid(uid))],
    ...basedOn(document),
    status: STATE_DIALECTS[document.state].fhir,
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' }] },
    ],
    code: { coding: [coding(document.template.title)], text: document.study.description ?? document.template.name },
    subject: subject(document),
    ...effective(document),
    issued,
    ...(document.study.institution === null
      ? {}
      : { performer: [{ type: 'Organization', display: document.study.institution }] }),
    resultsInterpreter: [interpreter],
    imagingStudy: [document.study, ...otherStudies(document)].map(({ studyUid }) => ({
      type: 'ImagingStudy',
      identifier: dicomUid(studyUid),
    })),
    ...(impression === undefined || impression.text === '' ? {} : { conclusion: impression.text }),
    presentedForm: [
      attachment('text/html; charset=utf-8', renderHtml(document, hash), issued),
      attachment('text/plain; charset=utf-8', renderText(document, hash), issued),
    ],
  };
  return `${canonicalJson(resource)}\n`;
}

/** The narrative is what is shown where nothing else of the resource is understood. */
function mark({ state }: SignedDocument): string {
  return notices({ state, evaluation: false })
    .map((words) => `<p><b>${words}</b></p>`)
    .join('');
}

/** UIDs of the reports of the line, which the resources that receivers may have are known by. */
function withdrawnReports({ rejects }: SignedDocument): readonly string[] {
  return (rejects ?? []).flatMap(({ sopClass, sopUid }) => (sopClass === REPORT_CLASS ? [sopUid] : []));
}

function basedOn(document: SignedDocument): Record<string, Json> {
  const accessions = accessionsOf(document);
  if (accessions.length === 0) return {};
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] };
  return { basedOn: accessions.map((value) => ({ type: 'ServiceRequest', identifier: { type, value } })) };
}

/** The patient by the site's number. */
export function subject({ patient }: SignedDocument): Json {
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
  const display = shownName(patient.name);
  return {
    type: 'Patient',
    ...(patient.patientId === null
      ? {}
      : { identifier: { type, value: patient.patientId, assigner: { display: patient.issuer } } }),
    // A reference needs one of reference, identifier and display.
    display: display === '' ? 'Name not stated' : display,
  };
}

/** The study's date; its time is left out, because headers name no zone and FHIR wants one with a time. */
export function effective({ study }: SignedDocument): Record<string, Json> {
  const date = isoDate(study.date);
  return date === null ? {} : { effectiveDateTime: date };
}

export function dicomUid(uid: string): Json {
  return { system: DICOM_UID_SYSTEM, value: dicomUidValue(uid) };
}

/** Of an identifier that is a DICOM UID. */
export const DICOM_UID_SYSTEM = 'urn:dicom:uid';

/** Value of such an identifier. */
export function dicomUidValue(uid: string): string {
  return `urn:oid:${uid}`;
}

export function coding(code: Code): Json {
  const system = entryOf(SYSTEMS, code.scheme);
  return { ...(system === undefined ? {} : { system }), code: code.value, display: code.meaning };
}

/** `hash` of an R4 attachment is the SHA-1 of the plain bytes, base64. */
function attachment(contentType: string, text: string, creation: string): Json {
  const bytes = Buffer.from(text, 'utf8');
  return {
    contentType,
    language: 'en',
    data: bytes.toString('base64'),
    size: bytes.length,
    hash: createHash('sha1').update(bytes).digest('base64'),
    creation,
  };
}

/** The wall clock of whoever signed, with its zone. */
export function isoWithZone(atUtc: string, zone: string): string {
  const local = new Date(Date.parse(atUtc) + zoneMinutes(zone) * 60_000).toISOString();
  return `${local.slice(0, 23)}${zone}`;
}
