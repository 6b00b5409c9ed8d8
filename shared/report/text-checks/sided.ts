import { levelsOf } from '../language/levels.ts';
import { chunkAround, spanOf } from '../language/statement.ts';
import type { Statement } from '../language/statement.ts';
import { areJoined } from '../language/sides.ts';
import type { SideWord } from '../language/sides.ts';
import type { Status } from '../language/status.ts';
import type { Span } from '../language/sentences.ts';

/** A side with what it is said of. */
export interface Sided extends Span {
  readonly side: SideWord['side'];
  /** Ids of findings and of parts in its piece of the sentence: "finding:stone", "part:kidney". */
  readonly anchors: ReadonlySet<string>;
  readonly status: Status;
  /** Said to be as it should be. */
  readonly isInOrder: boolean;
  readonly statement: Statement;
}

/** Findings too general to tell one matter from another. */
const GENERAL = new Set(['lesion', 'calcification', 'mass-effect', 'edema']);

/** Words of the other side in a comparison. */
const COMPARED = new Set('contralateral opposite'.split(' '));
/** What is said to be in order asserts nothing of its side. */
export const IN_ORDER = new Set(
  'normal unremarkable intact preserved clear unaffected asymptomatic symmetric symmetrical negative seated order free likewise healthy slim slender patent nothing'.split(
    ' ',
  ),
);

/** Every side that sentences name of something, without those of a comparison. */
export function sidedOf(statements: readonly Statement[]): Sided[] {
  return statements.flatMap((statement) =>
    statement.sides.flatMap((side) => {
      const [from, to] = pieceOf(statement, side);
      if (statement.words.slice(from, to).some(({ word }) => COMPARED.has(word)) || isCompared(statement, side))
        return [];
      const anchors = new Set<string>();
      for (const { at, entry } of statement.findings) {
        if (at >= from && at < to && !GENERAL.has(entry.id)) anchors.add(`finding:${entry.group ?? entry.id}`);
      }
      for (const { at, entry } of statement.anatomy) {
        if ((at >= from && at < to) || at < labelEnd(statement)) anchors.add(`part:${entry.id}`);
      }
      const named = [...levelsOf(textOf(statement, 0, labelEnd(statement))), ...levelsOf(textOf(statement, from, to))];
      for (const level of named) anchors.add(`level:${level}`);
      const word = statement.words[side.at];
      return [
        {
          side: side.side,
          anchors,
          status: statusOf(statement, side, from, to),
          isInOrder: isInOrder(statement, side, from, to),
          statement,
          start: word?.start ?? statement.start,
          end: statement.words[to - 1]?.end ?? statement.end,
        },
      ];
    }),
  );
}

/** "larger than on the left", "compared with the right": the measure, not the matter. */
function isCompared({ words }: Statement, { at }: SideWord): boolean {
  const before = words.slice(Math.max(0, at - 3), at).map(({ word }) => word);
  const after = words.slice(at + 1, at + 4).map(({ word }) => word);
  return (
    before.includes('than') ||
    after.includes('than') ||
    words[at + 1]?.word === '>' ||
    words[at - 1]?.word === '>' ||
    (before.includes('compared') && (before.includes('to') || before.includes('with')))
  );
}

/** End of a leading label ("Kidneys:"), which speaks of all that follows; 0 without one. */
function labelEnd({ words }: Statement): number {
  const colon = words.slice(0, 7).findIndex(({ word }) => word === ':');
  return colon === -1 ? 0 : colon;
}

/** Normal by a word of its own piece, or by a category of benign findings. */
function isInOrder(statement: Statement, side: SideWord, from: number, to: number): boolean {
  const [low, high] = chunkAround(statement, side.at);
  const piece = statement.words.slice(Math.max(from, low), Math.min(to, high));
  if (piece.some(({ word }) => IN_ORDER.has(word))) return true;
  if (/\b(?:shows? )?no (?:change|abnormality)\b/i.test(textOf(statement, Math.max(from, low), Math.min(to, high))))
    return true;
  return /bi-?rads(?: category)?:? [12]\b/i.test(statement.text);
}

/** The piece that a side speaks of: to the next side of its sentence, else between commas. */
function pieceOf(statement: Statement, side: SideWord): readonly [number, number] {
  const sides = statement.sides;
  const place = sides.indexOf(side);
  const [from, to] = chunkAround(statement, side.at);
  const before = sides[place - 1];
  const after = sides[place + 1];
  const start = before && before.at >= from ? side.at : from;
  const isShared = after !== undefined && areJoined(statement.words, side.at, after.at);
  const end = after && after.at < to && !isShared ? after.at : to;
  return sides.length === 1 ? [0, statement.words.length] : [start, Math.max(end, side.at + 1)];
}

/** The text of some words of a sentence. */
function textOf(statement: Statement, from: number, to: number): string {
  const span = spanOf(statement, from, to);
  return statement.text.slice(span.start - statement.start, span.end - statement.start);
}

/** Before what remains of a thing that is gone. */
const REST = new Set('apart except aside'.split(' '));

/** The status of the findings named there; without one, that of the side itself. */
function statusOf(statement: Statement, side: SideWord, from: number, to: number): Status {
  const of = statement.findings.filter(({ at }) => at >= from && at < to);
  const all = (of.length > 0 ? of : [side]).map(({ at }) => statement.standings[at]?.status ?? 'present');
  // "It has cleared apart from …": what follows is there, whether or not it is a finding that has a name here.
  if (statement.words.slice(from, to).some(({ word }) => REST.has(word))) return 'present';
  for (const status of ['present', 'possible', 'past', 'absent'] as const) if (all.includes(status)) return status;
  return 'elsewhere';
}

/** Present, or held possible: what a report asserts. */
export function isAsserted({ status }: { readonly status: Status }): boolean {
  return status === 'present' || status === 'possible';
}

/** Sides of what is asserted and not in order. */
export function assertedSides(statements: readonly Statement[]): Sided[] {
  return sidedOf(statements).filter((one) => isAsserted(one) && !one.isInOrder);
}

export function isOpposite(one: SideWord['side'], other: SideWord['side']): boolean {
  return one !== 'both' && other !== 'both' && one !== other;
}
