import { AppError } from '../../../shared/errors/app-error.ts';
import type { FramePriority } from '../../../shared/contract/frames.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';

/** How one asker wants a frame. */
export interface Interest {
  readonly priority: () => FramePriority;
  readonly signal: AbortSignal;
}

const ORDER: readonly FramePriority[] = ['shown', 'near', 'ahead', 'idle'];

/** One piece of work for all who want the same frame: as urgent as the most urgent of them, given up when all gave up. */
export class SharedFrame {
  readonly #interests = new Set<Interest>();
  readonly #abort = new AbortController();
  readonly #start: (common: Interest) => Promise<DecodedFrame>;
  readonly #settled: (frame: DecodedFrame | null) => void;
  #promise: Promise<DecodedFrame> | null = null;

  /** @param settled called once at the end: with the frame, or with null when there will be none */
  constructor(start: (common: Interest) => Promise<DecodedFrame>, settled: (frame: DecodedFrame | null) => void) {
    this.#start = start;
    this.#settled = settled;
  }

  /** Askers that will get the frame. */
  get askers(): number {
    return this.#interests.size;
  }

  join(interest: Interest): Promise<DecodedFrame> {
    if (interest.signal.aborted) {
      this.#leave(interest);
      return Promise.reject(cancelled());
    }
    this.#interests.add(interest);
    const work = (this.#promise ??= this.#run());
    return new Promise<DecodedFrame>((resolve, reject) => {
      const onAbort = (): void => {
        this.#leave(interest);
        reject(cancelled());
      };
      interest.signal.addEventListener('abort', onAbort, { once: true });
      work.then(resolve, reject).finally(() => interest.signal.removeEventListener('abort', onAbort));
    });
  }

  #leave(interest: Interest): void {
    this.#interests.delete(interest);
    if (this.#interests.size > 0) return;
    // Nobody may join work that is being given up.
    this.#settled(null);
    this.#abort.abort();
  }

  async #run(): Promise<DecodedFrame> {
    try {
      const frame = await this.#start({ priority: () => this.#mostUrgent(), signal: this.#abort.signal });
      this.#settled(frame);
      return frame;
    } catch (error) {
      this.#settled(null);
      throw error;
    }
  }

  #mostUrgent(): FramePriority {
    const wanted = new Set([...this.#interests].map((interest) => interest.priority()));
    return ORDER.find((priority) => wanted.has(priority)) ?? 'idle';
  }
}

function cancelled(): AppError {
  return new AppError('request/cancelled', 'the frame is no longer wanted');
}
