import { connect as connectPlain, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { readAck } from '../../../../shared/hl7/ack.ts';
import type { ReadAck } from '../../../../shared/hl7/ack.ts';
import { messageText } from '../../../../shared/hl7/charset.ts';
import { frameMessage, MllpFramer } from '../../../../shared/hl7/framing.ts';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';
import { lineError } from '../../sources/http/line-error.ts';
import { secureContext } from '../../sources/http/trust.ts';

/** Longest answer, bytes: an answer says yes or no. */
const MAX_ACK_BYTES = 64 * 1024;
/** Messages that are no answer to ours, and what lies between messages, before the line is given up. */
const MOST_OTHERS = 20;
const MOST_NOISE_BYTES = 4096;
/** After the answer of whoever took the message in (enhanced mode): how long the application has, milliseconds. */
const APPLICATION_MS = 5000;

export interface MllpPeer {
  readonly host: string;
  readonly port: number;
  /** Null: plain. */
  readonly tls: { readonly authorities: string | null; readonly certificate: ClientCertificate | null } | null;
  /** Until there is a connection, TLS included; until the answer is whole. Milliseconds. */
  readonly connectMs: number;
  readonly answerMs: number;
}

/** A failure after the connection stood: whether bytes of the message had been given to the system by then. */
export class MllpError extends AppError {
  readonly gaveBytes: boolean;

  constructor(cause: AppError, gaveBytes: boolean) {
    super(cause.code, cause.message, { context: cause.context, retry: cause.retry, cause });
    this.gaveBytes = gaveBytes;
  }
}

/**
 * One line to one HL7 receiver: one message at a time, each answered before the next. The connection is kept between messages; one
 * on which anything went wrong is never used again, so that a late answer meets nobody.
 */
export class MllpClient {
  readonly #peer: MllpPeer;
  #socket: Socket | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(peer: MllpPeer) {
    this.#peer = peer;
  }

  /**
   * Sends a message and waits for the answer that names its control id; answers to other messages are left aside. Of an enhanced
   * receiver the answer of its application counts; where none comes in time, the one of whoever took the message in.
   * @throws MllpError source/unreachable, source/certificate, source/timed-out, source/wrong-answer, request/cancelled
   */
  send(message: Uint8Array, controlId: string, signal: AbortSignal): Promise<ReadAck> {
    const mine = this.#turn.then(() => this.#send(message, controlId, signal));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Connects where nothing is connected. @throws MllpError */
  probe(signal: AbortSignal): Promise<void> {
    const mine = this.#turn.then(async () => {
      await this.#open(signal);
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #send(message: Uint8Array, controlId: string, signal: AbortSignal): Promise<ReadAck> {
    const socket = await this.#open(signal);
    this.#socket = null;
    try {
      const ack = await exchange(socket, { message, controlId, answerMs: this.#peer.answerMs, signal });
      this.#keep(socket);
      return ack;
    } catch (error) {
      socket.destroy();
      throw new MllpError(this.#known(error, signal), true);
    }
  }

  async #open(signal: AbortSignal): Promise<Socket> {
    const kept = this.#socket;
    if (kept !== null && kept.writable && !kept.destroyed && kept.readableLength === 0) return kept;
    this.close();
    try {
      signal.throwIfAborted();
      const socket = await connected(this.#peer, signal);
      this.#keep(socket);
      return socket;
    } catch (error) {
      throw new MllpError(this.#known(error, signal), false);
    }
  }

  /** Between messages nobody has anything to say: whoever does, or leaves, is let go. */
  #keep(socket: Socket): void {
    this.#socket = socket;
    const drop = (): void => {
      socket.destroy();
      if (this.#socket === socket) this.#socket = null;
    };
    socket.removeAllListeners('error').removeAllListeners('end').removeAllListeners('data');
    socket.on('error', drop).on('end', drop).on('data', drop);
  }

  #known(error: unknown, signal: AbortSignal): AppError {
    return lineError(error, { host: this.#peer.host, proxyPort: null }, signal);
  }
}

function connected({ host, port, tls, connectMs }: MllpPeer, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      tls === null
        ? connectPlain({ host, port, noDelay: true })
        : connectTls({
            ...{ host, port, rejectUnauthorized: true },
            secureContext: secureContext(tls.authorities, tls.certificate),
            // An address is no name to ask a server for.
            ...(isIP(host) === 0 ? { servername: host } : {}),
          });
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', settle);
      if (error === null) return resolve(socket);
      socket.on('error', () => undefined).destroy();
      reject(error instanceof Error ? error : new Error('no connection', { cause: error }));
    };
    const onAbort = (): void => settle(new Error('stopped'));
    const timer = setTimeout(() => settle(late('no-connection')), connectMs);
    signal.addEventListener('abort', onAbort);
    socket.once('error', settle);
    socket.once(tls === null ? 'connect' : 'secureConnect', () => {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 10_000);
      settle(null);
    });
  });
}

interface Exchange {
  readonly message: Uint8Array;
  readonly controlId: string;
  readonly answerMs: number;
  readonly signal: AbortSignal;
}

function exchange(socket: Socket, { message, controlId, answerMs, signal }: Exchange): Promise<ReadAck> {
  return new Promise((resolve, reject) => {
    const answers = new Answers(controlId);
    let timer: NodeJS.Timeout | null = null;
    const settle = (error: Error | null, ack: ReadAck | null): void => {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      for (const name of ['data', 'error', 'end', 'close'] as const) socket.removeAllListeners(name);
      // Whoever is let go may still complain.
      socket.on('error', () => undefined);
      if (ack !== null) resolve(ack);
      else reject(error ?? late('no-answer'));
    };
    const wait = (ms: number): void => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => settle(null, answers.taken), ms);
    };
    const onAbort = (): void => settle(new Error('stopped'), null);
    const onCut = (): void => settle(cut(), answers.taken);
    for (const name of ['data', 'error', 'end', 'close'] as const) socket.removeAllListeners(name);
    signal.addEventListener('abort', onAbort);
    socket.on('data', (chunk: Buffer) => {
      try {
        const had = answers.taken;
        const ack = answers.push(chunk);
        if (ack !== null) settle(null, ack);
        else if (had === null && answers.taken !== null) wait(Math.min(APPLICATION_MS, answerMs));
      } catch (error) {
        settle(error instanceof Error ? error : cut(), answers.taken);
      }
    });
    socket.once('error', (error) => settle(error, answers.taken));
    socket.once('end', onCut).once('close', onCut);
    if (signal.aborted) return onAbort();
    wait(answerMs);
    socket.write(frameMessage(message));
  });
}

