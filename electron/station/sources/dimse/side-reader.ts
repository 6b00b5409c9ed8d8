import net from 'node:net';
import type { Piece, Pieces } from '../../kernel/pieces.ts';
import { FRAME, FRAME_HEAD, MOST_FRAME_BYTES, MOST_MESSAGE_BYTES } from './side-frames.ts';

/** Bytes that are read at a time. */
const READ_BYTES = 256 * 1024;

export interface SideListener {
  /** Not believed yet. */
  message(raw: unknown): void;
  /** A part of an object. Its memory is given back by whoever takes it. */
  bytes(object: number, piece: Piece, length: number): void;
  /** What came is no frame of ours. */
  broken(): void;
}

/**
 * The station's end of the line that a DIMSE process speaks on. Objects do not travel as messages between processes: those are packed,
 * copied and unpacked three times, into fresh memory each time. This reads into one buffer, over and over.
 */
export class SideReader {
  readonly #listener: SideListener;
  readonly #pieces: Pieces;
  readonly #head = Buffer.alloc(FRAME_HEAD);
  #headBytes = 0;
  #kind = 0;
  #object = 0;
  #length = 0;
  #filled = 0;
  #piece: Piece | null = null;
  #message: Buffer | null = null;
  #isBroken = false;

  constructor(listener: SideListener, pieces: Pieces) {
    this.#listener = listener;
    this.#pieces = pieces;
  }

  /** Takes what came; the bytes are there for the time of the call only. */
  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && !this.#isBroken;) {
      at += this.#headBytes < FRAME_HEAD ? this.#readHead(bytes.subarray(at)) : this.#readBody(bytes.subarray(at));
    }
  }

  /** What is half here is let go. */
  close(): void {
    if (this.#piece !== null) this.#pieces.give([this.#piece]);
    this.#piece = null;
    this.#message = null;
    this.#isBroken = true;
  }

  #readHead(bytes: Buffer): number {
    const taken = bytes.copy(this.#head, this.#headBytes, 0, FRAME_HEAD - this.#headBytes);
    this.#headBytes += taken;
    if (this.#headBytes === FRAME_HEAD) this.#begin();
    return taken;
  }

  #begin(): void {
    this.#kind = this.#head.readUInt8(0);
    this.#object = this.#head.readUInt32BE(1);
    this.#length = this.#head.readUInt32BE(5);
    this.#filled = 0;
    const most = this.#kind === FRAME.bytes ? MOST_FRAME_BYTES : this.#kind === FRAME.message ? MOST_MESSAGE_BYTES : 0;
    if (this.#length === 0 || this.#length > most) this.#break();
    else if (this.#kind === FRAME.bytes) this.#piece = this.#pieces.take();
    else this.#message = Buffer.allocUnsafe(this.#length);
  }

  #readBody(bytes: Buffer): number {
    const part = bytes.subarray(0, this.#length - this.#filled);
    (this.#piece ?? this.#message)?.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === this.#length) this.#end();
    return part.length;
  }

  #end(): void {
    const [piece, message] = [this.#piece, this.#message];
    this.#piece = null;
    this.#message = null;
    this.#headBytes = 0;
    if (piece !== null) this.#listener.bytes(this.#object, piece, this.#length);
    if (message === null) return;
    let raw: unknown;
    try {
      raw = JSON.parse(message.toString('utf8'));
    } catch {
      // No JSON is as broken as a frame that is none.
      this.#break();
      return;
    }
    this.#listener.message(raw);
  }

  #break(): void {
    this.#isBroken = true;
    this.#listener.broken();
  }
}

/** Connects to a process that listens at `path`. @throws Error of the system */
export function connectSide(path: string, token: Uint8Array, reader: SideReader, onClosed: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      path,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (length, buffer) => {
          reader.push(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    socket.once('error', reject);
    socket.on('close', () => {
      reader.close();
      onClosed();
    });
    socket.once('connect', () => {
      socket.write(token);
      resolve();
    });
  });
}
