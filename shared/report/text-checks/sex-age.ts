import { spanOf } from '../language/statement.ts';
import type { Statement } from '../language/statement.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { quoted } from './report-text.ts';
import { speaksOfOthers } from './person-words.ts';

/** As registered: "F", "M", anything else or null where nobody knows. Age in whole years at the study. */
export interface PatientFacts {
  readonly sex: string | null;
  readonly ageYears: number | null;
}

const HE = new Set('he his him himself man gentleman male boy'.split(' '));
const SHE = new Set('she her hers herself woman lady female girl'.split(' '));
const TITLES = { F: /^Mr\.?$/, M: /^(?:Mrs|Ms|Miss)$/ } as const;
/** A part of the other sex is spoken of without being the patient's. */
const NOT_OWN = new Set(
  'metastasis metastases primary like type pattern density transplant stroma masculinus cord'.split(' '),
);
/** Words that are a person's only where another does not make a name of them: the bundle of His, HER2, the lady of a syndrome. */
const NAMES =
  /\b(?:bundle of his|his[ -](?:bundle|purkinje|lead|pacing)|her[ -]?2|her[ -]?neu|lady windermere|old man of|walking man|dancing lady|michelin man|man-made)\b/i;

/** Words of the other sex. */
export function sexChecks(text: ReportText, { sex }: PatientFacts): TextFinding[] {
  if (sex !== 'F' && sex !== 'M') return [];
  const words = sex === 'F' ? HE : SHE;
  const isPregnant = text.statements.some(({ anatomy }) => anatomy.some(({ entry }) => entry.id === 'fetus'));
  if (isPregnant && sex === 'F') return [];
  return text.statements.flatMap((statement, at) => {
    if (statement.sectionId === 'comparison' || speaksOfOthers(text.statements, at)) return [];
    const place = placeOfOtherSex(statement, sex, words);
    if (place === null || NAMES.test(statement.text)) return [];
    const span = spanOf(statement, ...place);
    const message = `${quoted(statement.text.slice(span.start - statement.start, span.end - statement.start))} does not fit a ${sex === 'F' ? 'female' : 'male'} patient.`;
    return [{ code: 'check/sex', sectionId: statement.sectionId, ...span, message }];
  });
}

function placeOfOtherSex(statement: Statement, sex: 'F' | 'M', words: ReadonlySet<string>): [number, number] | null {
  const term = [...statement.anatomy, ...statement.findings].find(
    ({ entry }) => entry.sex !== undefined && entry.sex !== sex,
  );
  if (term && !NOT_OWN.has(statement.words[term.end]?.word ?? '')) return [term.at, term.end];
  const place = statement.words.findIndex(
    ({ word, raw }, at) => (words.has(word) && !isConnector(statement, at)) || isTitle(statement, at, raw, sex),
  );
  return place === -1 ? null : [place, place + 1];
}

/** A title of the other sex before a name that is not somebody else's ("Mr Holloway's practice"). */
function isTitle({ words }: Statement, at: number, raw: string, sex: 'F' | 'M'): boolean {
  const next = words.slice(at + 1, at + 3).map((word) => word.raw);
  const name = next.find((word) => /^\p{Lu}\p{Ll}/u.test(word));
  return TITLES[sex].test(raw) && name !== undefined && !/[’']s$/.test(name);
}

/** "male connector", "female urethral catheter": words of things, not of people. */
function isConnector({ words }: Statement, at: number): boolean {
  const { word } = words[at] ?? { word: '' };
  if (word !== 'male' && word !== 'female') return false;
  return /^(connector|adapter|luer|pattern|breast)$/.test(words[at + 1]?.word ?? '');
}

/** An age in the text that is not the patient's, or words of another age of life. */
export function ageChecks(text: ReportText, { ageYears }: PatientFacts): TextFinding[] {
  if (ageYears === null) return [];
  return text.statements.flatMap((statement, at) => {
    if (speaksOfOthers(text.statements, at)) return [];
    return [...statedAges(statement, ageYears), ...phrases(text, statement, ageYears)];
  });
}

const AGE =
  /(\d{1,3})[ -]?(?:(years?|yrs?|y)[ -]?(?:\/?\s?o(?:ld)?\b|of age)|(months?|weeks?|days?)[ -]old|[ -]?(yo)\b)|\bage[d]?[: ]+(\d{1,3})\b(?!\s*(?:months|weeks|days|mm|cm))/gi;

function statedAges(statement: Statement, ageYears: number): TextFinding[] {
  return [...statement.text.matchAll(AGE)].flatMap((found) => {
    const number = Number(found[1] ?? found[5]);
    const unit = (found[3] ?? 'years').toLowerCase();
    const years = unit.startsWith('month')
      ? number / 12
      : unit.startsWith('week') || unit.startsWith('day')
        ? 0
        : number;
    if (
      /\b(?:since|from|at|of|until|before|after|gestational|menstrual|bone|skeletal|vascular|arterial|coronary|brain|biological|fetal|corrected|dental)\s+$/i.test(
        statement.text.slice(0, found.index),
      )
    )
      return [];
    if (Math.abs(years - ageYears) <= 1.5 || isOfAThing(statement.text, found.index + found[0].length)) return [];
    const start = statement.start + found.index;
    const span = { start, end: start + found[0].length };
    const message = `The text says ${quoted(found[0])}; the patient is ${ageYears} by the date of birth.`;
    return [{ code: 'check/age', sectionId: statement.sectionId, ...span, message }];
  });
}

/** "10-year-old fracture", "5 year old study": the age of something else. */
function isOfAThing(text: string, from: number): boolean {
  return /^\s*(?:fracture|study|examination|exam|prior|scan|injury|graft|implant|prosthes[ie]s|lesion|infarct|repair|surgery|replacement|arthroplast|THR|TKR|hip|knee|stent|clip|coil|device|pacemaker|scar|film|comparison|CT|MRI|X-?ray|radiograph|ultrasound|mammogram|image|report|hardware|fusion|plate|nail|mesh|anastomosis|cyst|nodule|haematoma|hematoma|stroke|bleed|risk|survival|follow)/i.test(
    text.slice(from),
  );
}

function phrases(text: ReportText, statement: Statement, ageYears: number): TextFinding[] {
  return text.lexicon.ages(statement.words).flatMap(({ entry, at, end }) => {
    const fits =
      (entry.from === undefined || ageYears >= entry.from) && (entry.to === undefined || ageYears <= entry.to);
    if (fits) return [];
    const span = spanOf(statement, at, end);
    const words = statement.text.slice(span.start - statement.start, span.end - statement.start);
    const message = `${quoted(words)} does not fit a patient of ${ageYears} years.`;
    return [{ code: 'check/age', sectionId: statement.sectionId, ...span, message }];
  });
}
