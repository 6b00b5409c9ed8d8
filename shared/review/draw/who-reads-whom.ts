import type { ReaderPseudonym } from '../../model/ids.ts';
import type { Programme } from '../../model/review/programme.ts';
import type { PassedOver } from '../../model/review/draw.ts';
import { lotsOf } from './philox.ts';

/** Who read whom before, in this programme. */
export interface ReadBefore {
  readonly reviewer: ReaderPseudonym;
  readonly author: ReaderPseudonym;
}

export type PairAnswer = Extract<PassedOver, 'own-case' | 'pair-not-in-programme' | 'reciprocal-pair'> | null;
type Pairs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Who may read whom in one draw: nobody themselves, nobody outside the programme's pairs, and unless reciprocal pairs are allowed only one
 * of two each other. Which of the two is fixed before the first case is drawn: who did before, else by a round table whose places are dealt
 * by lot, where everybody reads the half that sits clockwise, so that all read about as many colleagues.
 * @param seed null: only what was before counts, not the round table
 */
export function whoReadsWhom(
  programme: Programme,
  earlier: readonly ReadBefore[],
  seed: string | null,
): (reviewer: ReaderPseudonym, author: ReaderPseudonym) => PairAnswer {
  const pairs = pairsOf(programme);
  const before = new Map<string, Set<string>>();
  for (const { reviewer, author } of earlier) before.set(reviewer, (before.get(reviewer) ?? new Set()).add(author));
  const places = seed === null ? new Map<string, number>() : roundTable(programme, seed);
  const isPair = (reviewer: string, author: string): boolean =>
    pairs === null || pairs.get(reviewer)?.has(author) === true;
  return (reviewer, author) => {
    if (reviewer === author) return 'own-case';
    if (!isPair(reviewer, author)) return 'pair-not-in-programme';
    if (programme.reciprocal) return null;
    if (before.get(author)?.has(reviewer) === true) return 'reciprocal-pair';
    if (before.get(reviewer)?.has(author) === true) return null;
    const [from, to] = [places.get(reviewer), places.get(author)];
    const isMutual = from !== undefined && to !== undefined && isRead(programme, reviewer) && isPair(author, reviewer);
    return !isMutual || sitsClockwise(from, to, places.size) ? null : 'reciprocal-pair';
  };
}

/** Null: everybody reads everybody. */
function pairsOf({ pairs }: Programme): Pairs | null {
  if (pairs === 'everyone') return null;
  const all = new Map<string, Set<string>>();
  for (const { reviewer, authors } of pairs) {
    const theirs = all.get(reviewer) ?? new Set<string>();
    for (const author of authors) theirs.add(author);
    all.set(reviewer, theirs);
  }
  return all;
}

function isRead({ authors }: Programme, reader: ReaderPseudonym): boolean {
  return authors === 'everyone' || authors.includes(reader);
}

function roundTable({ reviewers }: Programme, seed: string): Map<string, number> {
  const lotOf = lotsOf(seed);
  const seated = reviewers
    .map(({ reader }) => reader)
    .sort()
    .map((reader, place) => ({ reader, lot: lotOf('pair', place) }))
    .sort((a, b) => a.lot - b.lot);
  return new Map(seated.map(({ reader }, place) => [reader, place]));
}

/** Exactly one of (a, b) and (b, a) is true. Two who sit opposite: by their places, in turn. */
function sitsClockwise(from: number, to: number, seats: number): boolean {
  const way = (to - from + seats) % seats;
  if (way * 2 !== seats) return way * 2 < seats;
  const lower = Math.min(from, to);
  return (lower % 2 === 0) === (from === lower);
}
