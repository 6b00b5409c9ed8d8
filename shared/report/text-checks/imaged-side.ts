import { sideWords } from '../language/sides.ts';
import type { Side } from '../language/sides.ts';
import { wordsOf } from '../language/words.ts';
import { READ } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { assertedSides, sidedOf } from './sided.ts';
import type { Sided } from './sided.ts';
import type { Lexicon } from '../language/lexicon.ts';

/** The side of pictures by their laterality letters ("L", "R", "B"); null for none, both, or either. */
export function imagedSide(lateralities: readonly string[]): Side | null {
  const letters = new Set(lateralities.map((letter) => letter.toUpperCase()));
  if (letters.size !== 1) return null;
  return letters.has('L') ? 'left' : letters.has('R') ? 'right' : null;
}

/** The one side that an order or a description asks for ("MR KNEE RIGHT", "CR ANKLE L"). */
export function orderedSide(words: string | null): Side | null {
  const upper = (words ?? '').replace(/[_^/]/g, ' ');
  const sides = new Set(sideWords(wordsOf(upper)).map(({ side }) => side));
  for (const [letter] of upper.matchAll(/(?<=\s|^)[LR](?=\s|$|[,)])(?!\s+(?:spine|to\b|and\b|-))/gi))
    sides.add(letter.toUpperCase() === 'L' ? 'left' : 'right');
  if (sides.size !== 1) return null;
  const [side] = sides;
  return side === undefined || side === 'both' ? null : side;
}

/** A report that names the side which was not imaged, or not asked for, and never the other. */
export function imagedSideChecks(
  text: ReportText,
  {
    imaged,
    ordered,
    asked,
  }: { readonly imaged: Side | null; readonly ordered: Side | null; readonly asked: string | null },
): TextFinding[] {
  const examined = regionsOf(
    text.lexicon.anatomy(wordsOf(asked ?? '')).map(({ entry }) => entry.id),
    text.lexicon,
  );
  const isMeant = (one: Sided): boolean => !isElsewhere(one, examined, text.lexicon);
  const asserted = assertedSides(text.of(...READ)).filter(isMeant);
  // Where nothing is asserted, the side is that of what was looked for: "No thrombosis of the right leg."
  const said = asserted.length > 0 ? asserted : sidedOf(text.of(...READ)).filter(isMeant);
  const first = said.find(({ side }) => side !== 'both');
  if (!first || said.some(({ side }) => side === 'both')) return [];
  const sides = new Set(said.map(({ side }) => side));
  if (sides.size !== 1) return [];
  const at = { sectionId: first.statement.sectionId, start: first.start, end: first.end };
  if (imaged !== null && imaged !== first.side) {
    const message = `The images are of the ${imaged.toUpperCase()} side; the report names only the other.`;
    return [{ code: 'check/laterality-study', ...at, message }];
  }
  if (ordered !== null && ordered !== first.side) {
    const message = `The ${ordered.toUpperCase()} side was asked for; the report names only the other.`;
    return [{ code: 'check/laterality-order', ...at, message }];
  }
  return [];
}

/** Parts that are in every region, and names that only sound like a part. */
const NO_REGION = new Set(['nodes', 'namesake']);

/** The widest parts of the body to which some belong: a hip to the bones, an ovary to the pelvis; muscles and veins go with the bones. */
function regionsOf(parts: readonly string[], lexicon: Lexicon): ReadonlySet<string> {
  const regions = parts.filter((part) => !NO_REGION.has(part)).flatMap((part) => lexicon.regionsOf(part));
  return new Set(regions.map((region) => (region === 'soft-tissues' ? 'bones' : region)));
}

/** Said of a part of another region than was examined: a cyst of the left ovary in the pictures of a right hip. */
function isElsewhere({ anchors }: Sided, examined: ReadonlySet<string>, lexicon: Lexicon): boolean {
  const parts = [...anchors]
    .filter((anchor) => anchor.startsWith('part:'))
    .map((anchor) => anchor.slice('part:'.length));
  const regions = regionsOf(parts, lexicon);
  return examined.size > 0 && regions.size > 0 && ![...regions].some((region) => examined.has(region));
}
