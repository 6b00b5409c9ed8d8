import type { Disposer } from '../../shared/lib/disposable.ts';
import type { FrameRef } from './image-id.ts';
import type { ImageSource } from './image-source.ts';
import { prefetchOrder } from './prefetch-order.ts';

/**
 * Frames asked for at a time: enough that the station never waits for the window. Turning round costs nothing: the station
 * works on a few at a time, the most urgent first.
 */
const IN_FLIGHT = 12;
/** The reader stands still from here on: everything round the place is loaded. */
const PAUSE_MS = 120;
/** While the reader scrolls only so many are loaded ahead, so that what is looked at comes first. */
const AHEAD_WHILE_MOVING = 6;
/** Planes of a volume that are worked out ahead of a reader who scrolls: while one is drawn, the next is made. */
const MADE_AHEAD = 1;
/** One viewport's share of the cache. */
const SHARE = 0.4;

/** Loads the pictures around the one shown, in the direction of travel first. */
export class Prefetcher {
  #source: ImageSource;
  #stack: readonly FrameRef[] = [];
  #at = 0;
  #direction: -1 | 0 | 1 = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running = 0;
  #tried = new Set<number>();
  /** What to load from here, nearest need first, how far that list goes, and how much of it has been asked for. */
  #order: readonly number[] = [];
  #limit = 0;
  #next = 0;
  #stopped = false;
  readonly #unheard: Disposer;

  constructor(source: ImageSource) {
    this.#source = source;
    this.#unheard = source.ahead.onOpen(() => this.#fill());
  }

  setStack(stack: readonly FrameRef[]): void {
    this.#stack = stack;
    this.#restart();
    this.#direction = 0;
    this.#at = 0;
    this.#stop();
  }

  /** The reader moved on: what was on its way for that place is no longer first. */
  leave(place: number): void {
    const ref = this.#stack[place];
    if (ref) this.#source.prioritise(ref, 'near');
  }

  arrive(place: number): void {
    if (place !== this.#at) {
      this.#direction = place > this.#at ? 1 : -1;
      this.#at = place;
      this.#restart();
    }
    const ref = this.#stack[place];
    if (ref) this.#source.prioritise(ref, 'shown');
    this.#stop();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#fill();
    }, PAUSE_MS);
    // What is worked out in the window comes in the order it is asked for: first what is looked at, which is asked for by now.
    if (this.#isMade) setTimeout(() => this.#fill(), 0);
    else this.#fill();
  }

  dispose(): void {
    this.#stopped = true;
    this.#unheard();
    this.#stop();
    this.#stack = [];
  }

  #restart(): void {
    this.#tried.clear();
    this.#order = [];
    this.#limit = 0;
    this.#next = 0;
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #fill(): void {
    if (this.#source.ahead.held) return;
    // A timer that stands means the reader is moving.
    const limit = Math.min(this.#budget(), this.#timer === null ? Infinity : AHEAD_WHILE_MOVING);
    if (limit !== this.#limit) {
      this.#order = prefetchOrder(this.#stack.length, this.#at, this.#direction, limit);
      this.#limit = limit;
      this.#next = 0;
    }
    while (this.#running < IN_FLIGHT && !this.#stopped) {
      const place = this.#order[this.#next];
      if (place === undefined) return;
      this.#next += 1;
      const ref = this.#stack[place];
      if (!ref || this.#tried.has(place) || this.#source.isLoaded(ref)) continue;
      this.#tried.add(place);
      this.#running += 1;
      const near = Math.abs(place - this.#at) <= 8;
      void this.#source.prefetch(ref, near ? 'near' : 'ahead').finally(() => {
        this.#running -= 1;
        if (!this.#stopped) this.#fill();
      });
    }
  }

  get #isMade(): boolean {
    const first = this.#stack[0];
    return first !== undefined && this.#source.isMade(first);
  }

  #budget(): number {
    const first = this.#stack[0];
    if (this.#isMade) return this.#direction === 0 ? 0 : MADE_AHEAD;
    const pixels = first ? this.#source.image(first.objectId)?.pixels : null;
    const bytes = pixels
      ? pixels.rows * pixels.columns * pixels.samplesPerPixel * (pixels.bitsAllocated > 8 ? 2 : 1)
      : 1;
    return Math.floor((this.#source.memory * SHARE) / Math.max(1, bytes));
  }
}
