import type { Statement } from '../language/statement.ts';
import type { Term, FindingEntry } from '../language/lexicon.ts';
import { READ, quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { sizesOf } from './sizes.ts';
import type { Size } from './sizes.ts';

const THINGS =
  'nodule|mass|cyst|lesion|stone|calculus|aneurysm|collection|abscess|fibroid|node|tumou?r|haematoma|hematoma|polyp|focus|opacity|metastasis';
/** "a 5 nodule": a number, in the singular, that nothing counts. */
const BARE = new RegExp(
  `\\b(?:an?|the|single|solitary|new|stable)\\s+(?:(?!(?:grade|type|level|segment|category|rads|bosniak|zone|stage|class|score|series|image|number|station|no|in|at|of|on|to|and|or|with|lr|than)\\b)[a-z]+\\s+){0,2}?(\\d+(?:[.,]\\d+)?(?:\\s*[x×]\\s*\\d+(?:[.,]\\d+)?)*)\\s+(?:(?!(?:mm|cm|m|ml|cc|hu)\\b)[a-z-]+\\s+){0,3}?(?:${THINGS})\\b`,
  'gi',
);
/** "measures 12 x 9.", "measuring 14 in": nothing that names a unit follows. */
const MEASURED =
  /\b(?:measur(?:es|ing|ed)|diameter of|size of)\s+(?:up to|about|approximately|approx\.?|at|of|to)?\s*(\d+(?:[.,]\d+)?(?:\s*[x×]\s*\d+(?:[.,]\d+)?)*)(?!\s*[x×\d.,]*\d)(?=\s*(?:[.,;)\]]?\s*$|[.,;)\]]\s|\s(?:in|at|on|with|and|is|was|previously|from|within|along|arising|located|today|now|compared)\b))/gi;
/** Hounsfield units for a length. */
const HU_LENGTH =
  /\d+(?:[.,]\d+)?\s*[x×]\s*\d+(?:[.,]\d+)?\s*HU\b|\b\d+(?:[.,]\d+)?\s*HU\s+(?:in (?:diameter|size|length)|long|wide|thick|nodule|mass|cyst|stone|calculus|aneurysm|in maximal|in greatest|in short|in long)|\b(?:diameter|length|width|size) of \d+(?:[.,]\d+)?\s*HU\b/gi;

/** A width or a length that is told without a unit. */
const BARE_LENGTH =
  /(?<![\d.,/x×-])\b\d+(?:[.,]\d+)?\s+(?:wide|long|thick|deep|in (?:length|diameter|size|width|thickness|depth))\b/gi;
/** What a whole has a size of its own beside. */
const PART_OF = /\b(?:cort(?:ex|ical)|wall|parenchym\w*|neck|isthmus|septum|rim|thickness)\b/i;
/** Millimetres; nothing in a person is longer. */
const LONGEST = 2000;
/** Units of something else for a length. */
const NO_LENGTH =
  /\b(?:diameter|length|width|depth|size|aneurysm|pneumothorax|nodule|mass|cyst|lesion|stone|effusion)\s+of\s+\d+(?:[.,]\d+)?\s*(?:kg|g|k?Hz|L|V|A|s|mmHg|mmol)\b|\b\d+(?:[.,]\d+)?\s*(?:kg|k?Hz|L|V|A|mmHg)\s+(?:in (?:length|diameter|size|width|thickness|depth)|wide|long|thick|deep)\b/g;

/** A weight of anything but a person or a child to be born. */
const WEIGHT = /\bof\s+\d+(?:[.,]\d+)?\s*kg\b/gi;
const WEIGHED = /\b(?:weigh\w*|efw|bmi|body|load)\b/i;

