import type { CriticalEntry, Lexicon } from '../language/lexicon.ts';
import { tellsOfLess } from '../language/change.ts';
import { spanOf, statementsOf } from '../language/statement.ts';
import type { Statement } from '../language/statement.ts';
import { READ, quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';

/**
 * Findings that have to be told at once (category 1 of the actionable findings) and of which no communication is on the record. What is
 * denied, old or only asked for counts for nothing. Each matter once.
 * @param told ids of the matters that were told; one that was told says nothing of another
 */
export function criticalChecks(text: ReportText, told: ReadonlySet<string>): TextFinding[] {
  const seen = new Set(knownBefore(text));
  return text.of(...READ).flatMap((statement) =>
    criticalIn(statement, text.lexicon).flatMap(({ entry, at, end }) => {
      if (seen.has(entry.id) || told.has(entry.id)) return [];
      seen.add(entry.id);
      const message = `${entry.title}: ${quoted(statement.text)} No communication is on the record.`;
      return [{ code: 'check/critical', sectionId: statement.sectionId, ...spanOf(statement, at, end), message }];
    }),
  );
}

const KNOWN = new Set('known post evacuation evacuated control repaired drained under'.split(' '));
const WORSE = new Set(
  'new larger increased increasing worse enlarging expanded progression rebleed fresh additional'.split(' '),
);

/** Matters that the clinical information calls known or treated, where the text does not say that they grew. */
function knownBefore(text: ReportText): string[] {
  if (text.of(...READ).some(({ words }) => words.some(({ word }) => WORSE.has(word)))) return [];
  return text.of('clinical').flatMap((statement) => {
    if (!statement.words.some(({ word }) => KNOWN.has(word))) return [];
    return named(statement, text.lexicon).map(({ entry }) => entry.id);
  });
}

/** Ids of the matters that words name, however they are meant: what somebody wrote down as told. */
export function mattersIn(words: string, lexicon: Lexicon): readonly string[] {
  return statementsOf('told', words, lexicon).flatMap((statement) =>
    named(statement, lexicon).map(({ entry }) => entry.id),
  );
}

interface Found {
  readonly entry: CriticalEntry;
  readonly at: number;
  readonly end: number;
}

/** Matters of category 1 that a sentence asserts as new. */
export function criticalIn(statement: Statement, lexicon: Lexicon): Found[] {
  return named(statement, lexicon).filter(({ entry, at }) => {
    if (statement.standings[at]?.status !== 'present') return false;
    if (tellsOfLess(statement.text)) return false;
    return !(entry.unless ?? []).some((word) => statement.words.some((one) => one.word === word));
  });
}

function named(statement: Statement, lexicon: Lexicon): Found[] {
  const phrases = lexicon.criticalPhrases(statement.words);
  const paired = lexicon.critical.flatMap((entry) => {
    const finding = statement.findings.find(({ entry: { id, group } }) => isOne(entry.findings, id, group));
    const isThere = entry.at === undefined || entry.at.some((part) => isNamed(statement, part, lexicon));
    return finding && isThere ? [{ entry, at: finding.at, end: finding.end }] : [];
  });
  return [...phrases, ...paired];
}

function isOne(list: readonly string[] | undefined, id: string, group: string | undefined): boolean {
  return list !== undefined && (list.includes(id) || (group !== undefined && list.includes(group)));
}

/** The part of the body, a part of it, or a finding of that id. */
function isNamed({ anatomy, findings }: Statement, part: string, lexicon: Lexicon): boolean {
  if (findings.some(({ entry }) => entry.id === part)) return true;
  return anatomy.some(({ entry }) => lexicon.withWholes(entry.id).has(part));
}
