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
  readonly #connections = new Map<MllpConnection, OrderPeer>();
  /** Sockets of each peer, TLS ones that are still being agreed on included. */
  readonly #sockets = new Map<Socket, OrderPeer>();
  readonly #told = new Map<string, number>();

  constructor(ports: ListenerPorts) {
    this.#ports = ports;
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
    const { settings, limits } = this.#ports;
    const address = plainAddress(socket.remoteAddress ?? '');
    socket.on('error', () => socket.destroy());
    const peer = settings.peers.find((one) => plainAddress(one.address) === address);
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
    if (settings.tls === null) this.#serve(socket, peer);
    else this.#secure(socket, peer, settings.tls);
  }

  #secure(socket: Socket, peer: OrderPeer, own: NonNullable<OrderListener['tls']>): void {
    const needsClient = own.clientAuthorities !== null;
    const secure = new tls.TLSSocket(socket, {
      isServer: true,
      secureContext: tls.createSecureContext({
        ...{ cert: own.certificate, key: own.privateKey, minVersion: 'TLSv1.2' },
        ...(own.clientAuthorities === null ? {} : { ca: own.clientAuthorities }),
      }),
      ...{ requestCert: needsClient, rejectUnauthorized: needsClient },
    });
    const late = setTimeout(() => secure.destroy(), HANDSHAKE_MS);
    secure.on('error', () => {
      clearTimeout(late);
      this.#turnAway(socket, 'tls');
    });
    secure.once('close', () => clearTimeout(late));
    // A server's own socket says "secure" when both sides have agreed, a client's certificate included.
    secure.once('secure', () => {
      clearTimeout(late);
      if (needsClient && !secure.authorized) this.#turnAway(socket, 'certificate');
      else this.#serve(secure, peer);
    });
    socket.resume();
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

/** IPv4 addresses that come over an IPv6 socket are the same addresses. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
