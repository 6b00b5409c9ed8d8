import { sideWords } from '../language/sides.ts';
import type { Side } from '../language/sides.ts';
import { wordsOf } from '../language/words.ts';
import { READ } from './report-text.ts';
import type { ReportText, TextFinding } from './report-text.ts';
import { assertedSides, sidedOf } from './sided.ts';

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
  { imaged, ordered }: { readonly imaged: Side | null; readonly ordered: Side | null },
): TextFinding[] {
  const asserted = assertedSides(text.of(...READ));
  // Where nothing is asserted, the side is that of what was looked for: "No thrombosis of the right leg."
  const said = asserted.length > 0 ? asserted : sidedOf(text.of(...READ));
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
