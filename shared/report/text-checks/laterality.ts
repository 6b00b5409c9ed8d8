import type { Lexicon } from '../language/lexicon.ts';
import type { Side } from '../language/sides.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { quoted } from './report-text.ts';
import { isInOwnWords, wordsIn } from './other-name.ts';
import { assertedSides, isOpposite } from './sided.ts';
import type { Sided } from './sided.ts';

/**
 * Sides of the impression that the findings contradict: the same matter stands there on the other side only. Where the two have no
 * matter in common, a side with nothing beside it is held against the findings if they assert one side alone.
 * @param examined the side of the images or of the order; null where it is not one
 */
export function lateralityChecks(text: ReportText, examined: Side | null): TextFinding[] {
  const found = assertedSides(text.of('findings'));
  const said = assertedSides(text.of('impression'));
  if (found.length === 0) return [];
  return said
    .filter((one) => one.side !== 'both' && isContradicted(one, found, text.lexicon, one.side === examined ? 3 : 1))
    .map((one) => ({
      code: 'check/laterality',
      sectionId: 'impression',
      start: one.start,
      end: one.end,
      message: `The impression says ${quoted(one.statement.text)}; the findings say the other side.`,
      ...(isOpen(one, found, text) ? { isWeak: true } : {}),
    }));
}

/** What has a side and is no finding of it. */
const NO_MATTER = new Set(
  'catheter line tube drain stent wire lead pacemaker port electrode shift shifted deviated displaced scarring scar'.split(
    ' ',
  ),
);

/**
 * Whether only a part of the body is common to both and the findings assert something on the side of the impression too, of a part that
 * goes by a name which is not known here: it may be what is meant ("left pampiniform veins of 3 mm", "left varicocele").
 */
function isOpen(one: Sided, found: readonly Sided[], text: ReportText): boolean {
  const shares = found.some((other) => isOpposite(one.side, other.side) && common(one, other, text.lexicon) >= 3);
  if (shares || !isInOwnWords(one.statement, wordsIn(text, 'findings'))) return false;
  return found.some(
    (other) =>
      other.side === one.side &&
      partsOf(other).length === 0 &&
      !other.statement.words.some(({ word }) => NO_MATTER.has(word)),
  );
}

/** @param least how much the two must have in common: of the side that was examined the findings need not speak */
function isContradicted(one: Sided, found: readonly Sided[], lexicon: Lexicon, least: number): boolean {
  const scored = found.map((other) => ({ other, score: common(one, other, lexicon) }));
  const best = Math.max(0, ...scored.filter(({ other }) => isOpposite(one.side, other.side)).map(({ score }) => score));
  const own = Math.max(0, ...scored.filter(({ other }) => !isOpposite(one.side, other.side)).map(({ score }) => score));
  if (best >= least) return best > own;
  return (
    best === 0 &&
    own === 0 &&
    least === 1 &&
    one.anchors.size === 0 &&
    found.every((other) => isOpposite(one.side, other.side))
  );
}

/** How much two pieces speak of the same: a finding or a level of the spine counts more than a part of the body. */
function common(one: Sided, other: Sided, lexicon: Lexicon): number {
  let score = 0;
  for (const anchor of one.anchors) {
    if (!anchor.startsWith('part:')) score += other.anchors.has(anchor) ? 3 : 0;
    else if (partsOf(other).some((part) => lexicon.isRelated(part, anchor.slice('part:'.length)))) score += 1;
  }
  return score;
}

function partsOf({ anchors }: Sided): string[] {
  return [...anchors].flatMap((anchor) => (anchor.startsWith('part:') ? [anchor.slice('part:'.length)] : []));
}
