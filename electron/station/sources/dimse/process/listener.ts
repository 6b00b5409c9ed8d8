import net from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import tls from 'node:tls';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { FromDimse, ListenSettings } from '../dimse-messages.ts';
import { encodeReject } from '../wire/pdu.ts';
import type { Arrivals } from './arrivals.ts';
import { Caller } from './caller.ts';

/** Somebody who is turned away again and again is told of once in this time, milliseconds. */
const TELL_EVERY_MS = 10_000;
/** Milliseconds that TLS may take to be agreed on. */
const HANDSHAKE_MS = 10_000;
/** Addresses that are remembered for that. */
const MOST_TOLD = 1000;

type Post = (message: FromDimse) => void;

/**
 * Our own port: hears listed addresses only, and no more connections than it may have. Whoever is not listed is cut off
 * before a byte of theirs is read.
 */
export class Listener {
  readonly #job: number;
  readonly #settings: ListenSettings;
  readonly #arrivals: Arrivals;
  readonly #post: Post;
  readonly #server: Server;
  /** Null: plain. */
  readonly #secure: tls.Server | null;
  readonly #callers = new Set<Caller>();
  /** Connections that have not said who they are, TLS ones that are still being agreed on included. */
  #connections = 0;
  readonly #told = new Map<string, number>();

  constructor(job: number, settings: ListenSettings, arrivals: Arrivals, post: Post) {
    this.#job = job;
    this.#settings = settings;
    this.#arrivals = arrivals;
    this.#post = post;
    this.#secure = settings.tls === null ? null : this.#makeSecure(settings.tls);
    this.#server = this.#makeServer();
  }

  /** Runs until the signal. @throws AppError source/refused when the port cannot be had */
  run(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#server.close();
        for (const caller of [...this.#callers]) caller.abort();
        resolve();
      };
      this.#server.once('error', (cause) => {
        reject(new AppError('source/refused', 'the port of the receiver cannot be had', { retry: 'later', cause }));
      });
      this.#server.listen({ host: this.#settings.host, port: this.#settings.port, backlog: 64 }, () => {
        const address = this.#server.address() as AddressInfo;
        this.#post({ t: 'listening', job: this.#job, port: address.port });
      });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  #makeServer(): Server {
    const { tls: own } = this.#settings;
    const server = net.createServer({ noDelay: true, pauseOnConnect: own !== null }, (socket) =>
      this.#connected(socket),
    );
    // More than these are closed by the system before anything is made for them.
    server.maxConnections = this.#settings.maxConnections;
    return server;
  }

  #connected(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    socket.on('error', () => undefined);
    const isListed = this.#settings.peers.some((peer) => peer.address === address);
    if (!isListed) {
      this.#turnAway(address, null, 'address');
      socket.destroy();
      return;
    }
    const most = this.#settings.peers
      .filter((peer) => peer.address === address)
      .reduce((sum, peer) => sum + peer.maxAssociations, 0);
    const theirs = [...this.#callers].filter((caller) => caller.address === address).length;
    if (theirs >= most || this.#connections >= this.#settings.maxConnections) {
      this.#turnAway(address, null, 'too-many');
      // Transient, by the presentation layer: local limit exceeded (Part 8, table 9-21).
      socket.end(encodeReject(2, 3, 2));
      socket.setTimeout(1000, () => socket.destroy());
      socket.resume();
      return;
    }
    this.#connections += 1;
    socket.once('close', () => {
      this.#connections -= 1;
    });
    if (this.#secure === null) this.#serve(socket, address);
    else {
      this.#secure.emit('connection', socket);
      socket.resume();
    }
  }

  /** Agrees on TLS. A server of its own: a bare TLS socket asks for a certificate and believes any. */
  #makeSecure(own: NonNullable<ListenSettings['tls']>): tls.Server {
    const asks = own.authorities !== null;
    const server = secureServer({
      ...{ cert: own.certificate, key: own.privateKey, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
      ...(own.authorities === null ? {} : { ca: own.authorities }),
      ...{ requestCert: asks, rejectUnauthorized: asks },
    });
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      if (asks && !socket.authorized) socket.destroy();
      else this.#serve(socket, plainAddress(socket.remoteAddress ?? ''));
    });
    return server;
  }

  #serve(socket: Socket, address: string): void {
    const caller = new Caller({
      job: this.#job,
      socket,
      address,
      settings: this.#settings,
      arrivals: this.#arrivals,
      post: this.#post,
      sameTitle: (peer) => [...this.#callers].filter((other) => other.peer === peer).length,
      turnAway: (callingAe, why) => this.#turnAway(address, callingAe, why),
      closed: () => this.#callers.delete(caller),
    });
    this.#callers.add(caller);
  }

  #turnAway(address: string, callingAe: string | null, why: string): void {
    const now = performance.now();
    const name = `${address} ${why}`;
    const last = this.#told.get(name);
    if (last !== undefined && now - last < TELL_EVERY_MS) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.set(name, now);
    this.#post({ t: 'turned-away', job: this.#job, address, callingAe, why });
  }
}

function secureServer(options: tls.TlsOptions): tls.Server {
  try {
    return tls.createServer(options);
  } catch (cause) {
    throw new AppError('source/certificate', 'the certificates of the receiver cannot be used', { cause });
  }
}

/** IPv4 addresses that come over an IPv6 socket are the same addresses. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
