import { documentSections } from '../../../../shared/report/lossy-reading.ts';
import { fieldLine, isEmptySection } from '../../../../shared/report/rendered-sections.ts';
import { zoneMinutes } from '../../../../shared/report/render-text.ts';
import { textBeside } from '../../../../shared/report/signed-document.ts';
import type { RenderedSection, SignedDocument } from '../../../../shared/report/signed-document.ts';
import { STATE_DIALECTS } from '../../../../shared/report/state-dialects.ts';

/**
 * The report as an HL7 v2.5.1 ORU^R01 message: one OBX a section, text as FT. Segments end with CR, as the standard wants.
 * UTF-8, named in MSH-18. An addendum is a new message with C in OBR-25 and OBX-11; the text it belongs to follows it. A preliminary
 * report is sent with P; what takes its place is a new message with the filler's number of the first, so that it is replaced there. A
 * withdrawal is the same text once more, every result W.
 * A report of several studies is a message for each of them, with the same text and numbers of its own.
 * @param place of the study among those of the document, from 0
 */
export function renderHl7(document: SignedDocument, place = 0): string {
  const { patient, study } = document;
  const signed = hl7Time(document.at, document.zone);
  const { order: status, result, orc } = STATE_DIALECTS[document.state].hl7;
  const studyTime = `${digits(study.date, 8)}${digits(study.time, 6)}`;
  const name = (group: string): string => personName(group);
  const names = [patient.name.alphabetic, patient.name.ideographic, patient.name.phonetic].filter(
    (group) => group !== '',
  );
  const asked = askedFor(document, place);
  const sections = [...documentSections(document), ...textBeside(document)];
  const segments = [
    segment(
      'MSH',
      '^~\\&',
      'NIGHTJAR',
      'HOME',
      '',
      escapeHl7(study.institution ?? ''),
      signed,
      '',
      'ORU^R01^ORU_R01',
      controlId(document, place),
      document.evaluation ? 'T' : 'P',
      '2.5.1',
      '',
      '',
      'NE',
      'AL',
      '',
      'UNICODE UTF-8',
    ),
    segment(
      'PID',
      '1',
      '',
      patientId(document),
      '',
      names.map((group) => name(group)).join('~'),
      '',
      digits(patient.birthDate, 8),
      escapeHl7(patient.sex ?? ''),
    ),
    segment('PV1', '1', 'U'),
    ...fillers(document, place).flatMap((number, group) => [
      segment('ORC', 'RE', asked.placer, number, '', orc),
      obr(document, { signed, status, studyTime, number, group, asked }),
      ...sections
        .filter((section) => !isEmptySection(section))
        .map((section, index) => obx(index + 1, section, result, signed)),
    ]),
  ];
  return segments.map((line) => `${line}\r`).join('');
}

/** Escapes the five delimiters (2.7.1) and makes line ends of any kind \.br\; every other character goes as it is. */
export function escapeHl7(text: string): string {
  return text.replace(/\r\n|[|^&~\\\r\n]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
  '\n': '\\.br\\',
  '\r': '\\.br\\',
  '\r\n': '\\.br\\',
};

/** MSH-10 holds at most 20 characters: 18 of our id (90 random bits) are enough to be unique. Resends keep it. */
export function controlId(document: SignedDocument, place = 0): string {
  return shortId(document.reportId, place);
}

/** Of the other studies of a report: 80 random bits and the place, so that each message and filler's number is one of its own. */
function shortId(reportId: SignedDocument['reportId'], place: number): string {
  const id = reportId.toUpperCase();
  return place === 0 ? `NJ${id.slice(0, 18)}` : `NJ${id.slice(0, 16)}${String(place).padStart(2, '0')}`;
}

/** What a message answers: its numbers, and what was asked for. */
interface Asked {
  readonly placer: string;
  readonly accession: string | null;
  readonly description: string | null;
  readonly modality: string;
}

function askedFor({ study, accessions }: SignedDocument, place: number): Asked {
  const named = accessions?.[place];
  const { accession, description, modalities } = named ?? study;
  return {
    ...{ placer: escapeHl7(named?.placer ?? ''), accession, description },
    modality: modalities[0] ?? '',
  };
}

/**
 * The filler's order number: 20 characters, made from the report's id, or from that of the one it takes the place of. A withdrawal has
 * those of all messages of its line.
 */
function fillers({ reportId, predecessor, withdraws }: SignedDocument, place: number): readonly string[] {
  return (withdraws ?? [predecessor?.first ?? reportId]).map((one) => `${shortId(one, place)}^NIGHTJAR`);
}

function patientId({ patient }: SignedDocument): string {
  if (patient.patientId === null) return '';
  const issuer = patient.issuer === 'local media' ? '' : patient.issuer;
  return `${escapeHl7(patient.patientId)}^^^${escapeHl7(issuer)}^MR`;
}

interface OrderGroup {
  readonly signed: string;
  readonly status: string;
  readonly studyTime: string;
  /** The filler's, and its place in the message, from 0. */
  readonly number: string;
  readonly group: number;
  readonly asked: Asked;
}

function obr(document: SignedDocument, { signed, status, studyTime, number, group, asked }: OrderGroup): string {
  const { study, template } = document;
  const fields = new Map<number, string>([
    [1, String(group + 1)],
    [2, asked.placer],
    [3, number],
    [
      4,
      `${escapeHl7(template.title.value)}^${escapeHl7(asked.description ?? template.title.meaning)}^${escapeHl7(template.title.scheme)}`,
    ],
    [7, studyTime],
    [16, study.referring === null ? '' : `^${personName(study.referring)}`],
    [18, escapeHl7(asked.accession ?? '')],
    [22, signed],
    [24, escapeHl7(asked.modality)],
    [25, status],
    // OBR-32 is of the type NDL: its first component is a name whose parts are sub-components.
    [32, `${escapeHl7(document.signer.personId)}&${escapeHl7(document.signer.name)}`],
  ]);
  return segment('OBR', ...Array.from({ length: 32 }, (_, index) => fields.get(index + 1) ?? ''));
}

function obx(setId: number, section: RenderedSection, status: string, signed: string): string {
  const code = `${escapeHl7(section.code.value)}^${escapeHl7(section.code.meaning)}^${escapeHl7(section.code.scheme)}`;
  const lines = [...section.fields.map((field) => fieldLine(field)), ...(section.text === '' ? [] : [section.text])];
  return segment(
    'OBX',
    String(setId),
    'FT',
    code,
    String(setId),
    escapeHl7(lines.join('\n')),
    '',
    '',
    '',
    '',
    '',
    status,
    '',
    '',
    signed,
  );
}

/** Our stored name groups use ^ as HL7 does; each part is escaped by itself. */
function personName(group: string): string {
  return group
    .split('^')
    .slice(0, 5)
    .map((part) => escapeHl7(part))
    .join('^');
}

function segment(name: string, ...fields: readonly string[]): string {
  return [name, ...fields].join('|').replace(/\|+$/, '');
}

function digits(value: string | null, length: number): string {
  const found = /^\d+/.exec(value ?? '')?.[0] ?? '';
  return found.length >= length ? found.slice(0, length) : '';
}

/** "20260301031500+0100": the signer's wall clock with its zone. */
function hl7Time(atUtc: string, zone: string): string {
  const local = new Date(Date.parse(atUtc) + zoneMinutes(zone) * 60_000).toISOString();
  return `${local.slice(0, 19).replace(/[-T:]/g, '')}${zone.replace(':', '')}`;
}
