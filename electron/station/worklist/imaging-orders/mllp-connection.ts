import type { Socket } from 'node:net';
import { MllpFramer, frameMessage } from '../../../../shared/hl7/framing.ts';
import type { FramingEvent } from '../../../../shared/hl7/framing.ts';

/** Bytes of one message: an order has some kilobytes. */
export const MAX_ORDER_BYTES = 1024 * 1024;
/** Milliseconds that a connection may say nothing between two messages; senders keep theirs open. */
const IDLE_MS = 15 * 60_000;
/** Milliseconds that one message may take to arrive, however slowly its bytes trickle. */
const MESSAGE_MS = 30_000;
/** Milliseconds that a peer may leave our answers unread. */
const UNREAD_MS = 30_000;
/** Things that are no order, one after another, until the connection ends: bytes of noise count by the kilobyte. */
const MOST_NONSENSE = 100;

export interface ConnectionLimits {
  readonly maxBytes?: number;
  readonly idleMs?: number;
  readonly messageMs?: number;
}

export interface ConnectionOptions extends ConnectionLimits {
  readonly socket: Socket;
  /** Takes one message; `ok` when it was accepted. Its answer goes out before the next message is looked at. */
  readonly receive: (bytes: Uint8Array) => Promise<{ readonly answer: string; readonly ok: boolean }>;
  readonly tooLong: (head: Uint8Array) => string;
  readonly closed: (because: string) => void;
}

/**
 * One connection of a listed peer: messages one after another, each answered before the next is taken. While one is worked on nothing is
 * read, so a peer that pipelines waits in its own buffers.
 */
export class MllpConnection {
  readonly #options: ConnectionOptions;
  readonly #framer: MllpFramer;
  #nonsense = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #because = 'peer';
  #begun: number | null = null;

  constructor(options: ConnectionOptions) {
    const { socket, maxBytes = MAX_ORDER_BYTES } = options;
    this.#options = options;
    this.#framer = new MllpFramer(maxBytes);
    socket.setNoDelay(true);
    // Nothing is said of a message that could not be dealt with: the sender has it still.
    socket.on('data', (chunk) => void this.#take(chunk).catch(() => this.close('failed')));
    socket.on('error', () => this.close('line'));
    socket.once('close', () => {
      this.#disarm();
      options.closed(this.#because);
    });
    this.#arm();
  }

  /** Ends it at once. */
  close(because: string): void {
    if (this.#options.socket.destroyed) return;
    this.#because = because;
    this.#disarm();
    this.#options.socket.destroy();
  }

  async #take(chunk: Uint8Array): Promise<void> {
    const { socket } = this.#options;
    socket.pause();
    this.#disarm();
    for (const event of this.#framer.push(chunk)) {
      await this.#act(event);
      if (socket.destroyed) return;
    }
    if (this.#framer.idle) this.#begun = null;
    else this.#begun ??= performance.now();
    this.#arm();
    socket.resume();
  }

  async #act(event: FramingEvent): Promise<void> {
    switch (event.kind) {
      case 'message': {
        this.#begun = null;
        const { answer, ok } = await this.#options.receive(event.bytes);
        await this.#send(answer);
        this.#count(ok ? -MOST_NONSENSE : 1);
        return;
      }
      case 'too-long':
        await this.#send(this.#options.tooLong(event.head));
        this.#count(1);
        return;
      case 'cut':
        this.#begun = null;
        this.#count(1);
        return;
      case 'noise':
        this.#count(Math.ceil(event.count / 1024));
    }
  }

  #count(nonsense: number): void {
    this.#nonsense = Math.max(0, this.#nonsense + nonsense);
    if (this.#nonsense > MOST_NONSENSE) this.close('nonsense');
  }

  /** Waits until the answer has left for the system's buffers. */
  #send(answer: string): Promise<void> {
    const { socket } = this.#options;
    if (socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const unread = setTimeout(() => this.close('answers-unread'), UNREAD_MS);
      const done = (): void => {
        clearTimeout(unread);
        socket.removeListener('close', done);
        resolve();
      };
      socket.once('close', done);
      socket.write(frameMessage(Buffer.from(answer, 'utf8')), done);
    });
  }

  #arm(): void {
    const { idleMs = IDLE_MS, messageMs = MESSAGE_MS } = this.#options;
    const left = this.#begun === null ? idleMs : messageMs - (performance.now() - this.#begun);
    const because = this.#begun === null ? 'idle' : 'slow';
    this.#timer = setTimeout(() => this.close(because), Math.max(0, left));
    this.#timer.unref();
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