/** Reads what comes back until it is the answer to our message. */
class Answers {
  /** Of whoever took the message in; the application may still say something else. */
  taken: ReadAck | null = null;
  readonly #controlId: string;
  readonly #framer = new MllpFramer(MAX_ACK_BYTES);
  #others = 0;
  #noise = 0;

  constructor(controlId: string) {
    this.#controlId = controlId;
  }

  /** @throws AppError source/wrong-answer for what is no answer */
  push(chunk: Uint8Array): ReadAck | null {
    let answer: ReadAck | null = null;
    for (const event of this.#framer.push(chunk)) {
      switch (event.kind) {
        case 'message':
          answer ??= this.#read(event.bytes);
          break;
        case 'noise':
          this.#noise += event.count;
          if (this.#noise > MOST_NOISE_BYTES) throw wrong('noise');
          break;
        case 'cut':
          throw wrong('not-whole');
        case 'too-long':
          throw wrong('too-long');
      }
    }
    return answer;
  }

  #read(bytes: Uint8Array): ReadAck | null {
    const ack = readAck(messageText(bytes, readText));
    if (ack.controlId !== this.#controlId) {
      this.#others += 1;
      if (this.#others > MOST_OTHERS) throw wrong('other-messages');
      return null;
    }
    if (ack.code !== 'CA') return ack;
    this.taken = ack;
    return null;
  }
}

function readText(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label, { fatal: true }).decode(bytes);
}

function late(reason: string): AppError {
  return new AppError('source/timed-out', 'the receiver did not answer in time', {
    context: { reason },
    retry: 'later',
  });
}

function cut(): AppError {
  return new AppError('source/unreachable', 'the line was cut', { context: { reason: 'cut' }, retry: 'later' });
}

function wrong(reason: string): AppError {
  return new AppError('source/wrong-answer', `the answer of a receiver: ${reason}`, {
    context: { reason },
    retry: 'later',
  });
}
