import type { Socket } from 'node:net';
import type { AppError } from '../../../../../shared/errors/app-error.ts';
import { asAppError } from '../../../../../shared/errors/app-error.ts';
import { giveBack } from '../../../kernel/give-back.ts';
import { decodeCommand, encodeCommand } from './command-set.ts';
import type { Command } from './command-set.ts';
import { closedEarly, silent, socketError } from './dimse-error.ts';
import { IdleWatch } from './idle-watch.ts';
import { LIMITS } from './limits.ts';
import { damaged, encodeAbort, encodeData } from './pdu.ts';
import { PduReader } from './pdu-reader.ts';
import type { Connection } from './socket.ts';

/** Takes the data set of a message, piece by piece. */
export interface DataReader {
  /** The bytes are there for the time of the call only. */
  piece(bytes: Buffer): void;
  end(): void;
  /** The line ended before the data set did. */
  lost(error: AppError): void;
}

export interface LineListener {
  control(type: number, body: Buffer): void;
  /** A command came. @returns who takes its data set; asked for only where it has one */
  command(contextId: number, command: Command): DataReader;
  /** The line is over; said once. */
  closed(error: AppError): void;
}

/** Data to send: in memory, or as it comes. */
export type Outgoing = Uint8Array | AsyncIterable<Uint8Array> | null;

/** Time for the last bytes to leave before a socket is taken away. */
const LINGER_MS = 2000;

/**
 * One connection that speaks PDUs: both sides of an association are built on it. Whatever breaks the protocol ends it, and
 * every end is heard once.
 */
export class Line {
  readonly #socket: Socket;
  readonly #listener: LineListener;
  readonly #reader: PduReader;
  readonly #watch: IdleWatch;
  #command: Buffer[] = [];
  #commandBytes = 0;
  /** The data set that is expected next, and on which context. */
  #data: { readonly reader: DataReader; readonly contextId: number } | null = null;
  #closed = false;
  #sending: Promise<void> | null = null;
  #wake: (() => void)[] = [];

