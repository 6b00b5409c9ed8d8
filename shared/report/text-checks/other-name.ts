import type { Claim, Statement } from '../language/statement.ts';
import { singular } from '../language/words.ts';
import type { ReportText } from './report-text.ts';
import { IN_ORDER, isOpposite } from './sided.ts';

/** Words of an impression that name nothing: degrees, certainty. */
const NAMELESS = new Set(
  'mild moderate severe small large tiny minimal slight marked multiple several single possible probable likely consistent compatible suspected known unchanged stable otherwise finding findings change changes appearance evidence sign normal unremarkable negative limit within none only also both each side sided left right bilateral upper lower mid middle proximal distal anterior posterior lateral medial acute chronic degenerative incidental benign type grade stage category with without from that this which there above below after before amenable result described'.split(
    ' ',
  ),
);
/** From one of these on a sentence says what is to be done, or whom it was told; what stands before them may be a name. */
const ADVICE =
  /\b(?:recommend|advis|suggest|consider|follow|control|annual|screening|repeat|further|refer|urgent|review|discuss|d\/w|telephon|phon|call|told|tell|inform|aware|correlat|week|month|year|next|return|routine|biops|fna\b|cytolog|surveill|manage|targeted|ct\b|ldct|mri?\b|us\b|pet\b|ercp|radiograph|film|x-?ray|ultraso|endosc|clinic|team|nurse|doctor|dr\b|consultant|registrar|spr\b|surge|colleague|neurosurg\w*|offer|needs?\b|requir|should|must|please|successful|amenable|study|exam|scan|imag|report|difficult|limited|quality|\w+(?:ologists?|oscopy|ography|ectomy|otomy|oplasty)\b)/i;
/** A sentence that comes to its advice before so many words is nothing else ("ENT referral", "Vascular consultant aware"). */
const LEAD = 3;
/** Share of the naming words of a sentence that the findings do not have, from which on it gives a name of its own. */
const OWN_SHARE = 0.5;

/**
 * Whether the impression has a sentence in words of its own that may be a name for a finding: a conclusion that nothing in the findings
 * goes by ("toxic adenoma", "ectopic pregnancy") is drawn from what they describe. A sentence on another side or another part is none.
 * @param wide parts too wide to tell one place from another
 */
export function hasAnotherName(
  claim: Claim,
  asserted: readonly Statement[],
  text: ReportText,
  wide: ReadonlySet<string>,
) {
  const described = text.claims('findings');
  const keys = new Set(described.map(({ finding }) => finding.group ?? finding.id));
  const words = wordsIn(text, 'findings');
  return asserted.some(
    (statement) =>
      !statement.findings.some(({ entry }) => keys.has(entry.group ?? entry.id)) &&
      !statement.words.some(({ word }) => IN_ORDER.has(word)) &&
      isInOwnWords(statement, words) &&
      !isElsewhere(claim, statement, text, wide),
  );
}

/** Whether what a sentence names is named in words that another text mostly does not have. */
export function isInOwnWords({ text, start, words, standings }: Statement, described: ReadonlySet<string>): boolean {
  const advice = ADVICE.exec(text)?.index ?? text.length;
  if (advice < text.length && words.filter(({ end }) => end - start <= advice).length < LEAD) return false;
  const naming = words.filter(({ word, raw, end }, at) => {
    if (end - start > advice) return false;
    if (!/^\p{L}{4,}$/u.test(word) && !/^\p{Lu}{2,}$/u.test(raw)) return false;
    return standings[at]?.status !== 'absent' && !NAMELESS.has(word) && !NAMELESS.has(singular(word));
  });
  const own = naming.filter(({ word }) => !described.has(singular(word)));
  return own.length > 0 && own.length / naming.length >= OWN_SHARE;
}

/** Words of a section in the singular. */
export function wordsIn(text: ReportText, sectionId: string): ReadonlySet<string> {
  return new Set(text.of(sectionId).flatMap(({ words }) => words.map(({ word }) => singular(word))));
}

function isElsewhere(claim: Claim, statement: Statement, { lexicon }: ReportText, wide: ReadonlySet<string>): boolean {
  const { side } = claim;
  if (side !== null && statement.sides.length > 0 && statement.sides.every((other) => isOpposite(side, other.side)))
    return true;
  const parts = statement.anatomy.map(({ entry }) => entry.id).filter((part) => !wide.has(part));
  const own = claim.anatomy.filter((part) => !wide.has(part));
  if (parts.length === 0 || own.length === 0) return false;
  return !parts.some((part) => own.some((other) => lexicon.isRelated(part, other)));
}
