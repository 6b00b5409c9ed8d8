import { LRUCache } from 'lru-cache';
import { FrameSource } from './frame-source.ts';
import { SharedFrame } from './shared-frame.ts';
import { WindowSession } from './window-session.ts';
import type { FrameForm } from '../../../shared/contract/frames.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { emptyBuffer } from '../../../shared/lib/empty-buffer.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import type { WindowPort } from '../kernel/ports.ts';
import type { FrameObject, FrameServerOptions, FrameWish } from './frame-types.ts';

export type { FrameBlobs, FrameObject, FrameServerOptions } from './frame-types.ts';

/**
 * Serves decoded frames to windows over their ports, and stored values to the station itself. A frame that several windows
 * want is decoded once; decoded frames are kept in memory up to a number of bytes, and never on disk. Frames that are cut out
 * of their object as they are need no decoder and are not kept.
 */
export class FrameServer {
  readonly #source: FrameSource;
  readonly #cache: LRUCache<string, DecodedFrame>;
  readonly #running = new Map<string, SharedFrame>();
  readonly #sessions = new Set<WindowSession>();
  /** Frames that are neither kept here nor asked for by anybody else. */
  readonly #sole = new WeakSet<DecodedFrame>();
  /** Counts `forget`: what was asked before it is not kept after it. */
  #generation = 0;

  constructor(options: FrameServerOptions) {
    this.#source = new FrameSource(options);
    this.#cache = new LRUCache({
      maxSize: Math.max(1, options.cacheBytes),
      sizeCalculation: (frame) => frame.data.byteLength + 256,
    });
  }

  /**
   * Serves a window until its port closes or the disposer runs, which closes the port.
   * @param mayShow whether pixels of an object may go to this window; everything by default
   */
  attach(port: WindowPort, mayShow: (objectId: ObjectId, form: FrameForm) => boolean = () => true): Disposer {
    const session = new WindowSession(port, {
      obtain: (wish) => (mayShow(wish.objectId, wish.form) ? this.obtain(wish) : refused()),
      sent: (frame) => {
        // A copy has gone to the window.
        if (this.#sole.has(frame)) emptyBuffer(frame.data.buffer);
      },
    });
    this.#sessions.add(session);
    const stop = port.onClose(() => this.#sessions.delete(session));
    return () => {
      stop();
      this.#sessions.delete(session);
      session.close();
      port.close();
    };
  }

  /**
   * Stored values of one frame, as the command line says them.
   * @throws AppError archive/unknown-object, blob/…, dicom/…, process/…
   */
  stored(objectId: ObjectId, frame: number, signal?: AbortSignal): Promise<DecodedFrame> {
    const own = signal ?? new AbortController().signal;
    return this.obtain({ objectId, frame, form: 'stored', priority: () => 'shown', signal: own });
  }

  /** Objects that will soon be asked for; their rows are not read again. */
  know(objects: Iterable<FrameObject & { readonly objectId: ObjectId }>): void {
    this.#source.know(objects);
  }

  /** Forgets decoded frames of all objects, or of one (lock, erasure). */
  forget(objectId?: ObjectId): void {
    this.#generation += 1;
    this.#source.forget(objectId);
    if (objectId === undefined) this.#cache.clear();
    else for (const key of [...this.#cache.keys()]) if (key.startsWith(`${objectId}/`)) this.#cache.delete(key);
    this.#running.clear();
  }

  /** Windows that are attached now. */
  get windows(): number {
    return this.#sessions.size;
  }

  /** A frame from memory, from work that is already under way, or new. */
  async obtain(wish: FrameWish): Promise<DecodedFrame> {
    const key = `${wish.objectId}/${wish.frame}/${wish.form}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const running = this.#running.get(key) ?? this.#begin(key, wish);
    return running.join(wish);
  }

  #begin(key: string, wish: FrameWish): SharedFrame {
    const generation = this.#generation;
    const { objectId, frame, form } = wish;
    const shared = new SharedFrame(
      (common) => this.#source.frame({ objectId, frame, form, ...common }),
      (decoded) => {
        if (this.#running.get(key) === shared) this.#running.delete(key);
        if (!decoded) return;
        if (!this.#source.isCut(wish)) {
          if (generation === this.#generation) this.#cache.set(key, decoded);
        } else if (shared.askers === 1) this.#sole.add(decoded);
      },
    );
    this.#running.set(key, shared);
    return shared;
  }
}

function refused(): Promise<never> {
  return Promise.reject(new AppError('request/forbidden', 'the object is of no study that this page has opened'));
}
