import type { Readiness } from '../model/study.ts';

export interface StoredCounts {
  readonly received: number;
  /** Null where nobody said how many there should be. */
  readonly expected: number | null;
  /** Received once, damaged since, and kept out of use. */
  readonly damaged: number;
}

/**
 * Whether a stored study can be read as it is. Damage comes first: it is not cured by waiting, and must not hide behind images
 * that are still missing. A study of which no image is here is at its site: it was let go, or never came.
 */
export function readinessOf({ received, expected, damaged }: StoredCounts): Readiness {
  if (damaged > 0) return 'damaged';
  if (received === 0 && expected !== null && expected > 0) return 'at-site';
  return expected !== null && received < expected ? 'incomplete' : 'offline-ready';
}
