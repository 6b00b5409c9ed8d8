import { timingSafeEqual } from 'node:crypto';
import { chmodSync } from 'node:fs';
import net from 'node:net';
import type { Socket } from 'node:net';
import type { FromDimse } from '../dimse-messages.ts';
import { FRAME, FRAME_HEAD, MOST_FRAME_BYTES, TOKEN_BYTES, writeFrameHead } from '../side-frames.ts';

/** Room for one part of an object, with the head of its frame before it. */
export interface SidePart {
  readonly frame: Buffer;
  /** Where the bytes go, MOST_FRAME_BYTES at most. */
  readonly body: Buffer;
}

/** The process's end of the side line: everything that it says goes here, in order, once the station is connected. */
export class SideWriter {
  readonly #free: SidePart[] = [];
  #socket: Socket | null = null;

  get isOpen(): boolean {
    return this.#socket !== null;
  }

  /**
   * Listens until the one came who has the token, which only the station has; nobody else is heard.
   * @param onClosed the station is gone
   */
  listen(path: string, token: Uint8Array, onClosed: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = net.createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', (said: Buffer) => {
          if (this.#socket !== null || said.length !== TOKEN_BYTES || !timingSafeEqual(said, token)) {
            socket.destroy();
            return;
          }
          server.close();
          this.#socket = socket;
          socket.once('close', onClosed);
          socket.resume();
        });
      });
      server.once('error', reject);
      server.listen(path, () => {
        if (process.platform !== 'win32') chmodSync(path, 0o600);
        resolve();
      });
    });
  }

  part(): SidePart {
    const known = this.#free.pop();
    if (known !== undefined) return known;
    const frame = Buffer.allocUnsafeSlow(FRAME_HEAD + MOST_FRAME_BYTES);
    return { frame, body: frame.subarray(FRAME_HEAD) };
  }

  giveBack(part: SidePart): void {
    this.#free.push(part);
  }

  /** The part is not the caller's any more. */
  sendPart(object: number, part: SidePart, length: number): void {
    writeFrameHead(part.frame, FRAME.bytes, object, length);
    this.#socket?.write(part.frame.subarray(0, FRAME_HEAD + length), () => this.giveBack(part));
  }

  send(message: FromDimse): void {
    const text = Buffer.from(JSON.stringify(message), 'utf8');
    const frame = Buffer.allocUnsafe(FRAME_HEAD + text.length);
    writeFrameHead(frame, FRAME.message, 0, text.length);
    text.copy(frame, FRAME_HEAD);
    this.#socket?.write(frame);
  }
}
