import type { ObjectId } from '../../model/ids.ts';
import type { SeenLook, SeenParts } from '../../model/seen.ts';
import { joinParts, NO_PARTS, sameParts } from './parts.ts';

/** A picture as it stands in a viewport. */
export interface Look {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  /** Parts of it inside the viewport; null: fewer pixels of the screen than it has itself. */
  readonly parts: SeenParts | null;
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
 * Adds up how long pictures stand on the glass, by viewport: time at whatever zoom, time and parts at full zoom. Moments in ms, of a clock
 * that never goes back.
 */
export class LookTally {
  readonly #running = new Map<string, Running>();
  readonly #sums = new Map<string, SeenLook>();
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
  take(now: number): SeenLook[] {
    for (const running of this.#running.values()) this.#count(running, now);
    const looks = [...this.#sums.values()].filter(({ glassMs }) => glassMs > 0);
    this.#sums.clear();
    return looks;
  }

  #count(running: Running | undefined, now: number): void {
    if (!running || this.#paused) return;
    const { look, counted, spent } = running;
    // Whole ms are kept, what is left over goes to the next time.
    const time = Math.min(Math.floor(now - counted), LONGEST_LOOK - spent);
    running.counted = counted + Math.max(0, Math.floor(now - counted));
    if (time <= 0) return;
    running.spent = spent + time;
    const key = `${look.objectId}/${look.frame}`;
    const sum = this.#sums.get(key);
    this.#sums.set(key, {
      objectId: look.objectId,
      frame: look.frame,
      glassMs: (sum?.glassMs ?? 0) + time,
      fullMs: (sum?.fullMs ?? 0) + (look.parts ? time : 0),
      parts: joinParts(sum?.parts ?? NO_PARTS, look.parts ?? NO_PARTS),
    });
  }
}

function isSame(a: Look, b: Look): boolean {
  if (a.objectId !== b.objectId || a.frame !== b.frame) return false;
  return a.parts === null || b.parts === null ? a.parts === b.parts : sameParts(a.parts, b.parts);
}
