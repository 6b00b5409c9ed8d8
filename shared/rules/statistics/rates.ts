import { requireCounts, wilson } from './wilson.ts';
import type { Interval } from './wilson.ts';

export interface Counted {
  readonly key: string;
  readonly cases: number;
  readonly events: number;
}

/** null: below the minimum, or hidden so that nobody finds another by subtraction. */
export interface RateRow {
  readonly key: string;
  readonly shown: ({ readonly cases: number; readonly events: number; readonly rate: number } & Interval) | null;
}

export interface RateTable {
  readonly rows: readonly RateRow[];
  /** All groups together, or null where they are too few themselves. */
  readonly total: RateRow['shown'];
}

/**
 * Rates of groups and of all together with 95 % intervals. A group under the minimum is hidden; so that it cannot be found as the
 * total less the others, more are hidden, the smallest first, until at least two are hidden and they are the minimum together. Where that
 * leaves nothing to hide, the total is hidden.
 */
export function rateTable(groups: readonly Counted[], minimum: number): RateTable {
  for (const { events, cases } of groups) requireCounts(events, cases);
  const hidden = new Set(groups.filter(({ cases }) => cases < minimum));
  // A group of none hides nothing and is nothing that could be found.
  const isOpen = (): boolean => {
    const own = [...hidden].filter(({ cases }) => cases > 0);
    const sum = own.reduce((all, { cases }) => all + cases, 0);
    return own.length > 0 && (own.length < 2 || sum < minimum);
  };
  const bySize = groups
    .filter((group) => !hidden.has(group))
    .sort((a, b) => a.cases - b.cases || (a.key < b.key ? -1 : 1));
  for (const next of bySize) {
    if (!isOpen()) break;
    hidden.add(next);
  }
  const all = groups.reduce((sum, { cases, events }) => ({ cases: sum.cases + cases, events: sum.events + events }), {
    cases: 0,
    events: 0,
  });
  const isTotalShown = all.cases >= minimum && !isOpen();
  return {
    rows: groups.map((group) => ({ key: group.key, shown: hidden.has(group) ? null : shownOf(group) })),
    total: isTotalShown ? shownOf(all) : null,
  };
}

function shownOf({
  cases,
  events,
}: {
  readonly cases: number;
  readonly events: number;
}): NonNullable<RateRow['shown']> {
  return { cases, events, rate: events / cases, ...wilson(events, cases) };
}
