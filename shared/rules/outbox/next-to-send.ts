import { isOpen } from '../../model/outbox.ts';
import type { OutgoingState } from '../../model/outbox.ts';

/** A row as far as its turn goes. */
export interface QueuedRow {
  readonly outgoingId: string;
  /** The order in which the acts were done. */
  readonly seq: number;
  readonly reportId: string;
  /** The report with which this one began: a preliminary, its final and their addenda are one. */
  readonly lineage: string;
  readonly format: string;
  readonly critical: boolean;
  readonly state: OutgoingState;
  /** UTC milliseconds; null: now. */
  readonly notBefore: number | null;
}

export type Turn =
  | { readonly kind: 'send'; readonly outgoingId: string }
  /** Nothing is due before. */
  | { readonly kind: 'wait'; readonly until: number }
  /** Nothing to do until somebody does something. */
  | { readonly kind: 'idle' };

/**
 * Whose turn it is at one destination: one row at a time; critical lineages first, then in the order of the acts. Within a lineage
 * no state goes out before an earlier one is settled, or, in another format, before it is settled or refused.
 * @param now UTC milliseconds
 */
export function nextToSend(rows: readonly QueuedRow[], now: number): Turn {
  const open = rows.filter(({ state }) => isOpen(state));
  if (open.some(({ state }) => state === 'sending')) return { kind: 'idle' };
  const critical = new Set(open.filter((row) => row.critical).map(({ lineage }) => lineage));
  const ready = open
    .filter(({ state }) => state === 'waiting' || state === 'unclear')
    .filter((row) => !open.some((earlier) => blocks(earlier, row)));
  const due = ready
    .filter(({ notBefore }) => notBefore === null || notBefore <= now)
    .sort((a, b) => Number(critical.has(b.lineage)) - Number(critical.has(a.lineage)) || a.seq - b.seq);
  const [first] = due;
  if (first !== undefined) return { kind: 'send', outgoingId: first.outgoingId };
  const times = ready.flatMap(({ notBefore }) => (notBefore === null ? [] : [notBefore]));
  return times.length === 0 ? { kind: 'idle' } : { kind: 'wait', until: Math.min(...times) };
}

function blocks(earlier: QueuedRow, row: QueuedRow): boolean {
  if (earlier.lineage !== row.lineage || earlier.seq >= row.seq) return false;
  if (earlier.format === row.format) return true;
  // A page is made later than what it shows: what follows the report does not wait for that.
  if (earlier.format === 'pdf') return false;
  // An archive that takes no measurement objects still gets the addendum to the report.
  return earlier.reportId !== row.reportId && earlier.state !== 'refused';
}
