import { asAppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { SourceId } from '../../../../shared/model/ids.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { SourceLook } from '../../../../shared/model/source-state.ts';
import type { SourceWatch } from '../../../../shared/model/source-settings.ts';
import type { Log } from '../../kernel/ports.ts';
import type { SourceClock } from '../../sources/source-clock.ts';
import type { Source } from '../../sources/source.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import { recentStudies } from './look.ts';

const MINUTE_MS = 60_000;
/** A source that does not answer is asked again later and later, at most so long. */
const LONGEST_REST_MS = 30 * MINUTE_MS;

export interface SiteWatchOptions {
  readonly clock: SourceClock;
  readonly log: Log;
  readonly sources: () => readonly StoredSource[];
  /** @throws AppError source/… */
  readonly open: (sourceId: SourceId) => Source;
  /** Keeps what a source says of studies: new ones, and those that it describes otherwise now. @returns the new ones */
  readonly keep: (source: StoredSource, found: readonly FoundStudy[]) => Promise<readonly FoundStudy[]>;
  /** Puts new studies into the reading list where no order did. */
  readonly list: (source: StoredSource, found: readonly FoundStudy[]) => Promise<void>;
}

/** How a look at a source ended. */
export interface Looked {
  readonly sourceId: SourceId;
  /** Studies that it named. */
  readonly found: number;
  /** Studies that nobody here knew of. */
  readonly fresh: number;
  /** Code of what went wrong; null: nothing did. */
  readonly error: string | null;
}

/** Asks each source that is to be watched what it has, again and again; what is new goes into the list. */
export class SiteWatch {
  /** After each look. */
  readonly onLooked = new Emitter<Looked>();
  readonly #options: SiteWatchOptions;
  readonly #watched = new Map<SourceId, { readonly abort: AbortController; readonly of: string }>();
  readonly #running = new Set<Promise<void>>();
  readonly #looks = new Map<SourceId, SourceLook>();
  #started = false;

  constructor(options: SiteWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#started = true;
    this.sourcesChanged();
  }

  /** A source was added, changed, paused or removed. */
  sourcesChanged(): void {
    if (!this.#started) return;
    const wanted = new Map(this.#options.sources().flatMap((one) => (isWatched(one) ? [[one.sourceId, one]] : [])));
    for (const [sourceId, { abort, of }] of this.#watched) {
      if (wanted.get(sourceId)?.changedAt === of) continue;
      abort.abort();
      this.#watched.delete(sourceId);
    }
    for (const [sourceId, source] of wanted) {
      if (this.#watched.has(sourceId)) continue;
      const abort = new AbortController();
      this.#watched.set(sourceId, { abort, of: source.changedAt });
      const running = this.#watch(source, abort.signal).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  async close(): Promise<void> {
    this.#started = false;
    for (const { abort } of this.#watched.values()) abort.abort();
    this.#watched.clear();
    await Promise.all(this.#running);
  }

  /** How the last look at a source went since the store was opened; null: there was none. */
  lookAt(sourceId: SourceId): SourceLook | null {
    return this.#looks.get(sourceId) ?? null;
  }

  /** A person does not want to wait for the next look. */
  lookSoon(sourceId: SourceId): void {
    this.#watched.get(sourceId)?.abort.abort();
    this.#watched.delete(sourceId);
    this.sourcesChanged();
  }

  /** One look, now. @throws AppError source/… */
  async look(
    source: StoredSource,
    watch: SourceWatch,
    signal: AbortSignal,
  ): Promise<{ readonly found: number; readonly fresh: number }> {
    const { open, keep, list, clock } = this.#options;
    const found = await recentStudies(open(source.sourceId), watch, localDay(clock.nowIso()), signal);
    const fresh = await keep(source, found);
    await list(source, fresh);
    return { found: found.length, fresh: fresh.length };
  }

  async #watch(source: StoredSource, signal: AbortSignal): Promise<void> {
    const { sourceId, settings } = source;
    const { watch } = settings;
    if (watch === null) return;
    const pause = watch.everyMinutes * MINUTE_MS;
    let rest = pause;
    let before: string | null = null;
    while (!signal.aborted) {
      let error: string | null = null;
      let counts = { found: 0, fresh: 0 };
      try {
        counts = await this.look(source, watch, signal);
        rest = pause;
      } catch (cause) {
        if (signal.aborted) return;
        error = asAppError(cause).code;
        if (error !== before) this.#options.log.warn('watch.failed', { sourceId, code: error });
        rest = Math.min(Math.max(pause, LONGEST_REST_MS), rest * 2);
      }
      before = error;
      const at = this.#options.clock.nowIso();
      const nextAt = new Date(Date.parse(at) + rest).toISOString();
      this.#looks.set(sourceId, { at, ...counts, error, nextAt });
      this.onLooked.emit({ sourceId, ...counts, error });
      // The abort is the only way out, and is no failure.
      await this.#options.clock.wait(rest, signal).catch(() => undefined);
    }
  }
}

function isWatched({ settings, paused }: StoredSource): boolean {
  return settings.watch !== null && !paused;
}

/** Today where this computer stands, DICOM DA. @param now UTC */
function localDay(now: string): string {
  const at = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
}
