/** A piece of a text by its offsets in it, end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Points after these end no sentence. */
const SHORT = new Set(
  'dr mr mrs ms prof st vs approx ca cf e.g i.e eg ie etc fig nos resp incl max min vol ser im img se dept hosp jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

/** Sentences of a text: by their points, by line ends and by semicolons; numbers of a list ("2. ") begin one and are left out. */
export function sentencesOf(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const mark of text.matchAll(/[.;!?](?=\s|$|["')\]])|\n+/g)) {
    if (mark[0] === '.' && isWithin(text, start, mark.index)) continue;
    if (mark[0] === ';' && isBracketed(text, start, mark.index)) continue;
    push(found, text, start, mark.index);
    start = mark.index + mark[0].length;
  }
  push(found, text, start, text.length);
  return found;
}

function push(found: Span[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const lead = /^[\s"')\]]*(?:(?:\d{1,2}[.)]|[-*•–])\s+)?/u.exec(piece)?.[0].length ?? 0;
  const end = from + piece.trimEnd().length;
  if (end > from + lead) found.push({ start: from + lead, end });
}

/** Whether a point belongs to a shortened word or to the number of a list line. */
function isWithin(text: string, start: number, at: number): boolean {
  const before = text.slice(start, at);
  const word = /([\p{L}.]+)$/u.exec(before)?.[1]?.toLowerCase() ?? '';
  if (SHORT.has(word)) return true;
  // "Fracture? No. Contusion." is an answer; "No. 3" is a number.
  if (word === 'no') return /^\s*\d/.test(text.slice(at + 1));
  if (/^\p{L}$/u.test(word) && /^\s+\p{Lu}/u.test(text.slice(at + 1))) return true;
  return /^\s*\d{1,2}$/.test(before);
}

/** Whether a semicolon parts the members of a list in brackets ("7.2 mm (7.1; 6.9)"), which close on the same line. */
function isBracketed(text: string, start: number, at: number): boolean {
  const before = text.slice(start, at);
  const open = Math.max(before.lastIndexOf('('), before.lastIndexOf('['));
  if (open === -1 || open < Math.max(before.lastIndexOf(')'), before.lastIndexOf(']'))) return false;
  return /^[^\n()[\]]*[)\]]/.test(text.slice(at));
}
