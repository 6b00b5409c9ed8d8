/** Why a site is not reached. vpn: the tunnel to it; server: it answers, and not as it should. */
export const LINK_CAUSES = ['vpn', 'name', 'port', 'tls', 'credentials', 'server', 'silent'] as const;
export type LinkCause = (typeof LINK_CAUSES)[number];

/** One look at a link: a transfer that worked or failed, or a probe. */
export interface LinkSight {
  /** Milliseconds of one clock that only rises. */
  readonly at: number;
  /** Null: it answered. */
  readonly cause: LinkCause | null;
}

export interface LinkRecord {
  readonly state: 'unknown' | 'up' | 'down';
  readonly cause: LinkCause | null;
  /** When it became so. */
  readonly since: number;
  /** Sights in a row that say the other thing. */
  readonly against: number;
  /** The first of those. */
  readonly againstSince: number;
  /** When it changed, of late. */
  readonly changes: readonly number[];
}

/** One lost packet is no outage: so many failures in a row are. */
const FAILURES = 2;
/** A link that changed so often within the time counts as unsteady: it is up only when it has been so for a while. */
const CHANGES = 3;
const WITHIN_MS = 60_000;
const STEADY_MS = 15_000;

export function newLink(at: number): LinkRecord {
  return { state: 'unknown', cause: null, since: at, against: 0, againstSince: at, changes: [] };
}

/** Pure. The same record where nothing changed that anybody sees. */
export function seeLink(link: LinkRecord, { at, cause }: LinkSight): LinkRecord {
  const seen = cause === null ? 'up' : 'down';
  if (link.state === seen) {
    const isSame = link.against === 0 && link.cause === cause;
    if (isSame) return link;
    // It answered for a moment, and not for long enough to count: that is coming and going, too.
    const swayed = seen === 'down' && link.against > 0;
    const changes = swayed ? [...link.changes.filter((time) => at - time < WITHIN_MS), at] : link.changes;
    // Another cause of the same outage: since when stays.
    return { ...link, cause, changes, against: 0, againstSince: at };
  }
  const against = link.against + 1;
  const againstSince = link.against === 0 ? at : link.againstSince;
  const changes = link.changes.filter((time) => at - time < WITHIN_MS);
  const counts = seen === 'down' ? against >= FAILURES : isSteady(changes, at - againstSince);
  if (!counts) return { ...link, against, againstSince };
  // An outage began with its first failure.
  const since = seen === 'down' ? againstSince : at;
  return {
    ...{ state: seen, cause, since, against: 0, againstSince: at },
    changes: link.state === 'unknown' ? changes : [...changes, at],
  };
}

/** Whether it goes up and down more than anybody could follow. */
export function isUnsteady({ changes }: LinkRecord, at: number): boolean {
  return changes.filter((time) => at - time < WITHIN_MS).length >= CHANGES;
}

function isSteady(changes: readonly number[], upMs: number): boolean {
  return changes.length < CHANGES || upMs >= STEADY_MS;
}