/** Sizes without a unit, with one that cannot be meant, or told twice with units ten times apart. */
export function unitChecks(text: ReportText): TextFinding[] {
  const statements = text.of(...READ);
  const found = statements.flatMap((statement) => [
    ...matches(statement, BARE, 'has no unit'),
    ...matches(statement, MEASURED, 'has no unit'),
    ...matches(statement, BARE_LENGTH, 'has no unit'),
    ...matches(statement, HU_LENGTH, 'is no length'),
    ...matches(statement, NO_LENGTH, 'is no length'),
    ...(WEIGHED.test(statement.text) ? [] : matches(statement, WEIGHT, 'is no length')),
    ...beside(statement),
    ...absurd(statement),
  ]);
  const all = [...found, ...tenTimes(statements)];
  return all.filter(
    (one, at) =>
      !all
        .slice(0, at)
        .some((other) => other.sectionId === one.sectionId && one.start < other.end && other.start < one.end),
  );
}

function matches(statement: Statement, pattern: RegExp, why: string): TextFinding[] {
  return [...statement.text.matchAll(pattern)].map((match) =>
    finding(statement, match.index, match.index + match[0].length, why),
  );
}

/** Numbers alike in centimetres and in millimetres in one sentence ("34 x 28 cm (was 41 x 33 mm)"). */
function beside(statement: Statement): TextFinding[] {
  const sizes = sizesOf(statement.text).filter(({ number }) => Number(number.replace(',', '.')) >= 10);
  return sizes.slice(1).flatMap((size, at) => {
    const before = sizes[at];
    if (!before || before.unit === size.unit) return [];
    const ratio = Number(size.number.replace(',', '.')) / Number(before.number.replace(',', '.'));
    if (ratio < 0.7 || ratio > 1.43) return [];
    // "12.1 cm, cortex 11 mm": of another part.
    if (PART_OF.test(statement.text.slice(before.end, size.start))) return [];
    return [finding(statement, before.start, size.end, 'are sizes ten times apart')];
  });
}

/** Beyond what the finding beside it can have, or metres. */
function absurd(statement: Statement): TextFinding[] {
  return sizesOf(statement.text).flatMap((size) => {
    if (size.unit.startsWith('met') || size.unit === 'm') {
      return size.mm >= 100 ? [finding(statement, size.start, size.end, 'is a length in metres')] : [];
    }
    if (size.mm > LONGEST) return [finding(statement, size.start, size.end, 'is longer than a person')];
    const range = sizedBeside(statement, size)?.entry.sizes;
    if (!range || (size.mm >= range[0] * 0.5 && size.mm <= range[1])) return [];
    return [finding(statement, size.start, size.end, 'cannot be the size of this')];
  });
}

/** The finding that a size belongs to: the next one within four words after it, else the last one before it. */
export function sizedBeside({ findings, words, start }: Statement, size: Size): Term<FindingEntry> | null {
  const at = words.findIndex((word) => word.end - start >= size.end);
  const after = findings.find((term) => term.at > at && term.at - at <= 4);
  return after ?? findings.filter((term) => term.at < at && at - term.at <= 8).at(-1) ?? null;
}

/** The same number of the same finding in mm at one place and in cm at another. */
function tenTimes(statements: readonly Statement[]): TextFinding[] {
  const told = statements.flatMap((statement) =>
    sizesOf(statement.text).map((size) => ({ statement, size, of: sizedBeside(statement, size)?.entry })),
  );
  return told.flatMap((one, at) => {
    const other = told
      .slice(0, at)
      .find(
        ({ size, of }) =>
          size.number === one.size.number &&
          size.mm !== one.size.mm &&
          of !== undefined &&
          one.of !== undefined &&
          (of.group ?? of.id) === (one.of.group ?? one.of.id),
      );
    if (!other) return [];
    const why = `is ${other.size.number} ${other.size.unit} elsewhere in this report`;
    return [finding(one.statement, one.size.start, one.size.end, why)];
  });
}

function finding(statement: Statement, from: number, to: number, why: string): TextFinding {
  const span = { start: statement.start + from, end: statement.start + to };
  const message = `${quoted(statement.text.slice(from, to))} ${why}.`;
  return { code: 'check/unit', sectionId: statement.sectionId, ...span, message };
}
