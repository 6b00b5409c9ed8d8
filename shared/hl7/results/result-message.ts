import { AppError } from '../../errors/app-error.ts';
import { PRIOR_CAPS } from '../../model/prior-report.ts';
import type { PriorReport, PriorSection, PriorState } from '../../model/prior-report.ts';
import type { ReadHex } from '../escape.ts';
import type { Message, Segment } from '../message.ts';
import { valueReader } from '../orders/reader.ts';
import type { ValueReader } from '../orders/reader.ts';
import { patientOf } from '../orders/patient.ts';
import { segment } from '../parse.ts';
import { hl7Day, hl7Instant } from '../time.ts';
import { observationPdf, sectionsOf } from './observations.ts';

/** What is agreed with the sender. */
export interface ResultTerms {
  /** Name of the store's site. */
  readonly site: string;
  /** IANA name of the site's clock; null: only times with an offset are read. */
  readonly zone: string | null;
}

/** A report with the page that came with it, base64; null: none did. */
export interface SentReport {
  readonly report: PriorReport;
  readonly pdf: string | null;
}

/** With what a message says of it beside the report itself. */
export interface IssuedReport extends SentReport {
  /** OBR-22 as it was sent; empty where it was not. */
  readonly issued: string;
  /** OBR-24, diagnostic service section (table 0074): many senders give the modality here. */
  readonly serviceSection: string;
}

export interface ResultMessage {
  readonly controlId: string;
  /** UTC; null where the message says no time that can be read. */
  readonly sentAt: string | null;
  readonly reports: readonly SentReport[];
}

export interface ReadResultMessage extends ResultMessage {
  readonly reports: readonly IssuedReport[];
}

/** Reports of one message. */
const MOST_REPORTS = 50;

export function isResultMessage(message: Message): boolean {
  const read = valueReader(message);
  const msh = segment(message, 'MSH');
  return read.line(msh, 9) === 'ORU' && read.line(msh, 9, 2) === 'R01';
}

/**
 * ORU^R01 as reports of somebody else. One OBR is one report; a second OBR without a text of its own is another procedure of the first.
 * @throws AppError prior-report/incomplete, prior-report/unsupported
 */
export function readResultMessage(message: Message, terms: ResultTerms, readHex?: ReadHex): ReadResultMessage {
  const read = valueReader(message, readHex);
  const msh = segment(message, 'MSH');
  if (!isResultMessage(message)) throw new AppError('prior-report/unsupported', 'a kind of message that is no report');
  const controlId = read.line(msh, 10) ?? '';
  if (controlId === '') throw new AppError('prior-report/incomplete', 'the message has no control id');
  if (message.segments.filter(({ name }) => name === 'PID').length !== 1)
    throw new AppError('prior-report/incomplete', 'the message names not one patient');
  const groups = groupsOf(message);
  if (groups.length === 0 || groups.length > MOST_REPORTS)
    throw new AppError('prior-report/incomplete', 'the message has no report, or too many');
  const pid = segment(message, 'PID');
  if (pid === null || patientOf(pid, read).patientId === null)
    throw new AppError('prior-report/incomplete', 'the patient has no id');
  const parts = { message, read, readHex, terms, patient: patientOf(pid, read), uids: studyUids(message, read) };
  return {
    controlId,
    sentAt: hl7Instant(read.line(msh, 7), terms.zone)?.at ?? null,
    reports: withNumbersOfOthers(groups).map((group) => reportOf(group, parts)),
  };
}

interface Group {
  readonly orc: Segment | null;
  readonly obr: Segment;
  /** OBX and NTE in the order of the message. */
  readonly lines: readonly Segment[];
  /** OBR of further procedures that the same text is about. */
  readonly others: readonly Segment[];
}

function groupsOf(message: Message): Group[] {
  const groups: (Omit<Group, 'lines'> & { readonly lines: Segment[] })[] = [];
  let orc: Segment | null = null;
  for (const one of message.segments) {
    if (one.name === 'ORC') orc = one;
    else if (one.name === 'OBR') {
      groups.push({ orc, obr: one, lines: [], others: [] });
      orc = null;
    } else if (one.name === 'OBX' || one.name === 'NTE') groups.at(-1)?.lines.push(one);
  }
  return groups;
}

