import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { PRIOR_CAPS } from '../../model/prior-report.ts';
import type { PriorReport, PriorSection, PriorState } from '../../model/prior-report.ts';
import { cleanText } from '../../report/plain-text.ts';
import { shownName } from '../../report/render-text.ts';
import { Concept, Identifier, line, list, Meta, Reference } from '../fhir/parts.ts';
import { humanName, patientOf } from '../fhir/people.ts';
import type { FhirPatient, FhirPractitioner } from '../fhir/people.ts';
import { dicomUids, instantOf, typedValues } from '../fhir/values.ts';
import { markupSections } from './markup-sections.ts';

/** Letters of a text that are looked at: what a section may hold, in base64. */
const LONGEST = 2_000_000;
const long = z.string().max(LONGEST).optional().catch(undefined);
const Attachment = z.object({ contentType: line, data: long });
const Named = z.object({ reference: line, display: line, identifier: Identifier.optional().catch(undefined) });

/** FHIR R4 DiagnosticReport, as far as a prior report needs it. */
export const FhirDiagnosticReport = z.object({
  resourceType: z.literal('DiagnosticReport'),
  id: z.string().min(1).max(64),
  meta: Meta,
  text: z.object({ div: long }).optional().catch(undefined),
  identifier: list(Identifier),
  basedOn: list(Named),
  status: line,
  category: list(Concept),
  code: Concept.optional().catch(undefined),
  subject: Reference.optional().catch(undefined),
  effectiveDateTime: line,
  effectivePeriod: z.object({ start: line }).optional().catch(undefined),
  issued: line,
  performer: list(Reference),
  resultsInterpreter: list(Reference),
  imagingStudy: list(Named),
  conclusion: long,
  presentedForm: list(Attachment),
});
export type FhirDiagnosticReport = z.output<typeof FhirDiagnosticReport>;

/** Base64 as text in a character set by its WHATWG label. Throws where it is not. */
export type ReadBase64 = (data: string, label: string) => string;

/** One version of a report as a server gave it. */
export interface FhirReport {
  /** Of this version of the resource: the same one again is the same message. */
  readonly controlId: string;
  /** UTC. */
  readonly sentAt: string | null;
  readonly report: PriorReport;
  /** The page that came with it, base64. */
  readonly pdf: string | null;
}

/**
 * A DiagnosticReport of somebody else with its patient and those who signed, where the server gave them. Its text is that of the form it
 * is presented in (plain, else HTML), else its narrative; the conclusion stands first where that text lacks it.
 * @throws AppError prior-report/incomplete
 */
export function reportFromFhir(
  resource: FhirDiagnosticReport,
  related: { readonly patient: FhirPatient | null; readonly signer: FhirPractitioner | null },
  { site, read }: { readonly site: string; readonly read: ReadBase64 },
): FhirReport {
  if (related.patient === null) throw incomplete('the report names no patient that could be read');
  const patient = patientOf(related.patient);
  if (patient.patientId === null) throw incomplete('the patient has no id');
  const { sections, cut } = textOf(resource, read);
  const pdf = pdfOf(resource);
  const state = stateOf(resource.status);
  // It would take the place of a text with nothing.
  if (state !== 'withdrawn' && sections.length === 0 && pdf === null) throw incomplete('a report without a text');
  const lastUpdated = instantOf(resource.meta?.lastUpdated);
  const title = resource.code?.text ?? resource.code?.coding.find(({ display }) => display)?.display ?? 'Report';
  return {
    controlId: `DiagnosticReport/${resource.id}/_history/${resource.meta?.versionId ?? lastUpdated ?? 'none'}`,
    sentAt: lastUpdated ?? instantOf(resource.issued),
    pdf,
    report: {
      ...{ origin: 'fhir', site, senderKey: `DiagnosticReport/${resource.id}` },
      ...{ accessions: accessionsOf(resource), studyUids: studyUidsOf(resource), patient },
      title: cleanText(title).replaceAll('\n', ' ').slice(0, PRIOR_CAPS.line),
      studyDate: dayOf(resource.effectiveDateTime ?? resource.effectivePeriod?.start),
      signer: signerOf(resource, related.signer),
      ...{ state, adds: false, sections, cut },
    },
  };
}

/** Radiology by its categories, or said to be nothing: HL7 table 0074 and LOINC LP29684-5. A report of a laboratory is none. */
export function isOfImaging({ category }: FhirDiagnosticReport): boolean {
  const codes = category.flatMap(({ coding }) => coding.map(({ code }) => code ?? ''));
  return codes.length === 0 || codes.some((code) => IMAGING_CATEGORIES.includes(code));
}

/** Of HL7 table 0074, and radiology in LOINC. */
export const IMAGING_CATEGORIES: readonly string[] = [
  ...['RAD', 'LP29684-5', 'RUS', 'RX', 'CT', 'NMR', 'NMS', 'OUS', 'CUS', 'VUS', 'XRC'],
];

