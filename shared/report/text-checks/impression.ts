import { areOtherLevels, levelsOf } from '../language/levels.ts';
import type { Claim } from '../language/statement.ts';
import { keyOf } from './impression-missing.ts';
import { quoted } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { isAsserted, isOpposite } from './sided.ts';

/** An impression that asserts what the findings deny, or denies what they assert. */
export function impressionChecks(text: ReportText): TextFinding[] {
  const found = text.claims('findings');
  const said = text.claims('impression');
  const clashes = said.filter((claim) => clash(claim, found, said, text));
  const seen = new Set<string>();
  return clashes.flatMap((claim) => {
    if (seen.has(keyOf(claim))) return [];
    seen.add(keyOf(claim));
    const verb = isAsserted(claim.standing) ? 'deny' : 'describe';
    const message = `The impression says ${quoted(claim.statement.text)}; the findings ${verb} it.`;
    return [{ code: 'check/impression', sectionId: 'impression', ...claim.span, message }];
  });
}

function clash(claim: Claim, found: readonly Claim[], said: readonly Claim[], text: ReportText): boolean {
  const same = found.filter((other) => isSameMatter(claim, other, text));
  if (same.length === 0) return false;
  if (claim.standing.status === 'present') {
    const denied = same.filter((other) => deniesAll(other, claim));
    return denied.length > 0 && !same.some((other) => isAsserted(other.standing) || other.standing.status === 'past');
  }
  if (claim.standing.status !== 'absent' || claim.standing.narrowed || isOfAKind(claim)) return false;
  const alsoSaid = said.some((other) => isAsserted(other.standing) && keyOf(other) === keyOf(claim));
  return (
    !alsoSaid &&
    same.some((other) => isNew(other) && deniesAll(claim, other) && !(tellsOfEnd(claim) && tellsOfPrior(other))) &&
    !same.some(({ standing }) => standing.status === 'absent')
  );
}

/** A denial without limits, of the same finding or of the widest of its kind: who denies honeycombing does not deny fibrosis. */
function deniesAll({ standing, finding }: Claim, claim: Claim): boolean {
  if (standing.status !== 'absent' || standing.narrowed) return false;
  return finding.id === claim.finding.id || finding.id === claim.finding.group;
}

const LASTING = new Set(
  'chronic old stable unchanged known healed remote benign simple physiologic trace tiny small minimal'.split(' '),
);

/** Words that say of what was seen what it is; softer ones leave it open. */
const NAMED =
  /\b(?:consistent with|compatible with|in keeping with|diagnostic of|typical of|typical for|indicating)\b/i;
/** Words that may stand before what is denied and leave it all denied. */
const PLAIN = new Set('no not of or and a an any evidence sign signs for , / - : either the without nor'.split(' '));

/** A denial with a word before its finding that the lexicon does not know ("no upper tract lesion"): only such a one is denied. */
function isOfAKind({ statement, span }: Claim): boolean {
  const at = statement.words.findIndex(({ start }) => start === span.start);
  const before = statement.words[at - 1];
  if (!before || PLAIN.has(before.word)) return false;
  return ![
    ...statement.anatomy,
    ...statement.findings,
    ...statement.sides.map((side) => ({ at: side.at, end: side.at + 1 })),
  ].some((term) => term.at < at && at <= term.end);
}

/** Described as present, and not as something of long ago or of no matter. */
function isNew({ standing, statement }: Claim): boolean {
  const isHeld = standing.status === 'present' || (standing.status === 'possible' && NAMED.test(statement.text));
  return isHeld && !statement.words.some(({ word }) => LASTING.has(word));
}

const END = new Set('longer resolved resolution gone cleared disappeared vanished regressed'.split(' '));
const PRIOR = new Set(
  'since prior previous previously before earlier former compared comparison interval last'.split(' '),
);

/** Not that it is not there, but that it is there no more: whoever says that of a thing has described it as it was. */
function tellsOfEnd({ statement }: Claim): boolean {
  return statement.words.some(({ word }) => END.has(word));
}

/** A sentence that sets now against then: what it names may be what is gone, by whatever verb it says so. */
function tellsOfPrior({ statement }: Claim): boolean {
  return statement.words.some(({ word }) => PRIOR.has(word));
}

/** The same finding, at parts and sides that do not exclude each other. */
function isSameMatter(one: Claim, other: Claim, { lexicon }: ReportText): boolean {
  if (keyOf(one) !== keyOf(other)) return false;
  if (one.side !== null && other.side !== null && isOpposite(one.side, other.side)) return false;
  if (areOtherLevels(levelsOf(one.statement.text), levelsOf(other.statement.text))) return false;
  if (one.anatomy.length === 0 || other.anatomy.length === 0) return true;
  return one.anatomy.some((part) => other.anatomy.some((whole) => lexicon.isRelated(part, whole)));
}