  /** @param read how its bytes are had where not by its 'data' events; they need not last beyond the call */
  constructor(socket: Socket, listener: LineListener, read: Connection['read'] | null = null) {
    this.#socket = socket;
    this.#listener = listener;
    this.#watch = new IdleWatch(() => this.abort(silent(), 2));
    this.#reader = new PduReader({
      control: (type, body) => this.#listener.control(type, body),
      piece: (contextId, isCommand, bytes) => this.#piece(contextId, isCommand, bytes),
      fragmentEnd: (contextId, isCommand, isLast) => this.#fragmentEnd(contextId, isCommand, isLast),
    });
    // Each answer is a small packet that the other side waits for.
    socket.setNoDelay(true);
    if (read !== null) read((chunk) => this.#read(chunk));
    else {
      socket.on('data', (chunk: Buffer) => {
        this.#read(chunk);
        // Whoever keeps bytes copied them: each chunk of a socket that was accepted is fresh memory.
        giveBack([chunk]);
      });
    }
    socket.on('drain', () => this.#drained());
    socket.on('error', (error) => this.#end(socketError(error, false)));
    socket.on('close', () => this.#end(closedEarly()));
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Longest silence of the peer from now on, milliseconds; null: as long as it likes. */
  allowSilence(ms: number | null): void {
    if (!this.#closed) this.#watch.allow(ms);
  }

  /** While it is excused the silence of the peer is not counted: it waits for us. */
  excuse(excused: boolean): void {
    if (!this.#closed) this.#watch.hold(excused);
  }

  /** Reads no further until told to go on. */
  hold(held: boolean): void {
    if (this.#closed) return;
    this.#watch.hold(held);
    if (held) this.#socket.pause();
    else this.#socket.resume();
  }

  /** One control PDU. */
  write(pdu: Buffer): void {
    if (!this.#closed) this.#socket.write(pdu);
  }

  /**
   * One message: command, then its data set in fragments that the peer takes. Messages never mix.
   * @param maxPdu what the peer announced; 0: any
   * @throws AppError what ended the line
   */
  async send(contextId: number, command: Command, data: Outgoing, maxPdu: number): Promise<void> {
    while (this.#sending !== null) await this.#sending;
    const turn = this.#write(contextId, command, data, fragmentBytes(maxPdu));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#sending = settled;
    try {
      await turn;
    } finally {
      if (this.#sending === settled) this.#sending = null;
    }
  }

  /** A-ABORT, and the end. @param source 0: the service's user, 2: its provider */
  abort(error: AppError, source: 0 | 2 = 0): void {
    if (this.#closed) return;
    this.#socket.write(encodeAbort(source, 0));
    this.#end(error);
  }

  /** Lets what was written leave, then closes. */
  close(error: AppError): void {
    this.#end(error);
  }

  async #write(contextId: number, command: Command, data: Outgoing, most: number): Promise<void> {
    await this.#fragments(contextId, true, encodeCommand(command), most, true);
    if (data === null) return;
    if (data instanceof Uint8Array) {
      await this.#fragments(contextId, false, data, most, true);
      return;
    }
    let before: Uint8Array | null = null;
    for await (const chunk of data) {
      if (chunk.length === 0) continue;
      if (before !== null) await this.#fragments(contextId, false, before, most, false);
      before = chunk;
    }
    // The last fragment says so: one chunk is held back until it is known whether another follows.
    await this.#fragments(contextId, false, before ?? new Uint8Array(0), most, true);
  }

  async #fragments(id: number, isCommand: boolean, bytes: Uint8Array, most: number, isEnd: boolean): Promise<void> {
    let at = 0;
    do {
      if (this.#closed) throw closedEarly();
      const stop = Math.min(at + most, bytes.length);
      const isLast = isEnd && stop === bytes.length;
      const taken = this.#socket.write(encodeData(id, isCommand, isLast, bytes.subarray(at, stop)));
      if (!taken) await this.#room();
      at = stop;
    } while (at < bytes.length);
  }

  #room(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #drained(): void {
    // The peer takes what we send: it is alive.
    this.#watch.touch();
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }

  #read(chunk: Buffer): void {
    if (this.#closed) return;
    this.#watch.touch();
    try {
      this.#reader.push(chunk);
    } catch (error) {
      this.abort(asAppError(error), 2);
    }
  }

  #piece(contextId: number, isCommand: boolean, bytes: Buffer): void {
    if (this.#closed) return;
    if (!isCommand) {
      this.#expected(contextId).piece(bytes);
      return;
    }
    if (this.#data !== null) throw damaged('a command where a data set belongs');
    this.#commandBytes += bytes.length;
    if (this.#commandBytes > LIMITS.command) throw damaged('a command set that is too long');
    this.#command.push(Buffer.from(bytes));
  }

  #fragmentEnd(contextId: number, isCommand: boolean, isLast: boolean): void {
    if (!isLast || this.#closed) return;
    if (!isCommand) {
      const reader = this.#expected(contextId);
      this.#data = null;
      reader.end();
      return;
    }
    const command = decodeCommand(Buffer.concat(this.#command));
    this.#command = [];
    this.#commandBytes = 0;
    const reader = this.#listener.command(contextId, command);
    // The command may have ended the line.
    if (command.hasData && !this.isClosed) this.#data = { reader, contextId };
  }

  #expected(contextId: number): DataReader {
    if (this.#data === null) throw damaged('a data set that nobody announced');
    if (this.#data.contextId !== contextId) throw damaged('a data set on another context than its command');
    return this.#data.reader;
  }

  #end(error: AppError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.stop();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.once('close', () => clearTimeout(timer));
    // Whatever still comes is let go by unread, so that the end of the other side is seen.
    this.#socket.resume();
    const data = this.#data;
    this.#data = null;
    data?.reader.lost(error);
    this.#drained();
    this.#listener.closed(error);
  }
}

function fragmentBytes(maxPdu: number): number {
  const most = maxPdu === 0 ? LIMITS.sentPdu : Math.min(maxPdu, LIMITS.sentPdu);
  // Six bytes are the header of the fragment; even lengths only (Part 8, annex E.1).
  return Math.max(2, (most - 6) & ~1);
}
