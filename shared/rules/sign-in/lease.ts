/**
 * For how long somebody may go on reading without the identity provider being asked again. All times are milliseconds since
 * 1970-01-01 UTC.
 */
export interface Lease {
  /** When the provider last said yes. */
  readonly grantedAt: number;
  readonly endsAt: number;
  /** The latest time that the station has been through: a clock that is set back does not bring time back. */
  readonly latest: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Time left at which the reader is told, longest first: enough to plan a shift, to finish a list, a case, a sentence. */
export const LEASE_WARNINGS_MS: readonly number[] = [24 * HOUR, 4 * HOUR, HOUR, 15 * MINUTE];

/** Clocks of ordinary computers differ by so much from one network time to the next. */
const CLOCK_SLACK_MS = 5 * MINUTE;

export type LeaseState =
  /** `warning`: the least of `LEASE_WARNINGS_MS` that has been passed, or null. */
  | {
      readonly kind: 'running';
      readonly leftMs: number;
      readonly warning: number | null;
      readonly clockSetBack: boolean;
    }
  | { readonly kind: 'ended'; readonly sinceMs: number; readonly clockSetBack: boolean };

/** @param hours how long the site lets somebody go on without its provider; @throws RangeError for hours that are no time */
export function grantLease(now: number, hours: number): Lease {
  if (!(hours > 0) || !Number.isFinite(hours)) throw new RangeError('a lease lasts for some time');
  return { grantedAt: now, endsAt: now + hours * HOUR, latest: now };
}

export function leaseState(lease: Lease, now: number): LeaseState {
  const effective = Math.max(now, lease.latest);
  const clockSetBack = now < lease.latest - CLOCK_SLACK_MS;
  const leftMs = lease.endsAt - effective;
  if (leftMs <= 0) return { kind: 'ended', sinceMs: effective - lease.endsAt, clockSetBack };
  return { kind: 'running', leftMs, warning: warningAt(leftMs), clockSetBack };
}

function warningAt(leftMs: number): number | null {
  return LEASE_WARNINGS_MS.findLast((threshold) => leftMs <= threshold) ?? null;
}
