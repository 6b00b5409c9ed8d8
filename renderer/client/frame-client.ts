import { FRAME_CREDIT_BYTES, ToWindow } from '../../shared/contract/frames.ts';
import type { FrameForm, FrameHeader, FramePriority, ToStation } from '../../shared/contract/frames.ts';
import { AppError, fromWire } from '../../shared/errors/app-error.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { ObjectId } from '../../shared/model/ids.ts';

export interface ReceivedFrame {
  readonly header: FrameHeader;
  readonly data: Uint8Array;
}

export interface FrameRequestOptions {
  readonly form: FrameForm;
  readonly priority: FramePriority;
  readonly signal?: AbortSignal;
  /** Of the open study: the frame must come back with it. */
  readonly token?: number;
}

/** Credit is given back in such pieces: a message for every picture would cost the station as much as the picture's request. */
const CREDIT_PIECE = FRAME_CREDIT_BYTES / 8;

interface Waiting {
  readonly request: Extract<ToStation, { t: 'get' }>;
  readonly resolve: (frame: ReceivedFrame) => void;
  readonly reject: (error: AppError) => void;
  readonly release: Disposer;
}

/** How the client gets a new port when it has none, or when the station started anew. */
export type PortSource = () => Promise<MessagePort>;

/**
 * Pulls frames from the station over one message port. Grants byte credit as frames are taken in.
 * A request survives a station restart: it is asked again on the new port.
 */
export class FrameClient {
  #source: PortSource;
  #port: MessagePort | null = null;
  #connecting: Promise<void> | null = null;
  #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #late = 0;
  /** Bytes that were taken in and not yet granted again. */
  #owed = 0;

  constructor(source: PortSource) {
    this.#source = source;
  }

  /** Frames that came after nobody waited for them any more: dropped, never handed on. */
  get late(): number {
    return this.#late;
  }

  /** Decoded pixels of one frame (from 1). Rejects with the station's coded error, or `request/cancelled`. */
  get(objectId: ObjectId, frame: number, options: FrameRequestOptions): Promise<ReceivedFrame> {
    return this.ask(objectId, frame, options).frame;
  }

  /** The same, with the request id for `setPriority`. */
  ask(objectId: ObjectId, frame: number, options: FrameRequestOptions): { id: number; frame: Promise<ReceivedFrame> } {
    const id = this.#nextId;
    this.#nextId += 1;
    const { form, priority, token } = options;
    const request = {
      ...({ t: 'get', id, objectId, frame, form, priority } as const),
      ...(token === undefined ? {} : { token }),
    };
    const promise = new Promise<ReceivedFrame>((resolve, reject) => {
      const abort = (): void => {
        this.#settle(id);
        this.#post({ t: 'cancel', id });
        reject(new AppError('request/cancelled', 'frame no longer wanted'));
      };
      if (options.signal?.aborted) {
        reject(new AppError('request/cancelled', 'frame no longer wanted'));
        return;
      }
      options.signal?.addEventListener('abort', abort, { once: true });
      const release = (): void => options.signal?.removeEventListener('abort', abort);
      this.#waiting.set(id, { request, resolve, reject, release });
      if (this.#port) this.#post(request);
      else void this.#connect();
    });
    return { id, frame: promise };
  }

  setPriority(id: number, priority: FramePriority): void {
    const waiting = this.#waiting.get(id);
    if (!waiting || waiting.request.priority === priority) return;
    this.#waiting.set(id, { ...waiting, request: { ...waiting.request, priority } });
    this.#post({ t: 'priority', id, priority });
  }

  /** Takes a new port: after a reload of the station everything still wanted is asked again. */
  async reconnect(): Promise<void> {
    this.#drop();
    await this.#connect();
  }

  close(): void {
    this.#drop();
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id)?.reject(new AppError('request/cancelled', 'window is closing'));
    }
  }

  #drop(): void {
    this.#port?.close();
    this.#port = null;
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #open(): Promise<void> {
    try {
      const port = await this.#source();
      port.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
      this.#port = port;
      this.#owed = 0;
      this.#post({ t: 'hello', credit: FRAME_CREDIT_BYTES });
      for (const { request } of this.#waiting.values()) this.#post(request);
    } catch (error) {
      const reason = error instanceof AppError ? error : new AppError('process/died', 'no frame port');
      for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(reason);
    }
  }

  #receive(data: unknown): void {
    const message = ToWindow.safeParse(data);
    if (!message.success) {
      console.error('frame port: message breaks the contract');
      return;
    }
    switch (message.data.t) {
      case 'hello':
        return;
      case 'frame': {
        const { id, header, data: pixels, token } = message.data;
        const waiting = this.#settle(id);
        this.#grant(pixels.byteLength);
        if (!waiting) this.#late += 1;
        else if (token === waiting.request.token) waiting.resolve({ header, data: pixels });
        else waiting.reject(new AppError('internal/bug', 'a frame came with the token of another study'));
        return;
      }
      case 'fail':
        this.#settle(message.data.id)?.reject(fromWire(message.data.error));
    }
  }

  #grant(bytes: number): void {
    this.#owed += bytes;
    if (this.#owed < CREDIT_PIECE && this.#waiting.size > 0) return;
    this.#post({ t: 'credit', bytes: this.#owed });
    this.#owed = 0;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.release();
    return waiting;
  }

  #post(message: ToStation): void {
    this.#port?.postMessage(message);
  }
}
