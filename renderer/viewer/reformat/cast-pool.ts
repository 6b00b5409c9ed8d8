import { AppError } from '../../../shared/errors/app-error.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import type { CastBy, CastChoice, FromReformat, ReformatPort } from './reformat-messages.ts';

/** Bands of a picture: as many as keep every worker busy to the end. */
const BANDS = 12;

interface Running {
  readonly id: number;
  readonly order: CastOrder;
  readonly memory: SharedArrayBuffer;
  next: number;
  left: number;
  readonly done: (memory: SharedArrayBuffer | null) => void;
  readonly failed: (error: AppError) => void;
}

interface Hand {
  readonly port: ReformatPort;
  /** Picture that it was told of last. */
  told: number;
  busy: boolean;
}

const UNJUDGED: CastBy = { by: 'processor', why: 'nobody asked for the graphics card' };

/**
 * Casts one picture at a time, a band of rows a worker; a later wish takes the place of the one that is under way. Where a card casts
 * them the first worker has it, and the others rest.
 */
export class CastPool {
  readonly #hands: readonly Hand[];
  #now: Running | null = null;
  /** The picture that was made last: what a click on it means. */
  #last: { readonly id: number; readonly order: CastOrder } | null = null;
  #asked: { readonly id: number; readonly done: (place: Vec3 | null) => void } | null = null;
  #ids = 0;
  #by: CastBy = UNJUDGED;
  #judging: { readonly id: number; readonly done: (cast: CastBy) => void } | null = null;
  #ended = false;

  constructor(start: () => ReformatPort, workers: number) {
    this.#hands = Array.from({ length: workers }, () => ({ port: start(), told: 0, busy: false }));
    for (const hand of this.#hands) {
      hand.port.onAnswer((answer) => this.#answered(hand, answer));
      hand.port.onDead(() => this.#died());
    }
  }

  /** A side of the newest picture; null before the first. */
  get pixels(): number | null {
    return this.#last?.order.pixels ?? null;
  }

  /** Who casts now. */
  get by(): CastBy {
    return this.#by;
  }

  /** Lets the card prove itself; before the first scene. */
  judge(choice: CastChoice): Promise<CastBy> {
    const [hand] = this.#hands;
    if (!hand || this.#ended) return Promise.resolve(this.#by);
    const id = (this.#ids += 1);
    return new Promise((done) => {
      this.#judging = { id, done };
      hand.port.postMessage({ t: 'judge', id, choice, hands: this.#hands.length });
    });
  }

  setScene(grid: CastGrid, memory: SharedArrayBuffer): void {
    for (const { port } of this.#hands) port.postMessage({ t: 'scene', grid, memory });
  }

  /** @returns null where a later wish came first. @throws AppError process/died */
  render(order: CastOrder): Promise<SharedArrayBuffer | null> {
    this.#now?.done(null);
    if (this.#ended) return Promise.resolve(null);
    const bytes = order.pixels ** 2 * (order.preset.kind === 'surface' ? 3 : Float32Array.BYTES_PER_ELEMENT);
    return new Promise((done, failed) => {
      const id = (this.#ids += 1);
      const memory = new SharedArrayBuffer(bytes);
      this.#now = { id, order, memory, next: 0, left: BANDS, done, failed };
      this.#last = { id, order };
      this.#feedAll();
    });
  }

  /** The place that a pixel of the newest picture shows; null: nothing, or a later picture came first. */
  seen(at: Point2): Promise<Vec3 | null> {
    const [hand] = this.#hands;
    const last = this.#last;
    if (!hand || !last || this.#ended) return Promise.resolve(null);
    this.#asked?.done(null);
    return new Promise((done) => {
      this.#asked = { id: last.id, done };
      this.#tell(hand, last);
      hand.port.postMessage({ t: 'seen', id: last.id, at });
    });
  }

  end(): void {
    this.#ended = true;
    this.#now?.done(null);
    this.#asked?.done(null);
    this.#judging?.done(this.#by);
    this.#judging = null;
    this.#now = null;
    for (const { port } of this.#hands) port.end();
  }

  #tell(hand: Hand, cast: { readonly id: number; readonly order: CastOrder }): void {
    if (hand.told === cast.id) return;
    hand.told = cast.id;
    hand.port.postMessage({ t: 'cast', cast: { id: cast.id, order: cast.order } });
  }

  #feed(hand: Hand): void {
    const now = this.#now;
    if (!now || hand.busy || now.next >= BANDS) return;
    if (this.#by.by === 'card' && hand !== this.#hands[0]) return;
    const { pixels } = now.order;
    const rowOf = (band: number): number => Math.round((band * pixels) / BANDS);
    this.#tell(hand, now);
    hand.busy = true;
    hand.port.postMessage({
      ...{ t: 'rows', id: now.id, memory: now.memory },
      ...{ from: rowOf(now.next), to: rowOf(now.next + 1) },
    });
    now.next += 1;
  }

  #feedAll(): void {
    for (const hand of this.#hands) this.#feed(hand);
  }

  #judged(id: number, cast: CastBy): void {
    if (this.#judging?.id !== id) return;
    this.#by = cast;
    this.#judging.done(cast);
    this.#judging = null;
  }

  #answered(hand: Hand, answer: FromReformat): void {
    if (answer.t === 'judged') return this.#judged(answer.id, answer.cast);
    if (answer.t === 'plane' && answer.instead !== undefined) this.#by = { by: 'processor', why: answer.instead };
    if (answer.t === 'seen') {
      const asked = this.#asked;
      if (asked?.id !== answer.id) return;
      this.#asked = null;
      return asked.done(answer.place);
    }
    hand.busy = false;
    const now = this.#now;
    if (answer.t === 'failed' && this.#asked?.id === answer.id) {
      this.#asked.done(null);
      this.#asked = null;
    }
    if (now?.id === answer.id) {
      if (answer.t === 'failed') {
        this.#now = null;
        return now.failed(new AppError('internal/bug', 'a picture of the volume could not be worked out'));
      }
      now.left -= 1;
      if (now.left === 0) {
        this.#now = null;
        return now.done(now.memory);
      }
    }
    this.#feedAll();
  }

  #died(): void {
    const now = this.#now;
    this.#now = null;
    this.#judging?.done(this.#by);
    this.#judging = null;
    now?.failed(new AppError('process/died', 'a worker for 3D died'));
  }
}
