import type { ObjectId } from '../../model/ids.ts';
import type { SeenParts } from '../../model/seen.ts';
import { joinParts, NO_PARTS, sameParts } from './parts.ts';
import { joinSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** A picture as it stands in a viewport. */
export interface Look {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  /** Parts of it inside the viewport; null: fewer pixels of the screen than it has itself. */
  readonly parts: SeenParts | null;
}

/** When a picture stood there: at whatever zoom, and of that at full zoom, with the parts inside a viewport meanwhile. */
export interface LookTimes {
  readonly objectId: ObjectId;
  readonly frame: number;
  readonly glass: readonly Span[];
  readonly full: readonly Span[];
  readonly parts: SeenParts;
}

/** A picture that stands unchanged for longer counts for no more: nobody may be there. ms */
export const LONGEST_LOOK = 60_000;

interface Running {
  readonly look: Look;
  /** Up to which moment it is counted, and how much of it. ms */
  counted: number;
  spent: number;
}

/**
 * Notes when pictures stand on the glass: time at whatever zoom, time and parts at full zoom. A picture in two viewports stands there once.
 * Moments in ms, of a clock that never goes back.
 */
export class LookTally {
  readonly #running = new Map<string, Running>();
  readonly #sums = new Map<string, LookTimes>();
  #paused = false;

  /** What stands in a viewport from now on; null: no picture, or none of full quality. */
  see(viewportId: string, look: Look | null, now: number): void {
    const before = this.#running.get(viewportId);
    if (before && look && isSame(before.look, look)) return;
    this.#count(before, now);
    if (look) this.#running.set(viewportId, { look, counted: now, spent: 0 });
    else this.#running.delete(viewportId);
  }

  /** The window is hidden, or is back. */
  pause(paused: boolean, now: number): void {
    for (const running of this.#running.values()) {
      if (!this.#paused) this.#count(running, now);
      running.counted = now;
    }
    this.#paused = paused;
  }

  /** Whether time is still being counted. */
  get isCounting(): boolean {
    return !this.#paused && [...this.#running.values()].some(({ spent }) => spent < LONGEST_LOOK);
  }

  /** All that came since it was asked last. */
  take(now: number): LookTimes[] {
    for (const running of this.#running.values()) this.#count(running, now);
    const looks = [...this.#sums.values()].map((one) => ({
      ...one,
      glass: joinSpans(one.glass),
      full: joinSpans(one.full),
    }));
    this.#sums.clear();
    return looks;
  }

  #count(running: Running | undefined, now: number): void {
    if (!running || this.#paused) return;
    const { look, counted, spent } = running;
    const time = Math.min(now - counted, LONGEST_LOOK - spent);
    running.counted = Math.max(counted, now);
    if (time <= 0) return;
    running.spent = spent + time;
    const key = `${look.objectId}/${look.frame}`;
    const sum = this.#sums.get(key);
    const span: Span = [counted, counted + time];
    this.#sums.set(key, {
      objectId: look.objectId,
      frame: look.frame,
      glass: [...(sum?.glass ?? []), span],
      full: [...(sum?.full ?? []), ...(look.parts ? [span] : [])],
      parts: joinParts(sum?.parts ?? NO_PARTS, look.parts ?? NO_PARTS),
    });
  }
}

function isSame(a: Look, b: Look): boolean {
  if (a.objectId !== b.objectId || a.frame !== b.frame) return false;
  return a.parts === null || b.parts === null ? a.parts === b.parts : sameParts(a.parts, b.parts);
}
