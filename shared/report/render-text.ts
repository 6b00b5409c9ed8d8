import { reportDifferences } from './differences.ts';
import { isoDate } from './draft.ts';
import { documentSections } from './lossy-reading.ts';
import { fieldLine, isEmptySection, renderedSections } from './rendered-sections.ts';
import { accessionsOf, notices, PRELIMINARY_NOTICE, textBeside } from './signed-document.ts';
import type { RenderedSection, ReportedStudy, SignedDocument } from './signed-document.ts';
import { localTime } from './signed-time.ts';

export { localTime, zoneMinutes } from './signed-time.ts';

/** The signed report as plain text, UTF-8, LF line ends, with a final line end. */
export function renderText(document: SignedDocument, hash: string): string {
  const sections = documentSections(document);
  const lines = [...headLines(document), '', ...sectionLines(sections), ...signatureLines(document, hash)];
  const beside = textBeside(document);
  if (beside.length > 0) lines.push('', 'REPORT THAT THIS ADDENDUM BELONGS TO', '', ...sectionLines(beside));
  if (document.predecessor && document.state === 'addendum') {
    lines.push(
      `Signed by ${document.predecessor.signerName}, ${signedTime(document.predecessor.at, document.predecessor.zone)}`,
    );
    lines.push(`SHA-256 ${document.predecessor.hash}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Title, patient and study, one fact a line. */
function headLines(document: SignedDocument): string[] {
  const title = (document.study.description ?? document.template.name).toUpperCase();
  return [
    ...notices(document).flatMap((notice) => [notice, '']),
    `${titleLead(document).toUpperCase()}${title}`,
    ...headFacts(document).map(([label, value]) => `${label}: ${value}`),
  ];
}

/** Patient and study facts as they stand at the head of every readable output. Unknown ones are left out. */
export function headFacts(document: SignedDocument): (readonly [string, string])[] {
  const { patient, study, objectsReceived, objectsExpected } = document;
  const accessions = accessionsOf(document);
  const facts: [string, string | null][] = [
    ['Patient', shownName(patient.name)],
    ['Patient ID', patient.patientId === null ? null : `${patient.patientId} (${patient.issuer})`],
    ['Born', isoDate(patient.birthDate) ?? patient.birthDate],
    ['Sex', patient.sex],
    ['Study date', isoDate(study.date) ?? study.date],
    ['Modality', study.modalities.join('/')],
    [accessions.length > 1 ? 'Accessions' : 'Accession', accessions.join(', ')],
    ...(document.accessions ?? []).map((one): [string, string] => ['Study', studyLine(one)]),
    ['Institution', study.institution],
    ['Referring', study.referring === null ? null : oneName(study.referring)],
    [
      'Objects received',
      objectsExpected === null ? String(objectsReceived) : `${objectsReceived} of ${objectsExpected}`,
    ],
  ];
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [[label, value] as const]));
}

/** "ACC2, CT abdomen, 240 objects" */
function studyLine({ accession, description, objects }: ReportedStudy): string {
  const counted = `${objects} object${objects === 1 ? '' : 's'}`;
  return [accession, description, counted].filter((part) => part !== null && part !== '').join(', ');
}

function sectionLines(sections: readonly RenderedSection[]): string[] {
  return sections.flatMap((section) => {
    if (isEmptySection(section)) return [];
    const text = section.text === '' ? [] : section.text.split('\n');
    return [section.title.toUpperCase(), ...section.fields.map((field) => fieldLine(field)), ...text, ''];
  });
}

function signatureLines(document: SignedDocument, hash: string): string[] {
  const replaced = replacedLines(document);
  const when = `${signedTime(document.at, document.zone)}${notVerified(document)}`;
  return [
    `${signedBy(document)} ${document.signer.name}, ${when}`,
    `SHA-256 ${hash}`,
    ...(replaced.length === 0 ? [] : ['', ...replaced]),
  ];
}

const LEADS: Readonly<Record<SignedDocument['state'], string>> = {
  preliminary: 'Preliminary report: ',
  final: '',
  addendum: 'Addendum: ',
  corrected: 'Corrected: ',
  withdrawn: 'Withdrawn: ',
};

/** What stands before the title of a report; nothing before that of a final one. */
export function titleLead({ state }: Pick<SignedDocument, 'state'>): string {
  return LEADS[state];
}

const SIGNED_BY: Readonly<Record<SignedDocument['state'], string>> = {
  preliminary: 'Preliminary report by',
  final: 'Signed by',
  addendum: 'Signed by',
  corrected: 'Corrected by',
  withdrawn: 'Withdrawn by',
};

/** The lead of "…, 2026-03-01 03:15:00 +01:00": a preliminary report has an author and no verifier. */
export function signedBy({ state }: Pick<SignedDocument, 'state'>): string {
  return SIGNED_BY[state];
}

/** After the name and time of whoever answers for a text. */
export function notVerified({ state }: Pick<SignedDocument, 'state'>): string {
  return state === 'preliminary' ? `. ${PRELIMINARY_NOTICE}` : '';
}

/** Of a report that took the place of another or withdrew it: of which, why, and where it says something else. Else nothing. */
export function replacedLines(document: SignedDocument): readonly string[] {
  const { predecessor, state } = document;
  if (predecessor === null || state === 'addendum') return [];
  const reason = document.reason === undefined ? [] : [`Reason: ${document.reason.replace(/\s+/g, ' ')}`];
  const whose = `by ${predecessor.signerName}, ${signedTime(predecessor.at, predecessor.zone)}`;
  if (state === 'withdrawn') return [`Withdraws the report ${whose}`, `SHA-256 ${predecessor.hash}`, ...reason];
  const changed = reportDifferences(predecessor.sections, renderedSections(document.template, document.content));
  const titles = changed.map(({ title }) => title).join(', ');
  return [
    `Takes the place of the ${state === 'corrected' ? '' : 'preliminary '}report ${whose}`,
    `SHA-256 ${predecessor.hash}`,
    ...reason,
    titles === '' ? 'Its text was not changed.' : `Changed from it: ${titles}.`,
  ];
}

/** All groups of a name that were sent: "DOE, Jane (山田, 太郎; やまだ, たろう)". */
export function shownName(name: SignedDocument['patient']['name']): string {
  const others = [name.ideographic, name.phonetic].filter((group) => group !== '').map((group) => oneName(group));
  const main = oneName(name.alphabetic);
  return others.length === 0 ? main : `${main} (${others.join('; ')})`.trim();
}

/** Family, given middle, prefix and suffix at the end. */
function oneName(group: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^');
  const rest = [given, middle, prefix, suffix].filter((part) => part !== '').join(' ');
  return [family, rest].filter((part) => part !== '').join(', ');
}

/** `localTime` with its source: nobody else vouches for it. */
export function signedTime(atUtc: string, zone: string): string {
  return `${localTime(atUtc, zone)} (clock of the signing computer)`;
}
