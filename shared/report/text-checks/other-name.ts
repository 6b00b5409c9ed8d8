import type { Claim, Statement } from '../language/statement.ts';
import { singular } from '../language/words.ts';
import type { ReportText } from './report-text.ts';
import { IN_ORDER, isOpposite } from './sided.ts';

/** Words of an impression that name nothing: degrees, certainty, advice. */
const NAMELESS = new Set(
  'mild moderate severe small large tiny minimal slight marked multiple several single possible probable likely consistent compatible suspected known unchanged stable otherwise finding findings change changes study examination exam scan image imaging report clinical clinically correlation correlate recommend recommended recommendation advise advised suggest suggested consider follow followup control annual annually screening repeat further referral refer urgent review discussed discussion telephone called informed week month year day interval next return routine biopsy surgery surgical with without from that this which there above below after before appearance evidence sign normal unremarkable negative limit within none only also both each side sided left right bilateral upper lower mid middle proximal distal anterior posterior lateral medial acute chronic degenerative incidental benign type grade stage category one two three four five six seven eight nine ten twelve'.split(
    ' ',
  ),
);
/** Share of the naming words of a sentence that the findings do not have, from which on it gives a name of its own. */
const OWN_SHARE = 0.5;

/**
 * Whether the impression has a sentence in words of its own that may be a name for a finding: a conclusion that nothing in the findings
 * goes by ("toxic adenoma", "ectopic pregnancy") is drawn from what they describe. A sentence on another side or another part is none.
 * @param wide parts too wide to tell one place from another
 */
export function hasAnotherName(claim: Claim, asserted: readonly Statement[], text: ReportText, wide: ReadonlySet<string>) {
  const described = text.claims('findings');
  const keys = new Set(described.map(({ finding }) => finding.group ?? finding.id));
  const words = new Set(text.of('findings').flatMap((one) => one.words.map(({ word }) => singular(word))));
  return asserted.some(
    (statement) =>
      !statement.findings.some(({ entry }) => keys.has(entry.group ?? entry.id)) &&
      !statement.words.some(({ word }) => IN_ORDER.has(word)) &&
      isInOwnWords(statement, words) &&
      !isElsewhere(claim, statement, text, wide),
  );
}

function isInOwnWords({ words, standings }: Statement, described: ReadonlySet<string>): boolean {
  const naming = words.filter(({ word, raw }, at) => {
    if (!/^\p{L}{4,}$/u.test(word) && !/^\p{Lu}{2,}$/u.test(raw)) return false;
    return standings[at]?.status !== 'absent' && !NAMELESS.has(word) && !NAMELESS.has(singular(word));
  });
  const own = naming.filter(({ word }) => !described.has(singular(word)));
  return own.length > 0 && own.length / naming.length >= OWN_SHARE;
}

function isElsewhere(
  claim: Claim,
  statement: Statement,
  { lexicon }: ReportText,
  wide: ReadonlySet<string>,
): boolean {
  const { side } = claim;
  if (side !== null && statement.sides.length > 0 && statement.sides.every((other) => isOpposite(side, other.side)))
    return true;
  const parts = statement.anatomy.map(({ entry }) => entry.id).filter((part) => !wide.has(part));
  const own = claim.anatomy.filter((part) => !wide.has(part));
  if (parts.length === 0 || own.length === 0) return false;
  return !parts.some((part) => own.some((other) => lexicon.isRelated(part, other)));
}
