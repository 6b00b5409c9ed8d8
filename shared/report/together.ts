import type { CheckFinding } from '../model/report.ts';
import { unreadChecks } from './unread.ts';
import type { SeriesReading } from './unread.ts';

/** A study as far as it matters whether one report may be about it and another one. */
export interface TogetherSubject {
  readonly studyId: string;
  readonly patientKey: string;
  /** Two people may be behind the number of the patient. */
  readonly isInDoubt: boolean;
  readonly siteId: string;
  /** DICOM DA text. */
  readonly date: string | null;
  readonly accession: string | null;
  /** Ids of the orders that name it. */
  readonly orders: readonly string[];
}

/**
 * Why one report may be about both studies, in words; null where it may not. Both are of one patient (issuer, number, name and birth
 * date), of one site and of one day: chest, abdomen and pelvis of one examination, or an order that was made in several studies.
 */
export function togetherReason(own: TogetherSubject, other: TogetherSubject): string | null {
  if (own.studyId === other.studyId || own.patientKey !== other.patientKey) return null;
  if (own.isInDoubt || other.isInDoubt || own.siteId !== other.siteId) return null;
  if (own.date === null || own.date !== other.date) return null;
  if (other.orders.some((order) => own.orders.includes(order))) return 'the same order';
  if (own.accession === null || other.accession === null) return null;
  return own.accession === other.accession ? 'the same accession, another study' : 'the same day and site';
}

/** What a study is called in a sentence about several. */
export function studyName({
  accession,
  description,
}: {
  readonly accession: string | null;
  readonly description: string | null;
}): string {
  return accession ?? description ?? 'a study without an accession';
}

/** "ACC1 + 2 more (ACC2, ACC3)" */
export function togetherWords(own: string, others: readonly string[]): string {
  return others.length === 0 ? own : `${own} + ${others.length} more (${others.join(', ')})`;
}

/** One of the other studies of a report, as it stands before the signature. */
export interface TogetherReading {
  readonly name: string;
  readonly description: string | null;
  /** It may not be reported with the own study, or not any more. */
  readonly isApart: boolean;
  /** It has a signed report, not of this line. */
  readonly isReported: boolean;
  readonly received: number;
  readonly expected: number | null;
  readonly series: readonly SeriesReading[];
}

/** What the report is about beside its own study, and who reported that one already. */
export interface TogetherFacts {
  readonly others: readonly TogetherReading[];
  /** What the reports of others are called that are about the own study too; empty: none. */
  readonly reportedWith: readonly string[];
}

/** Each study of the report was read, is whole, and has no other report; what is not so is asked about. */
export function togetherChecks(
  { others, reportedWith }: TogetherFacts,
  isAddendum: boolean,
  /** What stands in the section of that name. */
  comparison = '',
): CheckFinding[] {
  const covered = reportedWith.map((name) => {
    const message = `This study is reported already, together with ${name}.`;
    return finding('check/reported-with', isAddendum ? 'note' : 'acknowledge', message);
  });
  return [...covered, ...others.flatMap((one) => [...comparedWith(one, comparison), ...ofOther(one, isAddendum)])];
}

/** A study that the report is about is no study that it is compared with. */
function comparedWith({ name, description }: TogetherReading, comparison: string): CheckFinding[] {
  const said = [name, description].find((words) => words !== null && words !== '' && comparison.includes(words));
  if (said === undefined || said === null) return [];
  const message = `The comparison names ${said}, which this report is about.`;
  return [{ ...finding('check/compared-with-own', 'acknowledge', message), sectionId: 'comparison' }];
}

function ofOther(one: TogetherReading, isAddendum: boolean): CheckFinding[] {
  const { name, isApart, isReported, received, expected, series } = one;
  const asked = isAddendum ? 'note' : 'acknowledge';
  const found: CheckFinding[] = [];
  if (isApart) {
    const message = `${name} cannot be reported with this study: it is not of the same patient, site and day any more.`;
    found.push(finding('check/together-apart', 'refuse', message));
  }
  if (isReported) found.push(finding('check/together-reported', asked, `${name} has a signed report already.`));
  if (received === 0) found.push(finding('check/no-objects', 'refuse', `${name}: no object of the study is here.`));
  if (expected !== null && received < expected) {
    const message = `${name} is incomplete: ${received} of ${expected} objects are here.`;
    found.push(finding('check/incomplete-study', 'acknowledge', message));
  }
  const unread = unreadChecks(series, isAddendum);
  return [...found, ...unread.map((entry) => ({ ...entry, message: `${name}: ${entry.message}` }))];
}

function finding(code: string, tier: CheckFinding['tier'], message: string): CheckFinding {
  return { code, tier, message, sectionId: null };
}
