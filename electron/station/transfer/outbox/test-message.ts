import { AppError } from '../../../../shared/errors/app-error.ts';
import { messageText } from '../../../../shared/hl7/charset.ts';
import { parseMessage } from '../../../../shared/hl7/parse.ts';
import { readResultMessage } from '../../../../shared/hl7/results/result-message.ts';
import type { ReportTemplate } from '../../../../shared/model/report.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import { madeUpReport } from '../../../../shared/report/made-up-report.ts';
import { controlId, renderHl7 } from '../../reporting/outputs/hl7.ts';
import { mapped } from './mapped-message.ts';

/** A message of nobody, as a receiver would be sent it. */
export interface TestMessage {
  readonly controlId: string;
  readonly bytes: Uint8Array;
  /** Segments, as text. */
  readonly segments: readonly string[];
  readonly charset: string;
  /** Of the longest segment, characters. */
  readonly longest: number;
  /** What is wrong with it, in words; empty: it was read back as it was written. */
  readonly problems: readonly string[];
  /** What a site should know of it, and is no fault. */
  readonly notes: readonly string[];
}

/** Made from a made-up report through the same path as every report, and read back. MSH-11 is T: training. */
export function testMessage(
  template: ReportTemplate,
  mapping: ResultMapping | undefined,
  facts: { readonly at: string; readonly zone: string; readonly site: string },
): TestMessage {
  const document = madeUpReport(template, facts);
  const frozen = Buffer.from(renderHl7(document), 'utf8');
  const bytes = mapped(frozen, mapping);
  const text = messageText(bytes, (from, label) => new TextDecoder(label, { fatal: true }).decode(from));
  const segments = text.split('\r').filter((segment) => segment !== '');
  return {
    ...{ controlId: controlId(document), bytes, segments },
    charset: charsetSaid(segments),
    longest: Math.max(...segments.map(({ length }) => length)),
    notes: notesOf(charsetSaid(segments), mapping),
    problems: [
      ...problemsOf(frozen.toString('utf8'), text),
      ...lengthProblems(segments, mapping?.longestSegment ?? null),
      ...emptyFields(segments),
    ],
  };
}

/** Letters of every section, blanks apart: where a line was cut, its pieces are lines of their own. */
function wordsOf(text: string): string {
  const { reports } = readResultMessage(parseMessage(text), { site: 'TEST', zone: null });
  return reports
    .flatMap(({ report }) => report.sections.map((section) => section.text))
    .join('')
    .replaceAll(/\s/g, '');
}

function problemsOf(frozen: string, text: string): string[] {
  try {
    return wordsOf(text) === wordsOf(frozen) ? [] : ['The text that is read back is not the text that was written.'];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [`It cannot be read back: ${error.code}.`];
  }
}

function lengthProblems(segments: readonly string[], longest: number | null): string[] {
  const over = longest === null ? [] : segments.filter((segment) => segment.length > longest);
  return over.map(
    (segment) => `A segment ${segment.slice(0, 3)} has ${segment.length} characters, more than ${String(longest)}.`,
  );
}

/** Fields that the standard wants filled in (HL7 v2.5.1 chapters 2.15.9, 3.4.2, 4.5.3, 7.4.2), by their places in a split segment. */
const WANTED: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  MSH: ([7, 9, 10, 11, 12] as const).map((field) => [field - 1, `MSH-${String(field)}`] as const),
  PID: [
    [3, 'PID-3'],
    [5, 'PID-5'],
  ],
  OBR: [
    [4, 'OBR-4'],
    [25, 'OBR-25'],
  ],
  OBX: [
    [2, 'OBX-2'],
    [3, 'OBX-3'],
    [11, 'OBX-11'],
  ],
};

function emptyFields(segments: readonly string[]): string[] {
  const missing = Object.keys(WANTED).filter((name) => !segments.some((segment) => segment.startsWith(`${name}|`)));
  const empty = segments.flatMap((segment) => {
    const fields = segment.split('|');
    return (WANTED[fields[0] ?? ''] ?? []).filter(([at]) => (fields[at] ?? '') === '').map(([, name]) => name);
  });
  return [
    ...missing.map((name) => `It has no segment ${name}.`),
    ...[...new Set(empty)].map((name) => `${name} is empty, and the standard wants it.`),
  ];
}

function charsetSaid(segments: readonly string[]): string {
  return segments[0]?.split('|')[17] ?? '';
}

function notesOf(charset: string, mapping: ResultMapping | undefined): string[] {
  if (mapping === undefined || mapping.charset === charset) return [];
  return [`Its text has signs that ${mapping.charset} has not: such a report goes in ${charset}, and says so.`];
}
