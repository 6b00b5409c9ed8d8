import { MOST_UNDO_SECONDS } from '../model/waiting-signature.ts';

export interface UndoFacts {
  /** What the reader set, seconds. */
  readonly wanted: number;
  /** The most that the site of the study lets a report wait; null: it says nothing. */
  readonly site: number | null;
  /** The order is for the patient's life (STAT). */
  readonly isUrgent: boolean;
  /** Somebody has to be told, or was told, of a finding of the study. */
  readonly isCritical: boolean;
}

/** How long a report waits, unsigned, before it is signed: never longer than anybody allows, and not at all where minutes count. */
export function undoSeconds({ wanted, site, isUrgent, isCritical }: UndoFacts): number {
  if (isUrgent || isCritical) return 0;
  return Math.max(0, Math.min(wanted, site ?? MOST_UNDO_SECONDS, MOST_UNDO_SECONDS));
}
