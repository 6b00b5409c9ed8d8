import { AppError } from '../../../shared/errors/app-error.ts';
import { curvedSize } from '../../../shared/volume/curve/curved-picture.ts';
import type { CastBox } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import type { CurvedOrder } from '../../../shared/volume/curve/curved-picture.ts';
import { bytesOfPlane } from '../../../shared/volume/render-plane.ts';
import type { PlaneOrder } from '../../../shared/volume/render-plane.ts';
import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import type { PixelArray } from '../pixel-data.ts';
import type { BrickOrder, ReformatPort, ToReformat } from './reformat-messages.ts';

export interface MadePlane {
  /** Modality values, in shared memory. */
  readonly pixels: Int16Array | Float32Array;
  readonly padded: boolean;
}

/** The patient in an even grid. */
export interface FoundBody {
  /** Voxels beside it that were emptied. */
  readonly removed: number;
  /** Voxel coordinates. */
  readonly box: CastBox;
}

interface Waiting {
  readonly id: number;
  readonly message: (id: number) => ToReformat;
  readonly typed: (memory: ArrayBufferLike) => Int16Array | Float32Array;
  readonly signal: AbortSignal | null;
  readonly done: (plane: MadePlane) => void;
  readonly failed: (error: AppError) => void;
}

/**
 * The way to the worker: one plane at a time, the newest wish first, so that a reader who scrolls on does not wait for the planes
 * that were passed.
 */
export class PlaneMaker {
  readonly #port: ReformatPort;
  readonly #waiting: Waiting[] = [];
  #running: Waiting | null = null;
  #next = 0;
  #ended = false;

  constructor(port: ReformatPort, grid: VolumeGrid) {
    this.#port = port;
    port.postMessage({ t: 'grid', grid });
    port.onDead(() => this.#fail(new AppError('process/died', 'the worker for reformats died')));
    port.onAnswer((answer) => {
      const one = this.#running;
      if (!one || answer.id !== one.id) return;
      this.#running = null;
      if (answer.t === 'failed') one.failed(new AppError('internal/bug', 'a plane could not be worked out'));
      else if (answer.t === 'plane') one.done({ pixels: one.typed(answer.memory), padded: answer.padded });
      this.#start();
    });
  }

  addSlice(at: number, data: PixelArray): void {
    if (!this.#ended) this.#port.postMessage({ t: 'slice', at, data });
  }

  /** @throws AppError request/cancelled, process/died */
  make(order: PlaneOrder, signal: AbortSignal | null = null): Promise<MadePlane> {
    const memory = new SharedArrayBuffer(bytesOfPlane(order));
    return this.#ask(
      (id) => ({ t: 'plane', id, order, memory }),
      (made) => typed(order, made),
      signal,
    );
  }

  /** @throws AppError request/cancelled, process/died */
  makeCurved(order: CurvedOrder, signal: AbortSignal | null = null): Promise<MadePlane> {
    const { columns, rows } = curvedSize(order);
    const memory = new SharedArrayBuffer(columns * rows * Float32Array.BYTES_PER_ELEMENT);
    return this.#ask(
      (id) => ({ t: 'curved', id, order, memory }),
      (made) => new Float32Array(made, 0, columns * rows),
      signal,
    );
  }

  /** Slices of an even grid, into its memory. @throws AppError request/cancelled, process/died */
  async makeBrick(brick: BrickOrder, memory: SharedArrayBuffer): Promise<void> {
    await this.#ask(
      (id) => ({ t: 'brick', id, brick, memory }),
      (made) => new Int16Array(made),
      null,
    );
  }

  /**
   * Where the patient lies on a whole even grid; null where none is found.
   * @param empty whether everything else is emptied
   * @throws AppError request/cancelled, process/died
   */
  async findBody(cast: CastGrid, memory: SharedArrayBuffer, lowest: number, empty: boolean): Promise<FoundBody | null> {
    const found = new SharedArrayBuffer(7 * Float32Array.BYTES_PER_ELEMENT);
    const { pixels } = await this.#ask(
      (id) => ({ t: 'body', id, cast, lowest, empty, memory, found }),
      (made) => new Float32Array(made),
      null,
    );
    const [removed = -1, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = pixels;
    return removed < 0 ? null : { removed, box: { low: [a, b, c], high: [d, e, f] } };
  }

  #ask(message: Waiting['message'], typed: Waiting['typed'], signal: AbortSignal | null): Promise<MadePlane> {
    if (this.#ended) return Promise.reject(new AppError('request/cancelled', 'the volume is gone'));
    return new Promise((done, failed) => {
      this.#waiting.push({ id: (this.#next += 1), message, typed, signal, done, failed });
      this.#start();
    });
  }

  /** Whoever waits hears that the volume is gone; what the worker still sends is not heard. */
  end(): void {
    this.#ended = true;
    this.#port.end();
    this.#fail(new AppError('request/cancelled', 'the volume is gone'));
  }

  #start(): void {
    while (!this.#running) {
      const one = this.#waiting.pop();
      if (!one) return;
      if (one.signal?.aborted) {
        one.failed(new AppError('request/cancelled', 'the plane is not wanted any more'));
        continue;
      }
      this.#running = one;
      this.#port.postMessage(one.message(one.id));
    }
  }

  #fail(error: AppError): void {
    const all = this.#running ? [this.#running, ...this.#waiting] : [...this.#waiting];
    this.#running = null;
    this.#waiting.length = 0;
    for (const one of all) one.failed(error);
  }
}

function typed(order: PlaneOrder, memory: ArrayBufferLike): Int16Array | Float32Array {
  const count = order.stack.columns * order.stack.rows;
  return bytesOfPlane(order) === count * 2 ? new Int16Array(memory, 0, count) : new Float32Array(memory, 0, count);
}
