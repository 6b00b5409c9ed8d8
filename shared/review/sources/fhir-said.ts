import type { DiagnosticReport, NamedResource, Reference } from './fhir-shapes.ts';
import { markupText } from './markup-text.ts';
import type { SaidReport, SaidSection } from './said-report.ts';

/** What a reference of the file leads to. */
export type Known = (reference: string) => NamedResource | null;

interface Reading {
  readonly decode: (bytes: string) => string | null;
  readonly fromBase64: (text: string) => string;
}

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const STANDING: Readonly<Record<string, SaidReport['standing']>> = {
  ...{ final: 'final', amended: 'corrected', corrected: 'corrected', appended: 'adds' },
  ...{ cancelled: 'withdrawn', 'entered-in-error': 'withdrawn' },
};

/** A DiagnosticReport in the words that every source is told in. `appended` repeats the report with its addendum. */
export function saidReport(report: DiagnosticReport, inFile: Known, reading: Reading): SaidReport {
  const contained: Known = (reference) =>
    reference.startsWith('#')
      ? (report.contained.find(({ id }) => id === reference.slice(1) || id === reference) ?? null)
      : inFile(reference);
  const of = (reference: Reference | undefined): NamedResource | null =>
    reference?.reference === undefined ? null : contained(reference.reference);
  const studies = report.imagingStudy.map((reference) => ({ reference, study: of(reference) }));
  const orders = report.basedOn.map((reference) => ({ reference, order: of(reference) }));
  const patient = of(report.subject);
  const [reader] = report.resultsInterpreter.length > 0 ? report.resultsInterpreter : report.performer;
  const words = [report.code?.text, ...(report.code?.coding.map(({ display }) => display) ?? [])].filter(
    (one) => one !== undefined,
  );
  return {
    key: report.identifier.find(({ value }) => value !== undefined && value !== '')?.value ?? report.id ?? '',
    author: reader === undefined ? '' : personOf(reader, of),
    signedAt: report.issued ?? '',
    modality: modalityOf(report, studies),
    region: '',
    procedure: [...words, ...studies.flatMap(({ study }) => study?.bodySite?.text ?? [])].join(' '),
    ...{ shift: '', flags: report.status === 'appended' ? ['addendum'] : [] },
    accession: accessionOf(report, studies, orders) ?? '',
    studyUid: studyUidOf(studies) ?? '',
    names: [...namesOf(patient), report.subject?.display ?? ''],
    sections: sectionsOf(report, of, reading),
    // It repeats the whole report, so it stands for itself.
    standing: report.status === 'appended' ? 'corrected' : (STANDING[report.status] ?? 'preliminary'),
  };
}

type Of = (reference: Reference | undefined) => NamedResource | null;
type Studies = readonly { readonly reference: Reference; readonly study: NamedResource | null }[];

/** A role leads to who has it. */
function personOf(reference: Reference, of: Of): string {
  const found = of(reference);
  const person = found?.resourceType === 'PractitionerRole' ? of(found.practitioner) : found;
  const [name = ''] = person === null ? [] : namesOf(person);
  return name || (reference.display ?? found?.practitioner?.display ?? '');
}

/** Names, then numbers. */
function namesOf(resource: NamedResource | null): string[] {
  if (resource === null) return [];
  const { name, identifier } = resource;
  const names = typeof name === 'string' ? [name] : name.map(nameText);
  return [...names, ...identifier.flatMap(({ value }) => value ?? [])];
}

function nameText({ text, family, given }: Exclude<NamedResource['name'], string>[number]): string {
  if (family === undefined) return text ?? '';
  return given.length === 0 ? family : `${family}, ${given.join(' ')}`;
}

function modalityOf(report: DiagnosticReport, studies: Studies): string {
  const ofStudy = studies.flatMap(({ study }) => study?.modality ?? []);
  const codings = [...ofStudy, ...report.category.flatMap(({ coding }) => coding), ...(report.code?.coding ?? [])];
  const dicom = codings.find(({ system, code }) => system === DICOM && /^[A-Z]{2,8}$/.test(code ?? ''))?.code;
  if (dicom !== undefined) return dicom;
  // Table 0074 of HL7, as the category of most reports.
  const section = report.category.flatMap(({ coding }) => coding.map(({ code }) => code ?? ''));
  const known = section.find((code) =>
    ['CT', 'NMR', 'NMS', 'RUS', 'VUS', 'OUS', 'XRC', 'MR', 'US', 'NM'].includes(code),
  );
  const names: Readonly<Record<string, string>> = { NMR: 'MR', NMS: 'NM', RUS: 'US', VUS: 'US', OUS: 'US', XRC: 'XA' };
  return known === undefined ? 'OT' : (names[known] ?? known);
}

function studyUidOf(studies: Studies): string | null {
  const identifiers = studies.flatMap(({ study, reference }) => [
    ...(study?.identifier ?? []),
    ...(reference.identifier === undefined ? [] : [reference.identifier]),
  ]);
  return identifiers.find(({ value }) => /^urn:oid:[0-9.]{1,64}$/.test(value ?? ''))?.value?.slice(8) ?? null;
}

function accessionOf(
  report: DiagnosticReport,
  studies: Studies,
  orders: readonly { readonly reference: Reference; readonly order: NamedResource | null }[],
): string | null {
  const identifiers = [
    ...report.identifier,
    ...studies.flatMap(({ study, reference }) => [...(study?.identifier ?? []), reference.identifier]),
    ...orders.flatMap(({ order, reference }) => [...(order?.identifier ?? []), reference.identifier]),
  ];
  return (
    identifiers.find((one) => one?.type?.coding.some(({ code }) => code === 'ACSN') === true && one.value !== undefined)
      ?.value ?? null
  );
}

/** Its text as it was presented; else its observations and conclusion; else its narrative. */
function sectionsOf(report: DiagnosticReport, of: Of, reading: Reading): SaidSection[] {
  const forms = report.presentedForm.flatMap(({ contentType, data, title }) => {
    const text = formText(contentType ?? '', data ?? '', reading);
    return text === null ? [] : [{ title: title ?? 'Report', text }];
  });
  const conclusion = { title: 'Conclusion', text: report.conclusion ?? '' };
  if (forms.length > 0)
    return forms.some(({ text }) => text.includes(conclusion.text)) ? forms : [...forms, conclusion];
  const observed = report.result.flatMap((reference) => {
    const found = of(reference);
    const text = found?.valueString ?? found?.valueCodeableConcept?.text;
    return text === undefined
      ? []
      : [{ title: found?.code?.text ?? found?.code?.coding[0]?.display ?? 'Report', text }];
  });
  const sections = [...observed, conclusion].filter(({ text }) => text.trim() !== '');
  return sections.length > 0 ? sections : [{ title: 'Report', text: markupText(report.text?.div ?? '') }];
}

/** Null: nothing that is text. */
function formText(contentType: string, data: string, { decode, fromBase64 }: Reading): string | null {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (!['text/plain', 'text/html', 'application/xhtml+xml'].includes(type.trim())) return null;
  const text = decode(fromBase64(data));
  if (text === null || text.trim() === '') return null;
  return type.trim() === 'text/plain' ? text : markupText(text);
}