function textOf(
  resource: FhirDiagnosticReport,
  read: ReadBase64,
): { readonly sections: PriorSection[]; readonly cut: boolean } {
  const forms = ['text/plain', 'text/html', 'application/xhtml+xml'].flatMap((type) => formsOf(resource, type, read));
  const [form] = forms;
  const said = form === undefined ? fromMarkup(resource.text?.div ?? '') : sectionsOf(form);
  const conclusion = cleanText(resource.conclusion ?? '').trim();
  const isSaid = said.some(({ text }) => plainWords(text).includes(plainWords(conclusion)));
  const all = conclusion === '' || isSaid ? said : [{ title: 'Impression', text: conclusion }, ...said];
  const cut = all.length > PRIOR_CAPS.sections || all.some(({ text }) => text.length > PRIOR_CAPS.letters);
  return {
    cut,
    sections: all.slice(0, PRIOR_CAPS.sections).map(({ title, text }) => ({
      ...{ title: (title || 'Report').slice(0, PRIOR_CAPS.line), code: null },
      text: text.slice(0, PRIOR_CAPS.letters),
    })),
  };
}

interface Form {
  readonly isMarkup: boolean;
  readonly text: string;
}

function formsOf({ presentedForm }: FhirDiagnosticReport, type: string, read: ReadBase64): Form[] {
  return presentedForm.flatMap(({ contentType = '', data }) => {
    const [media = '', ...parameters] = contentType.toLowerCase().split(';');
    if (media.trim() !== type || data === undefined) return [];
    const text = decoded(data, parameters.join(';'), read);
    return text.trim() === '' ? [] : [{ isMarkup: type !== 'text/plain', text }];
  });
}

function sectionsOf({ isMarkup, text }: Form): { readonly title: string; readonly text: string }[] {
  return isMarkup ? fromMarkup(text) : [{ title: 'Report', text: cleanText(text).trim() }];
}

function fromMarkup(markup: string): { readonly title: string; readonly text: string }[] {
  try {
    return markupSections(markup);
  } catch (error) {
    if (error instanceof AppError) throw incomplete('a text that is too long or too deep to be read');
    throw error;
  }
}

/** @throws AppError prior-report/incomplete where it is no base64, or not in the characters that it names */
function decoded(data: string, parameters: string, read: ReadBase64): string {
  const label = /charset="?([a-z0-9._-]{1,40})/.exec(parameters)?.[1] ?? 'utf-8';
  try {
    return read(data.replaceAll(/\s+/g, ''), label);
  } catch (cause) {
    throw new AppError('prior-report/incomplete', 'a text that cannot be read', { cause });
  }
}

/** "%PDF" in base64: what only calls itself one is none. */
function pdfOf({ presentedForm }: FhirDiagnosticReport): string | null {
  const pages = presentedForm.flatMap(({ contentType = '', data = '' }) =>
    /^application\/pdf\b/i.test(contentType) ? [data.replaceAll(/\s+/g, '')] : [],
  );
  return pages.find((data) => /^[A-Za-z0-9+/]+={0,2}$/.test(data) && data.startsWith('JVBER')) ?? null;
}

/** https://hl7.org/fhir/R4/valueset-diagnostic-report-status.html; what nobody says is not called final. */
function stateOf(status: string | undefined): PriorState {
  switch (status) {
    case 'final':
      return 'final';
    case 'amended':
    case 'corrected':
    case 'appended':
      return 'corrected';
    case 'cancelled':
    case 'entered-in-error':
      return 'withdrawn';
    default:
      return 'preliminary';
  }
}

function accessionsOf({ identifier, basedOn }: FhirDiagnosticReport): string[] {
  const named = basedOn.flatMap((one) => (one.identifier === undefined ? [] : [one.identifier]));
  return [...new Set(typedValues([...identifier, ...named], 'ACSN'))];
}

function studyUidsOf({ imagingStudy }: FhirDiagnosticReport): string[] {
  return dicomUids(imagingStudy.flatMap((one) => (one.identifier === undefined ? [] : [one.identifier])));
}

function signerOf({ resultsInterpreter, performer }: FhirDiagnosticReport, signer: FhirPractitioner | null): string {
  const [name] = signer?.name ?? [];
  const shown = resultsInterpreter[0]?.display ?? performer[0]?.display ?? '';
  return (name === undefined ? shown : shownName(humanName(name))).slice(0, PRIOR_CAPS.line);
}

/** DICOM DA text of a date or dateTime that says at least a day. */
function dayOf(at: string | undefined): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(at ?? '') ?? [];
  return year === undefined ? null : `${year}${month ?? ''}${day ?? ''}`;
}

function plainWords(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

function incomplete(why: string): AppError {
  return new AppError('prior-report/incomplete', why);
}
