import { ToStation } from '../../../shared/contract/frames.ts';
import { AppError, toWire } from '../../../shared/errors/app-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { FramePriority, ToWindow } from '../../../shared/contract/frames.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import type { WindowPort } from '../kernel/ports.ts';
import type { FrameWish } from './frame-types.ts';

/** `ToWindow` with whatever memory the bytes lie in: posting copies them. */
type Outgoing =
  Exclude<ToWindow, { t: 'frame' }> | (Omit<Extract<ToWindow, { t: 'frame' }>, 'data'> & { readonly data: Uint8Array });

interface Wanted {
  readonly id: number;
  readonly message: Extract<ToStation, { t: 'get' }>;
  priority: FramePriority;
  readonly abort: AbortController;
  state: 'waiting' | 'working' | 'ready';
  frame: DecodedFrame | null;
}

/** Frames that a window may have under way at once, so that no window crowds out another. */
const UNDER_WAY = 4;
/** What is shown may pass by those that are only near or ahead. */
const UNDER_WAY_SHOWN = 12;
/** More open requests than any layout needs: a window that asks for more is out of order. */
const MOST_WANTED = 20_000;
const ORDER: Readonly<Record<FramePriority, number>> = { shown: 0, near: 1, ahead: 2, idle: 3 };

/** Where frames come from, and who hears that one has gone to the window. */
export interface SessionFrames {
  readonly obtain: (wish: FrameWish) => Promise<DecodedFrame>;
  readonly sent: (frame: DecodedFrame) => void;
}

/** One window on its port: the protocol of shared/contract/frames.ts, seen from the station. */
export class WindowSession {
  readonly #port: WindowPort;
  readonly #frames: SessionFrames;
  readonly #stop: readonly (() => void)[];
  /** In the order asked. */
  #wanted = new Map<number, Wanted>();
  #credit = 0;
  #greeted = false;
  #closed = false;

  constructor(port: WindowPort, frames: SessionFrames) {
    this.#port = port;
    this.#frames = frames;
    this.#stop = [port.onMessage((message) => this.#receive(message)), port.onClose(() => this.close())];
  }

  /** Gives up everything that was asked; nothing is sent after it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stop) stop();
    this.#dropAll();
  }

  #receive(message: unknown): void {
    if (this.#closed) return;
    const parsed = ToStation.safeParse(message);
    if (!parsed.success) {
      this.#fail(idOf(message), new AppError('request/bad', 'the message is not part of the frame protocol'));
      return;
    }
    this.#handle(parsed.data);
    this.#pump();
  }

  #handle(message: ToStation): void {
    switch (message.t) {
      case 'hello':
        // A reloaded page knows nothing of what was asked before it.
        this.#dropAll();
        this.#credit = message.credit;
        this.#greeted = true;
        return this.#send({ t: 'hello' });
      case 'get':
        return this.#want(message);
      case 'priority': {
        const wanted = this.#wanted.get(message.id);
        if (wanted) wanted.priority = message.priority;
        return;
      }
      case 'cancel': {
        const wanted = this.#wanted.get(message.id);
        this.#wanted.delete(message.id);
        wanted?.abort.abort();
        return;
      }
      case 'credit':
        this.#credit += message.bytes;
        return;
      default:
        return assertNever(message);
    }
  }

  #want(message: Extract<ToStation, { t: 'get' }>): void {
    const { id, priority } = message;
    if (!this.#greeted) return this.#fail(id, new AppError('request/bad', 'a frame was asked for before hello'));
    if (this.#wanted.has(id)) return this.#fail(id, new AppError('request/bad', 'the request id is in use'));
    if (this.#wanted.size >= MOST_WANTED) return this.#fail(id, new AppError('request/bad', 'too many open requests'));
    this.#wanted.set(id, { id, message, priority, abort: new AbortController(), state: 'waiting', frame: null });
  }

  /** Sends what is ready and paid for, then starts work while there is credit to send its result with. */
  #pump(): void {
    for (let next = this.#best('ready'); next && this.#credit > 0; next = this.#best('ready')) this.#deliver(next);
    for (let next = this.#best('waiting'); next && this.#mayStart(next.priority); next = this.#best('waiting')) {
      void this.#work(next);
    }
  }

  #mayStart(priority: FramePriority): boolean {
    if (this.#credit <= 0) return false;
    let underWay = 0;
    for (const wanted of this.#wanted.values()) if (wanted.state !== 'waiting') underWay += 1;
    return underWay < (priority === 'shown' ? UNDER_WAY_SHOWN : UNDER_WAY);
  }

  #best(state: Wanted['state']): Wanted | null {
    let best: Wanted | null = null;
    for (const wanted of this.#wanted.values()) {
      if (wanted.state !== state) continue;
      if (best === null || ORDER[wanted.priority] < ORDER[best.priority]) best = wanted;
      if (best.priority === 'shown') return best;
    }
    return best;
  }

  async #work(wanted: Wanted): Promise<void> {
    wanted.state = 'working';
    const { objectId, frame, form } = wanted.message;
    try {
      wanted.frame = await this.#frames.obtain({
        objectId,
        frame,
        form,
        priority: () => wanted.priority,
        signal: wanted.abort.signal,
      });
      wanted.state = 'ready';
    } catch (error) {
      // Cancelled or dropped by a new hello: the window no longer waits for an answer.
      if (this.#wanted.get(wanted.id) === wanted) {
        this.#wanted.delete(wanted.id);
        this.#fail(wanted.id, error);
      }
    }
    if (!this.#closed) this.#pump();
  }

  #deliver(wanted: Wanted): void {
    this.#wanted.delete(wanted.id);
    if (!wanted.frame) return;
    const { header, data } = wanted.frame;
    this.#credit -= data.byteLength;
    const { token } = wanted.message;
    this.#send({ t: 'frame', id: wanted.id, header, data, ...(token === undefined ? {} : { token }) });
    this.#frames.sent(wanted.frame);
  }

  #fail(id: number, error: unknown): void {
    this.#send({ t: 'fail', id, error: toWire(error) });
  }

  #send(message: Outgoing): void {
    if (!this.#closed) this.#port.post(message);
  }

  #dropAll(): void {
    const wanted = this.#wanted;
    this.#wanted = new Map();
    for (const one of wanted.values()) one.abort.abort();
  }
}

/** The request that a refused message was about, or -1. */
function idOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('id' in message)) return -1;
  return typeof message.id === 'number' && Number.isSafeInteger(message.id) ? message.id : -1;
}
