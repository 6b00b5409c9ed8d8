import { AppError } from '../../../shared/errors/app-error.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import type { CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import type { FromReformat, ReformatPort } from './reformat-messages.ts';

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

/** Casts one picture at a time, a band of rows a worker; a later wish takes the place of the one that is under way. */
export class CastPool {
  readonly #hands: readonly Hand[];
  #now: Running | null = null;
  /** The picture that was made last: what a click on it means. */
  #last: { readonly id: number; readonly order: CastOrder } | null = null;
  #asked: { readonly id: number; readonly done: (place: Vec3 | null) => void } | null = null;
  #ids = 0;
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
      for (const hand of this.#hands) this.#feed(hand);
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

  #answered(hand: Hand, answer: FromReformat): void {
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
    this.#feed(hand);
  }

  #died(): void {
    const now = this.#now;
    this.#now = null;
    now?.failed(new AppError('process/died', 'a worker for 3D died'));
  }
}
