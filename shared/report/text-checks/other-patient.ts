import { foldWord } from '../language/words.ts';
import type { Statement } from '../language/statement.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { quoted } from './report-text.ts';

/** How the patient and the study are named, folded for comparison here. */
export interface Identity {
  /** Person name in any of DICOM's writings. */
  readonly names: readonly string[];
  readonly patientId: string | null;
  readonly accessions: readonly string[];
}

const TITLED = /\b(?:Mr|Mrs|Ms|Miss|Master)\.?\s+((?:\p{Lu}[\p{L}'’-]+)(?:\s+\p{Lu}[\p{L}'’-]+)?)/gu;
const LABELLED = /\b(?:patient(?:'s)?(?: name)?|name)\s*[:=]\s*(\p{Lu}[\p{L}'’-]+(?:,?\s+\p{Lu}[\p{L}'’.-]*)*)/giu;
/** "Pat. ID …" is two sentences to who splits them: the second begins with "ID". */
const NUMBERED =
  /\b(?:(?<=^\s*)ID|MRN|medical record (?:number|no\.?)|hospital (?:number|no\.?)|pat(?:ient)? ?(?:id|number|no\.?)|unit number)\s*[:#]?\s*([A-Z0-9][A-Z0-9-]*\d[A-Z0-9-]*)/gi;
/** "ID" within a sentence, before what only a number of a person looks like; "ID consult 2024" is a department. */
const SHORT_ID = /(?<=[,(–-]\s*)\bID\s*[:#]?\s*([A-Z]{0,4}-?\d{5,}[A-Z]?)\b/g;
const ACCESSION = /\baccession(?: (?:number|no\.?))?\s*[:#]?\s*([A-Z0-9][A-Z0-9-]*\d[A-Z0-9-]*)/gi;

/** Somebody else's name or number where the patient's should stand. */
export function otherPatientChecks(text: ReportText, identity: Identity): TextFinding[] {
  const own = new Set(identity.names.flatMap(nameParts));
  return text.statements.flatMap((statement) => [
    ...strangers(statement, TITLED, (name, from) => isStranger(name, own) && !isColleague(statement.text, from)),
    ...strangers(statement, LABELLED, (name) => isStranger(name, own)),
    ...strangers(statement, NUMBERED, (id) => identity.patientId !== null && !isSameId(id, [identity.patientId])),
    ...strangers(statement, SHORT_ID, (id) => identity.patientId !== null && !isSameId(id, [identity.patientId])),
    ...strangers(statement, ACCESSION, (id) => identity.accessions.length > 0 && !isSameId(id, identity.accessions)),
  ]);
}

function strangers(
  statement: Statement,
  pattern: RegExp,
  isStrange: (found: string, from: number) => boolean,
): TextFinding[] {
  return [...statement.text.matchAll(pattern)].flatMap((found) => {
    if (!isStrange(found[1] ?? '', found.index)) return [];
    const start = statement.start + found.index;
    const span = { start, end: start + found[0].length };
    const message = `${quoted(found[0])} is not this patient or study.`;
    return [{ code: 'check/other-patient', sectionId: statement.sectionId, ...span, message }];
  });
}

function isStranger(name: string, own: ReadonlySet<string>): boolean {
  return own.size > 0 && !nameParts(name).some((part) => own.has(part));
}

/** Surgeons are called Mr in places: told by whose they are, and by what is done with them. */
function isColleague(text: string, from: number): boolean {
  const name = text.slice(from);
  if (/^\S+\s+\S+[’']s?\b/.test(name)) return true;
  return /\b(?:with|by|to|from|under|per|via|informed|told|called|phoned|paged)\s+$/i.test(text.slice(0, from));
}

function nameParts(name: string): string[] {
  return name
    .split(/[\s^=,.-]+/)
    .map((part) => foldWord(part))
    .filter((part) => part.length > 1);
}

function isSameId(id: string, known: readonly string[]): boolean {
  const bare = (value: string): string =>
    value
      .replace(/[^a-z0-9]/gi, '')
      .replace(/^0+/, '')
      .toLowerCase();
  return known.some((entry) => bare(entry) === bare(id));
}
