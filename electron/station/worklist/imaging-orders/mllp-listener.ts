import net from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import tls from 'node:tls';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { OrderListener, OrderPeer } from '../../../../shared/model/order-feeds.ts';
import type { Log } from '../../kernel/ports.ts';
import { MllpConnection } from './mllp-connection.ts';
import type { ConnectionLimits } from './mllp-connection.ts';

/** Connections at a time: of all peers, and of one. */
const MAX_CONNECTIONS = 32;
const MAX_OF_PEER = 4;
/** Milliseconds that TLS may take to be agreed on. */
const HANDSHAKE_MS = 10_000;
/** Somebody who is turned away again and again is told of once in this time, milliseconds. */
const TELL_EVERY_MS = 10_000;
/** Addresses that are remembered for that. */
const MOST_TOLD = 200;

export interface ListenerPorts {
  readonly settings: OrderListener;
  readonly receive: (bytes: Uint8Array, peer: OrderPeer) => Promise<{ readonly answer: string; readonly ok: boolean }>;
  readonly tooLong: (head: Uint8Array, peer: OrderPeer) => string;
  readonly log: Log;
  readonly limits?: ConnectionLimits & { readonly maxOfPeer?: number };
}

/** Our own port for HL7: listed addresses only, each with so many connections. Who is not listed is cut off unread. */
export class MllpListener {
  readonly #ports: ListenerPorts;
  readonly #server: Server;
  /** Null: plain. */
  readonly #secure: tls.Server | null;
  readonly #connections = new Map<MllpConnection, OrderPeer>();
  /** Sockets of each peer, TLS ones that are still being agreed on included. */
  readonly #sockets = new Map<Socket, OrderPeer>();
  readonly #told = new Map<string, number>();

  /** @throws AppError imaging-order/not-listening where the certificates cannot be used */
  constructor(ports: ListenerPorts) {
    this.#ports = ports;
    this.#secure = ports.settings.tls === null ? null : this.#makeSecure(ports.settings.tls);
    this.#server = net.createServer({ noDelay: true, pauseOnConnect: true }, (socket) => this.#connected(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** The port it listens on. @throws AppError imaging-order/not-listening */
  open(): Promise<number> {
    const { host, port } = this.#ports.settings;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause) => {
        reject(
          new AppError('imaging-order/not-listening', 'the port for orders cannot be had', { retry: 'later', cause }),
        );
      });
      this.#server.listen({ host, port, backlog: 16 }, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Ends every connection. What was not answered was not accepted, and the sender has it still. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets.keys()) socket.destroy();
    for (const connection of this.#connections.keys()) connection.close('end');
    await closed;
  }

  #connected(socket: Socket): void {
    const { limits } = this.#ports;
    socket.on('error', () => socket.destroy());
    const peer = this.#peerOf(socket);
    if (peer === undefined) {
      this.#turnAway(socket, 'not-listed');
      return;
    }
    const theirs = [...this.#sockets.values()].filter((one) => one === peer).length;
    if (theirs >= (limits?.maxOfPeer ?? MAX_OF_PEER)) {
      this.#turnAway(socket, 'too-many');
      return;
    }
    this.#sockets.set(socket, peer);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#secure === null) this.#serve(socket, peer);
    else {
      this.#secure.emit('connection', socket);
      socket.resume();
    }
  }

  /** Agrees on TLS. A server of its own: a bare TLS socket asks for a certificate and believes any. */
  #makeSecure(own: NonNullable<OrderListener['tls']>): tls.Server {
    const needsClient = own.clientAuthorities !== null;
    const server = secureServer({
      ...{ cert: own.certificate, key: own.privateKey, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
      ...(own.clientAuthorities === null ? {} : { ca: own.clientAuthorities }),
      ...{ requestCert: needsClient, rejectUnauthorized: needsClient },
    });
    server.on('tlsClientError', (_error, socket) => this.#turnAway(socket, 'tls'));
    server.on('secureConnection', (socket) => {
      socket.on('error', () => socket.destroy());
      const peer = this.#peerOf(socket);
      if (peer === undefined || (needsClient && !socket.authorized)) this.#turnAway(socket, 'certificate');
      else this.#serve(socket, peer);
    });
    return server;
  }

  #peerOf(socket: Socket): OrderPeer | undefined {
    const address = plainAddress(socket.remoteAddress ?? '');
    return this.#ports.settings.peers.find((one) => plainAddress(one.address) === address);
  }

  #serve(socket: Socket, peer: OrderPeer): void {
    const { receive, tooLong, log, limits = {} } = this.#ports;
    const connection = new MllpConnection({
      ...limits,
      socket,
      receive: (bytes) => receive(bytes, peer),
      tooLong: (head) => tooLong(head, peer),
      closed: (because) => {
        this.#connections.delete(connection);
        if (because !== 'peer' && because !== 'end') log.warn('orders-connection-ended', { peer: peer.name, because });
      },
    });
    this.#connections.set(connection, peer);
    socket.resume();
  }

  #turnAway(socket: Socket, because: string): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    socket.destroy();
    const now = performance.now();
    const last = this.#told.get(`${because} ${address}`);
    if (last !== undefined && now - last < TELL_EVERY_MS) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.set(`${because} ${address}`, now);
    this.#ports.log.warn('orders-peer-turned-away', { because });
  }
}

function secureServer(options: tls.TlsOptions): tls.Server {
  try {
    return tls.createServer(options);
  } catch (cause) {
    throw new AppError('imaging-order/not-listening', 'the certificates for orders cannot be used', { cause });
  }
}

/** IPv4 addresses that come over an IPv6 socket are the same addresses. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
