import type { Db } from '../kernel/sqlite.ts';

/** Counts end here: who looks at a locked screen learns no more, and a long queue is not walked through. */
export const MOST_COUNTED = 999;

/** Studies that are asked for and not here yet, and results that were not delivered yet. */
export function howMuch(index: Db): { readonly coming: number; readonly outgoing: number } {
  const count = (of: string): number =>
    index.prepare<[], number>(`SELECT count(*) FROM (${of} LIMIT ${MOST_COUNTED})`).pluck().get() ?? 0;
  return {
    coming: count("SELECT DISTINCT study_uid FROM transfer WHERE state IN ('waiting', 'running', 'resting')"),
    outgoing: count("SELECT 1 FROM outbox WHERE state NOT IN ('delivered', 'dropped')"),
  };
}