function withNumbersOfOthers(groups: readonly Group[]): readonly Group[] {
  const first = groups.find(({ lines }) => lines.length > 0) ?? groups[0];
  const bare = groups.filter((one) => one !== first && one.lines.length === 0).map(({ obr }) => obr);
  return groups.flatMap((one) => {
    if (one === first) return [{ ...one, others: bare }];
    return one.lines.length === 0 ? [] : [one];
  });
}

interface Parts {
  readonly message: Message;
  readonly read: ValueReader;
  readonly readHex: ReadHex | undefined;
  readonly terms: ResultTerms;
  readonly patient: PriorReport['patient'];
  readonly uids: readonly string[];
}

function reportOf({ orc, obr, lines, others }: Group, parts: Parts): IssuedReport {
  const { message, read, readHex, terms, patient, uids } = parts;
  const [placer, filler] = [2, 3].map((at) => read.line(obr, at) || read.line(orc, at) || '');
  const accessions = [obr, ...others].flatMap((one) => read.line(one, 18) || []);
  const senderKey = filler || placer || accessions[0] || '';
  if (senderKey === '') throw new AppError('prior-report/incomplete', 'a report without any number');
  const { sections, cut, wrong } = sectionsOf(lines, { separators: message.separators, readHex });
  const [procedure] = read.codes(obr, 4);
  const state = wrong && sections.length === 0 ? 'withdrawn' : stateOf(read.line(obr, 25), lines, read);
  const pdf = observationPdf(lines, { separators: message.separators, readHex });
  // It would take the place of a text with nothing.
  if (state !== 'withdrawn' && sections.length === 0 && pdf === null)
    throw new AppError('prior-report/incomplete', 'a report without a text');
  return {
    report: {
      ...{ origin: 'hl7', site: terms.site, senderKey, accessions, studyUids: [...uids], patient },
      title: procedure?.meaning || procedure?.value || 'Report',
      studyDate: hl7Day(read.line(obr, 7)) ?? hl7Day(read.line(obr, 22)),
      signer: signerOf(obr, read),
      state,
      adds: sections.length > 0 && sections.every((section) => isAddendum(section)),
      ...{ sections, cut },
    },
    pdf,
    ...{ issued: read.line(obr, 22) ?? '', serviceSection: read.line(obr, 24) ?? '' },
  };
}

/** Table 0123; what is not said is taken of the observations (table 0085), and what nobody says is not called final. */
function stateOf(status: string | null, lines: readonly Segment[], read: ValueReader): PriorState {
  const said =
    status ?? lines.map((line) => (line.name === 'OBX' ? read.line(line, 11) : null)).find((one) => one) ?? '';
  switch (said.toUpperCase()) {
    case 'F':
      return 'final';
    case 'C':
    case 'K':
      return 'corrected';
    case 'X':
    case 'W':
    case 'D':
      return 'withdrawn';
    default:
      return 'preliminary';
  }
}

/** LOINC 55107-7, or what is called so. */
function isAddendum({ code, title }: PriorSection): boolean {
  return code?.value === '55107-7' || /^addend/i.test(title);
}

/** OBR-32 is of the type NDL: its first component is a name whose parts are sub-components, after an id. */
function signerOf(obr: Segment, read: ValueReader): string {
  const parts = [2, 3, 4].map((at) => read.line(obr, 32, 1, at) ?? '');
  const [family = '', ...given] = parts;
  const name = [family, given.filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return (name || (read.line(obr, 32) ?? '')).slice(0, PRIOR_CAPS.line);
}

/** ZDS-1 (IHE SWF): the study that a message is about. */
function studyUids(message: Message, read: ValueReader): readonly string[] {
  const found = message.segments.flatMap((one) => (one.name === 'ZDS' ? (read.line(one, 1) ?? []) : []));
  return [...new Set(found.filter((uid) => /^[0-9.]{1,64}$/.test(uid)))];
}
