import type { AnatomyEntry, FindingEntry, Lexicon, Term } from './lexicon.ts';
import { sentencesOf } from './sentences.ts';
import type { Span } from './sentences.ts';
import { areJoined, sideWords } from './sides.ts';
import type { Side, SideWord } from './sides.ts';
import { standings } from './status.ts';
import type { Standing } from './status.ts';
import { wordsOf } from './words.ts';
import type { Word } from './words.ts';

/** One sentence of a section, taken apart. */
export interface Statement extends Span {
  readonly sectionId: string;
  readonly text: string;
  readonly words: readonly Word[];
  readonly anatomy: readonly Term<AnatomyEntry>[];
  readonly findings: readonly Term<FindingEntry>[];
  readonly sides: readonly SideWord[];
  readonly standings: readonly Standing[];
}

/** The sentences of a section's text. Offsets are those of the section. */
export function statementsOf(sectionId: string, text: string, lexicon: Lexicon): Statement[] {
  return sentencesOf(text).map(({ start, end }) => {
    const piece = text.slice(start, end);
    const words = wordsOf(piece, start);
    return {
      sectionId,
      start,
      end,
      text: piece,
      words,
      anatomy: lexicon.anatomy(words),
      findings: lexicon.findings(words),
      sides: sideWords(words),
      standings: standings(words),
    };
  });
}

/** What a sentence says of one finding: how it stands, where, and on which side. */
export interface Claim {
  readonly finding: FindingEntry;
  readonly standing: Standing;
  /** Ids of the parts named beside it. */
  readonly anatomy: readonly string[];
  readonly side: Side | 'both' | null;
  readonly statement: Statement;
  readonly span: Span;
}

/** What the sentences say of findings. */
export function claimsOf(statements: readonly Statement[]): Claim[] {
  return statements.flatMap((statement) =>
    statement.findings.map((term) => ({
      finding: term.entry,
      standing: statement.standings[term.at] ?? { status: 'present', narrowed: false },
      anatomy: nearAnatomy(statement, term.at),
      side: nearSide(statement, term),
      statement,
      span: spanOf(statement, term.at, term.end),
    })),
  );
}

/** Offsets of some words of a sentence. */
export function spanOf({ words, start, end }: Statement, from: number, to: number): Span {
  return { start: words[from]?.start ?? start, end: words[to - 1]?.end ?? end };
}

/** Bounds of the piece between commas, "and" included, in which a word stands. */
export function chunkAround({ words }: Statement, at: number): readonly [number, number] {
  let from = at;
  let to = at;
  while (from > 0 && !isBreak(words, from - 1)) from -= 1;
  while (to < words.length && !isBreak(words, to)) to += 1;
  return [from, to];
}

function isBreak(words: readonly Word[], at: number): boolean {
  const word = words[at]?.word ?? '';
  return word === ',' || word === ';' || word === 'but' || word === 'while' || word === 'whereas' || word === 'however';
}

function nearAnatomy(statement: Statement, at: number): string[] {
  const [from, to] = chunkAround(statement, at);
  const inChunk = statement.anatomy.filter((term) => term.at >= from && term.at < to);
  const found = inChunk.length > 0 ? inChunk : statement.anatomy;
  return [...new Set(found.map((term) => term.entry.id))];
}

/** The side in the words just before a finding, else the only side of its piece, else that of the sentence. */
function nearSide(statement: Statement, { at }: Term<FindingEntry>): Side | 'both' | null {
  const before = statement.sides.filter((side) => side.at < at && at - side.at <= 5).at(-1);
  if (before) {
    const last = statement.sides[statement.sides.indexOf(before) - 1];
    return last && last.side !== before.side && areJoined(statement.words, last.at, before.at) ? 'both' : before.side;
  }
  const [from, to] = chunkAround(statement, at);
  const inChunk = statement.sides.filter((side) => side.at >= from && side.at < to);
  return only(inChunk.length > 0 ? inChunk : statement.sides);
}

function only(sides: readonly SideWord[]): Side | 'both' | null {
  const kinds = new Set(sides.map(({ side }) => side));
  const first = sides[0];
  return kinds.size === 1 && first ? first.side : null;
}
