import { asAppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { Link } from '../../../../shared/model/link.ts';
import { isUnsteady, newLink, seeLink } from '../../../../shared/rules/link-state.ts';
import type { LinkCause, LinkRecord } from '../../../../shared/rules/link-state.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { linkCause } from './link-cause.ts';

/** Whose line it is. */
export interface LinkTarget extends Pick<Link, 'kind' | 'id' | 'name' | 'site'> {
  /** A light question. @throws AppError source/… */
  probe(signal: AbortSignal): Promise<void>;
}

export interface LinkMonitorOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Sources and destinations as they are set up now. */
  readonly targets: () => readonly LinkTarget[];
}

/** How long after the last thing seen of a line it is asked; of one that is down, first and at most. Milliseconds. */
const ASK_MS = 30_000;
const ASK_DOWN_MS = 2000;
const ASK_DOWN_MOST_MS = 30_000;
/** One failure is looked at again at once: an outage is said within two seconds. */
const DOUBT_MS = 500;
const PROBE_MS = 5000;
const LOOK_MS = 1000;

interface Known {
  record: LinkRecord;
  /** ISO of `record.since`; null while it is unknown. */
  since: string | null;
  /** Monotonic milliseconds. */
  nextProbe: number;
  downProbes: number;
  probing: boolean;
}

/** What is known of the line to each source and destination: from real traffic, and a light probe where there is none. */
export class LinkMonitor {
  /** All links, when one of them came or went. */
  readonly onChanged = new Emitter<readonly Link[]>();
  /** A line that was down is back. */
  readonly onBack = new Emitter<Pick<LinkTarget, 'kind' | 'id'>>();
  readonly #options: LinkMonitorOptions;
  readonly #known = new Map<string, Known>();
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LinkMonitorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** Probes whatever is due now. */
  look(): void {
    if (this.#stop.signal.aborted) return;
    const now = this.#options.clock.monotonic();
    for (const target of this.targets()) {
      const known = this.#of(target);
      if (known.probing || now < known.nextProbe) continue;
      known.probing = true;
      const running: Promise<void> = this.#probe(target, known).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  /** Something was sent or fetched, or could not be. @param cause null: the other side answered */
  saw(target: Pick<LinkTarget, 'kind' | 'id'>, cause: LinkCause | null): void {
    const { clock } = this.#options;
    const at = clock.monotonic();
    const known = this.#of(target);
    const before = known.record;
    known.record = seeLink(before, { at, cause });
    const patience = this.#patience(known, cause);
    known.nextProbe = at + patience;
    if (patience < LOOK_MS && this.#timer !== null) setTimeout(() => this.look(), patience + 1).unref();
    if (known.record.state === before.state && known.record.cause === before.cause) return;
    if (known.record.state !== before.state) {
      known.since = new Date(Date.parse(clock.nowIso()) - (at - known.record.since)).toISOString();
    }
    this.onChanged.emit(this.list());
    if (before.state === 'down' && known.record.state === 'up') this.onBack.emit({ kind: target.kind, id: target.id });
  }

  list(): readonly Link[] {
    const now = this.#options.clock.monotonic();
    return this.targets().map(({ kind, id, name, site }) => {
      const known = this.#known.get(keyOf({ kind, id }));
      const { state = 'unknown', cause = null } = known?.record ?? {};
      const unsteady = known !== undefined && isUnsteady(known.record, now);
      return { kind, id, name, site, state, cause, since: known?.since ?? null, unsteady };
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  async #probe(target: LinkTarget, known: Known): Promise<void> {
    try {
      await target.probe(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(PROBE_MS)]));
      if (!this.#stop.signal.aborted) this.saw(target, null);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const { code } = asAppError(error);
      // Our own time was over: it is silent.
      this.saw(
        target,
        code === 'request/cancelled' || code === 'internal/bug' ? 'silent' : (linkCause(error) ?? 'server'),
      );
    } finally {
      known.probing = false;
    }
  }

  /** Milliseconds until it is asked, if nothing is heard before. */
  #patience(known: Known, cause: LinkCause | null): number {
    if (cause === null) {
      known.downProbes = 0;
      // Until it counts as up it is watched more closely.
      return known.record.state === 'up' ? ASK_MS : ASK_DOWN_MS;
    }
    if (known.record.state !== 'down') return DOUBT_MS;
    known.downProbes += 1;
    return Math.min(ASK_DOWN_MOST_MS, ASK_DOWN_MS * 2 ** Math.min(10, known.downProbes - 1));
  }

  /** Sources and destinations as they are set up now. */
  targets(): readonly LinkTarget[] {
    try {
      return this.#options.targets();
    } catch (error) {
      this.#options.log.warn('link.no-targets', { code: asAppError(error).code });
      return [];
    }
  }

  #of(target: Pick<LinkTarget, 'kind' | 'id'>): Known {
    const key = keyOf(target);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.#options.clock.monotonic();
    const fresh = { record: newLink(at), since: null, nextProbe: at, downProbes: 0, probing: false };
    this.#known.set(key, fresh);
    return fresh;
  }
}

function keyOf({ kind, id }: Pick<LinkTarget, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}
