import type { GroupBand } from '../../model/review/my-figures.ts';
import type { CountedEvent } from '../../model/review/figures.ts';
import type { ReaderPseudonym } from '../../model/ids.ts';
import type { Review } from '../../model/review/review.ts';
import type { RadpeerScore } from '../../model/review/score.ts';
import { wilson } from '../../rules/statistics/wilson.ts';
import { isEvent, isSettled } from '../figures.ts';
import { firstProgress, nextProgress } from '../states.ts';

/** Readers whose reports a group needs, without the one who looks. */
const FEWEST_READERS = 3;

export type GroupReview = Pick<Review, 'kind' | 'reviewer' | 'author' | 'events'>;

/** Fewest cases of a figure, as programmes said it from a time on: UTC, ISO 8601, in their order. */
export type Minimums = readonly { readonly from: string; readonly minimumN: number }[];

interface Batch {
  readonly scores: readonly RadpeerScore[];
  readonly until: string;
}

interface Turn {
  readonly at: string;
  /** Null: it is not settled, or has no score. */
  readonly score: RadpeerScore | null;
}

/**
 * The reports of everybody but `viewer` as bounds of one rate. It is made so that no sequence of questions, at whatever times and for
 * whichever event, tells anybody's single score:
 * - A case enters with what it came to by the end of a month, and stays as it was then: asking before and after a case says nothing of it.
 * - Cases enter in batches: the fewest cases of a figure or more, of three readers or more. Which ones does not follow from their scores.
 * - Of a batch in which none or one is an event, or all or all but one, only that much is said.
 * - What the viewer has read or given an opinion on is left out: they know it, and could take it off.
 * So every case of a batch could have come to something else with the same answers (anonymous-group.test.ts tries).
 */
export function groupBand(
  reviews: readonly GroupReview[],
  viewer: ReaderPseudonym,
  event: CountedEvent,
  { minimums, now }: { readonly minimums: Minimums; readonly now: string },
): GroupBand | null {
  const batches = batchesOf(reviews, viewer, minimums, now);
  const last = batches.at(-1);
  if (last === undefined) return null;
  const sum = { cases: 0, least: 0, most: 0 };
  for (const { scores } of batches) {
    const events = scores.filter((score) => isEvent(score, event)).length;
    const cases = scores.length;
    const isFew = events <= 1;
    const isMost = events >= cases - 1;
    sum.cases += cases;
    sum.least += isFew ? 0 : isMost ? cases - 1 : events;
    sum.most += isFew ? 1 : isMost ? cases : events;
  }
  return {
    ...sum,
    low: wilson(sum.least, sum.cases).low,
    high: wilson(sum.most, sum.cases).high,
    until: last.until,
  };
}

function batchesOf(
  reviews: readonly GroupReview[],
  viewer: ReaderPseudonym,
  minimums: Minimums,
  now: string,
): readonly Batch[] {
  let waiting = reviews
    .filter(({ author, reviewer }) => author !== viewer && reviewer !== viewer)
    .map((review) => ({ author: review.author, turns: turnsOf(review), known: askedAt(review, viewer) }))
    .filter(({ turns }) => turns.length > 0);
  const first = waiting.flatMap(({ turns }) => turns[0]?.at ?? []).reduce((a, b) => (b < a ? b : a), now);
  const batches: Batch[] = [];
  for (let month = first.slice(0, 7); startOf(next(month)) <= now; month = next(month)) {
    const end = startOf(next(month));
    waiting = waiting.filter(({ known }) => known === null || known >= end);
    const ready = waiting.flatMap((one) => {
      const score = one.turns.findLast(({ at }) => at < end)?.score ?? null;
      return score === null ? [] : [{ one, score }];
    });
    const readers = new Set(ready.map(({ one }) => one.author));
    if (readers.size < FEWEST_READERS || ready.length < minimumAt(minimums, end)) continue;
    const taken = new Set(ready.map(({ one }) => one));
    waiting = waiting.filter((one) => !taken.has(one));
    batches.push({ scores: ready.map(({ score }) => score), until: month });
  }
  return batches;
}

/** What it came to after each of its events. */
function turnsOf(review: GroupReview): readonly Turn[] {
  let progress = firstProgress(review);
  const turns: Turn[] = [];
  for (const event of review.events) {
    progress = nextProgress(review, progress, event);
    const score = isSettled(progress) ? progress.score : null;
    if (score !== (turns.at(-1)?.score ?? null)) turns.push({ at: event.at, score });
  }
  return turns;
}

/** When the viewer was asked for an opinion of it; null: never. */
function askedAt({ events }: GroupReview, viewer: ReaderPseudonym): string | null {
  return events.find(({ move }) => move.kind === 'refer' && move.reader === viewer)?.at ?? null;
}

function minimumAt(minimums: Minimums, at: string): number {
  return (minimums.findLast(({ from }) => from < at) ?? minimums[0])?.minimumN ?? Number.POSITIVE_INFINITY;
}

function next(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

function startOf(month: string): string {
  return `${month}-01T00:00:00.000Z`;
}
