import type { ReadinessFacts } from '../model/readiness.ts';
import type { WorklistRow } from '../model/study.ts';
import { isReadyOffline, readinessConditions, readinessLine } from './readiness-conditions.ts';
import type { ReadinessCondition } from './readiness-conditions.ts';

/** How far a case is from being read with the cable out, best first: what a list shows at each row. */
export const READINESS_MARKS = [
  'ready',
  'ready-without-prior',
  'images',
  'lacking',
  'arriving',
  'partial',
  'waiting',
  'damaged',
  'at-site',
] as const;
export type ReadinessMarkKind = (typeof READINESS_MARKS)[number];

export interface ReadinessMark {
  readonly kind: ReadinessMarkKind;
  /** What stands in the list, short. */
  readonly words: string;
  /** In full; empty where the words say it all. */
  readonly more: string;
}

type RowCounts = Pick<WorklistRow, 'readiness' | 'received' | 'expected' | 'damaged'>;

/**
 * The mark of a case. Without facts (they come a moment after the row) the counts of images alone are told, and nothing is called ready.
 * @param clock tells a time (UTC, ISO 8601) as the screen does
 */
export function readinessMark(
  row: RowCounts,
  facts: ReadinessFacts | null,
  clock: (at: string) => string,
): ReadinessMark {
  if (row.damaged > 0) return damaged(row);
  const conditions = facts === null ? null : readinessConditions(facts, clock);
  const more = conditions === null ? '' : readinessLine(conditions);
  const isWhole = row.received > 0 && (row.expected === null || row.received >= row.expected);
  if (!isWhole) return unfinished(row, facts, more, clock);
  if (conditions === null) return { kind: 'images', words: 'images', more: '' };
  return whole(conditions, more);
}

function damaged({ damaged: count, received }: RowCounts): ReadinessMark {
  const objects = received === 1 ? 'object' : 'objects';
  const more = `${count} of ${received} ${objects} damaged and kept out of use. Import the study again.`;
  return { kind: 'damaged', words: `${count} damaged`, more };
}

function unfinished(
  { received, expected }: RowCounts,
  facts: ReadinessFacts | null,
  more: string,
  clock: (at: string) => string,
): ReadinessMark {
  const coming = facts?.coming ?? null;
  const count = expected === null || expected === 0 ? `${received}` : `${received} of ${expected}`;
  if (coming?.state === 'running') {
    const left = coming.timeLeft === null ? '' : `, ${timeWords(coming.timeLeft)}`;
    return { kind: 'arriving', words: received > 0 ? `${count}${left}` : `arriving${left}`, more };
  }
  const why = coming === null ? '' : waitingWords(coming, clock);
  if (received > 0) {
    return { kind: 'partial', words: count, more: `${count} images are here${why && `, ${why}`}. ${more}`.trim() };
  }
  if (coming === null) return { kind: 'at-site', words: 'at the site', more };
  const words = coming.state === 'paused' ? 'paused' : coming.because === 'recall' ? 'recall' : 'waiting';
  return { kind: 'waiting', words, more: `${why}. ${more}`.trim() };
}

function waitingWords(
  { state, because, since }: NonNullable<ReadinessFacts['coming']>,
  clock: (at: string) => string,
): string {
  if (state === 'paused') return WAITING.hand;
  const from = since === null ? '' : ` since ${clock(since)}`;
  return `${WAITING[because ?? 'turn']}${from}`;
}

const WAITING = {
  metered: 'waits: the line is paid by the byte',
  room: 'waits for room on the disk',
  recall: 'the archive brings it up from its slow store',
  line: 'waits for the line',
  turn: 'waits for its turn',
  hand: 'paused by hand',
} as const;

function whole(conditions: readonly ReadinessCondition[], more: string): ReadinessMark {
  const isWithout = conditions.some(
    ({ kind, state, words }) => kind === 'priors' && words.startsWith('without') && state !== 'met',
  );
  if (isReadyOffline(conditions)) {
    return isWithout
      ? { kind: 'ready-without-prior', words: 'no prior', more }
      : { kind: 'ready', words: 'offline', more: '' };
  }
  const missing = conditions.filter(({ state }) => state === 'missing');
  // A report of a prior cannot be here where the prior is not: that is one thing that lacks.
  const others = conditions.filter(({ kind }) => kind !== 'priors' && kind !== 'prior-reports');
  if (isWithout && isReadyOffline(others)) {
    return { kind: 'ready-without-prior', words: 'no prior', more: more.replace(/^not ready offline: /, 'ready ') };
  }
  if (missing.length > 0) return { kind: 'lacking', words: `${missing.length} missing`, more };
  return { kind: 'images', words: 'images', more };
}

/** "12 s", "4 min", "2 h". */
function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
