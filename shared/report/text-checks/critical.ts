import type { CriticalEntry, Lexicon } from '../language/lexicon.ts';
import { tellsOfNoGrowth } from '../language/change.ts';
import { chunkAround, spanOf, statementsOf } from '../language/statement.ts';
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

/** Words of a request that speak of a matter as one of before. */
const KNOWN = new Set(
  'known post evacuation evacuated control repaired drained under stability interval progress surveillance yesterday repeat serial previous previously prior history hx treated coiled clipped stented resolving resolution anticoagulated monitoring'.split(
    ' ',
  ),
);
/** Words of what is there and was there before. */
const LASTING = new Set(
  'known chronic old stable unchanged resolving resolved residual regressing evolving treated coiled clipped stented repaired evacuated drained longstanding'.split(
    ' ',
  ),
);
/** Words of what is there and was not, or was less. */
const FRESH = new Set(
  'acute new larger increased increasing worse worsening enlarging enlarged expanded expanding progression progressive rebleed fresh additional'.split(
    ' ',
  ),
);
/** Before "stable": it is the patient who is. */
const OF_THE_PATIENT = new Set('hemodynamically clinically neurologically medically'.split(' '));

/** Ids of matters that the request calls known or treated, or the impression lasting, where the text says of nothing that it grew. */
function knownBefore(text: ReportText): string[] {
  if (text.of(...READ).some((statement) => isFresh(statement, 0, statement.words.length))) return [];
  const asked = text.of('clinical').flatMap((statement) => {
    if (
      !statement.words.some(({ word }) => KNOWN.has(word)) &&
      !/\bfollow[ -]?up\b|\bf\/u\b|\bs\/p\b/i.test(statement.text)
    )
      return [];
    // What is asked for ("fall two days post operation, rule out a bleed") is not known.
    return named(statement, text.lexicon).filter(({ at }) =>
      ['present', 'past'].includes(statement.standings[at]?.status ?? 'present'),
    );
  });
  const lasting = text
    .of('impression')
    .flatMap((statement) => named(statement, text.lexicon).filter(({ at }) => isLasting(statement, at)));
  return [...asked, ...lasting].map(({ entry }) => entry.id);
}

/** Said to be as it was, in the words between the same commas. */
function isLasting(statement: Statement, at: number): boolean {
  const [from, to] = chunkAround(statement, at);
  const { words } = statement;
  const isOld = words
    .slice(from, to)
    .some(({ word }, place) => LASTING.has(word) && !OF_THE_PATIENT.has(words[from + place - 1]?.word ?? ''));
  return isOld && !isFresh(statement, from, to);
}

/** Whether a sentence has a word, and not of the patient. */
function hasWord({ words }: Statement, wanted: string): boolean {
  return words.some(({ word }, at) => word === wanted && !OF_THE_PATIENT.has(words[at - 1]?.word ?? ''));
}

/** Whether words say of anything that it is new or more; "no new bleed" does not. */
function isFresh({ words, standings }: Statement, from: number, to: number): boolean {
  return words
    .slice(from, to)
    .some(({ word }, place) => FRESH.has(word) && standings[from + place]?.status !== 'absent');
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
    if (tellsOfNoGrowth(statement.text) || isLasting(statement, at)) return false;
    const [from, to] = chunkAround(statement, at);
    // "Acute on chronic" is acute.
    const isAnew = isFresh(statement, from, to);
    return !(entry.unless ?? []).some((word) => !(isAnew && LASTING.has(word)) && hasWord(statement, word));
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
