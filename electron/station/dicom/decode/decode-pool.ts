import { LRUCache } from 'lru-cache';
import { AppError, asAppError, fromWire } from '../../../../shared/errors/app-error.ts';
import { DecoderSlot } from './decoder-slot.ts';
import { frameBytes } from './frame-values.ts';
import { greyRendering } from './grey-rendering.ts';
import { residentBytes } from './resident-memory.ts';
import type { FramePriority } from '../../../../shared/contract/frames.ts';
import type { ProcessHost } from '../../kernel/ports.ts';
import type { DecoderAnswer } from './decode-protocol.ts';
import type { SlotTask } from './decoder-slot.ts';
import type { DecodedFrame, DecodeRequest, DecodeSource, ObjectLayout } from './decode-types.ts';

export interface DecodePoolOptions {
  readonly processes: number;
  /** JavaScript heap of a decoder process. Files and pictures lie outside it. */
  readonly memoryMb?: number;
  /** Longest time for one frame before its process is killed. */
  readonly frameDeadlineMs?: number;
  /** A process whose resident memory passes this while it works is killed. */
  readonly residentLimitMb?: number;
  /** Resident memory of a process; by default from /proc, and unknown elsewhere. */
  readonly residentBytes?: (pid: number) => Promise<number | null>;
}

interface Work {
  readonly task: SlotTask;
  readonly load: () => Promise<Uint8Array>;
  readonly priority: () => FramePriority;
  readonly resolve: (answer: DecoderAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** A frame is refused after it killed this many processes. */
const DEATHS = 2;
const ORDER: Readonly<Record<FramePriority, number>> = { shown: 0, near: 1, ahead: 2, idle: 3 };

/**
 * Decodes frames in killable processes. Waiting work is chosen by priority, then by age, and goes to a process that already
 * holds the object where one is free.
 */
export class DecodePool {
  readonly #slots: readonly DecoderSlot[];
  #waiting: Work[] = [];
  readonly #busy = new Map<DecoderSlot, Work>();
  /** Processes killed by each frame, `objectId/frame`. */
  readonly #deaths = new LRUCache<string, number>({ max: 1000 });
  #nextId = 1;
  #closed = false;

  constructor(host: ProcessHost, options: DecodePoolOptions) {
    const slot = {
      memoryMb: options.memoryMb ?? 512,
      frameDeadlineMs: options.frameDeadlineMs ?? 30_000,
      residentLimitBytes: (options.residentLimitMb ?? 3072) * 1024 * 1024,
      residentBytes: options.residentBytes ?? residentBytes,
    };
    this.#slots = Array.from({ length: options.processes }, () => new DecoderSlot(host, slot));
  }

  /** Process ids of the decoders that live now. */
  get pids(): readonly number[] {
    return this.#slots.flatMap((slot) => slot.pid ?? []);
  }

  /**
   * Decodes one frame.
   * @throws AppError dicom/…, process/died, process/timeout, process/memory, request/cancelled
   */
  async decode(request: DecodeRequest): Promise<DecodedFrame> {
    const { objectId, frame, form, priority } = request;
    const grey = greyRendering(request.image, frame);
    const answer = await this.#submit(
      { t: 'decode', id: this.#nextId++, objectId, frame, form, grey },
      request.load,
      typeof priority === 'function' ? priority : () => priority,
      request.signal,
    );
    if (answer.t === 'fail') throw fromWire(answer.error);
    if (answer.t !== 'frame') throw new AppError('internal/bug', 'a decoder answered another question');
    const { header, data } = answer;
    // A frame of anything but what was asked is never shown, whatever the reason.
    if (header.objectId !== objectId || header.frame !== frame || data.byteLength !== frameBytes(header)) {
      throw new AppError('internal/bug', 'a decoder gave another frame than was asked');
    }
    return { header, data };
  }

  /**
   * Says where the frames of an object lie.
   * @throws AppError as `decode`
   */
  async layout(source: DecodeSource, signal?: AbortSignal): Promise<ObjectLayout> {
    const task = { t: 'layout', id: this.#nextId++, objectId: source.objectId } as const;
    const answer = await this.#submit(task, source.load, () => 'near', signal);
    if (answer.t === 'fail') throw fromWire(answer.error);
    if (answer.t !== 'layout') throw new AppError('internal/bug', 'a decoder answered another question');
    return answer.layout;
  }

  /** Ends every process; waiting and running work fails as request/cancelled. */
  close(): Promise<void> {
    this.#closed = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work.reject(cancelled());
    for (const slot of this.#slots) slot.close();
    return Promise.resolve();
  }

  /** Ends the processes with every file they hold (lock, erasure). Running work fails as request/cancelled. */
  drop(): void {
    for (const slot of this.#slots) slot.drop();
  }

  /**
   * As `drop`, for a lock behind which studies go on arriving: what is compared or proved for them (priority idle) ends first, since
   * a frame that cannot be decoded would count as another picture. Its process ends then.
   */
  dropAttended(): void {
    for (const slot of this.#slots) {
      if (this.#busy.get(slot)?.priority() === 'idle') slot.dropAfterwards();
      else slot.drop();
    }
  }

  #submit(
    task: SlotTask,
    load: () => Promise<Uint8Array>,
    priority: () => FramePriority,
    signal: AbortSignal | undefined,
  ): Promise<DecoderAnswer> {
    if (this.#closed || signal?.aborted) return Promise.reject(cancelled());
    return new Promise<DecoderAnswer>((resolve, reject) => {
      const work: Work = { task, load, priority, resolve, reject };
      // Work that runs is not stopped: killing the process costs more than finishing the frame.
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== work);
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = <T>(next: (value: T) => void) => {
        return (value: T): void => {
          signal?.removeEventListener('abort', onAbort);
          next(value);
        };
      };
      this.#waiting.push({ ...work, resolve: settle(resolve), reject: settle(reject) });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (;;) {
      const free = this.#slots.filter((slot) => !slot.busy);
      const work = this.#best();
      if (free.length === 0 || !work) return;
      this.#waiting = this.#waiting.filter((other) => other !== work);
      const holder = free.find((slot) => slot.holds(work.task.objectId));
      const slot = holder ?? free[0];
      if (slot) void this.#run(slot, work).then(() => this.#dispatch());
    }
  }

  #best(): Work | null {
    let best: Work | null = null;
    let place = Infinity;
    for (const work of this.#waiting) {
      const own = ORDER[work.priority()];
      if (own < place) {
        best = work;
        place = own;
      }
    }
    return best;
  }

  async #run(slot: DecoderSlot, work: Work): Promise<void> {
    this.#busy.set(slot, work);
    const key = work.task.t === 'decode' ? `${work.task.objectId}/${work.task.frame}` : `${work.task.objectId}/layout`;
    try {
      if ((this.#deaths.get(key) ?? 0) >= DEATHS) {
        throw new AppError('process/died', 'this frame killed its decoder process');
      }
      work.resolve(await slot.run(work.task, work.load));
    } catch (error) {
      const known = asAppError(error);
      if (known.code !== 'process/died' || this.#closed) return work.reject(known);
      const deaths = (this.#deaths.get(key) ?? 0) + 1;
      this.#deaths.set(key, deaths);
      if (deaths >= DEATHS) work.reject(known);
      else this.#waiting.unshift(work);
    } finally {
      this.#busy.delete(slot);
    }
  }
}

function cancelled(): AppError {
  return new AppError('request/cancelled', 'the frame is no longer wanted');
}
