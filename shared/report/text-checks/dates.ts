import type { Statement } from '../language/statement.ts';
import { canBe, dateWords, earliest } from './date-words.ts';
import type { DateWords } from './date-words.ts';
import { quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';

/** ISO days. */
export interface StudyDates {
  readonly study: string | null;
  readonly priors: readonly string[];
  readonly birth: string | null;
}

const PLANNED =
  /\b(?:recommend\w*|follow-?up|due|schedul\w*|planned|appointment|repeat|expected|edd|estimated date|return|booked|until)\b/i;
const COMPARED =
  /\b(?:compar\w*|prior|previous|since|unchanged from|relative to|earlier|same as|as on|was on|than on)\b/i;
const THIS_STUDY =
  /\b(?:(?:date of (?:study|exam|examination|scan))|(?:study|exam|examination|scan) date|(?:study|examination|exam|scan|ct|mri?|radiographs?|ultrasound|imaging) (?:was )?(?:performed|acquired|obtained|dated|done) (?:on|at)?|(?:performed|acquired|obtained) on|(?:study|examination|exam|scan) of|today'?s? \w+ of)\s*:?\s*$/i;

/** Dates that cannot be: after the study, of a comparison that the patient does not have, of another study than this. */
export function dateChecks(text: ReportText, dates: StudyDates): TextFinding[] {
  return text.statements.flatMap((statement) =>
    dateWords(statement.text).flatMap((date) => {
      const why = wrongDate(statement, date, dates);
      if (why === null) return [];
      const words = statement.text.slice(date.start, date.end);
      const span = { start: statement.start + date.start, end: statement.start + date.end };
      return [{ code: 'check/date', sectionId: statement.sectionId, ...span, message: `${quoted(words)} ${why}.` }];
    }),
  );
}

function wrongDate(statement: Statement, date: DateWords, { study, priors, birth }: StudyDates): string | null {
  if (study === null) return null;
  if (birth !== null && canBe(date, birth)) return null;
  const before = statement.text.slice(0, date.start);
  const isCompared = statement.sectionId === 'comparison' || COMPARED.test(statement.text);
  if (earliest(date) > dayNumber(study) + 1 && !sameMonth(date, study)) {
    return PLANNED.test(statement.text) ? null : 'lies after this study';
  }
  if (THIS_STUDY.test(before) && !isCompared) return canBe(date, study) ? null : 'is not the date of this study';
  if (!isCompared || canBe(date, study)) return null;
  if (priors.length === 0 && statement.sectionId !== 'comparison') return null;
  return priors.some((prior) => canBe(date, prior)) ? null : 'is the date of no prior that is known here';
}

/** A month without a day in which the study lies is not after it. */
function sameMonth(date: DateWords, study: string): boolean {
  return canBe(date, study);
}

function dayNumber(date: string): number {
  return Number(date.replaceAll('-', ''));
}
