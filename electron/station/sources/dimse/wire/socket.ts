import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import type { AppError } from '../../../../../shared/errors/app-error.ts';
import { secureContext } from '../../http/trust.ts';
import { cancelled, dimseError, socketError } from './dimse-error.ts';

export interface TlsTrust {
  /** PEM of who vouches for the peer beside those whom the computer trusts. */
  readonly authorities: string | null;
  /** What we show, PEM. */
  readonly certificate: string | null;
  readonly privateKey: string | null;
}

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsTrust | null;
  readonly connectMs: number;
}

/** Bytes that are read at a time. */
const READ_BYTES = 64 * 1024;

/** A connection that reads into one buffer, over and over: what `take` is given is gone when it returns. */
export interface Connection {
  readonly socket: net.Socket;
  readonly read: (take: (bytes: Buffer) => void) => void;
}

/** Addresses of a name. @throws AppError source/unreachable */
export async function resolveHost(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw socketError(error, true);
  }
}

/**
 * A connection, with TLS agreed on where it is wanted. @throws AppError source/unreachable, source/timed-out,
 * source/certificate, source/credentials, source/refused, request/cancelled
 */
export function connectTo(address: Address, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    // Nobody speaks before we do (Part 8, 9.1.1): what comes before somebody listens is nothing that was asked for.
    let take: (bytes: Buffer) => void = () => undefined;
    const onread: net.OnReadOpts = {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback: (bytes, buffer) => {
        take(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        return true;
      },
    };
    const socket = address.tls === null ? plainSocket(address, onread) : tlsSocket(address, address.tls, onread);
    const done = (error: AppError | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      if (error === null) {
        resolve({ socket, read: (to) => (take = to) });
        return;
      }
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => done(cancelled());
    const onError = (error: Error): void => done(openingError(error, address.tls !== null));
    const timer = setTimeout(
      () => done(dimseError('source/unreachable', 'no-route', 'the peer did not answer in time', 'later')),
      address.connectMs,
    );
    if (signal.aborted) {
      done(cancelled());
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once(address.tls === null ? 'connect' : 'secureConnect', () => done(null));
  });
}

function plainSocket({ host, port }: Address, onread: net.OnReadOpts): net.Socket {
  return net.connect({ host, port, noDelay: true, onread });
}

function tlsSocket({ host, port }: Address, trust: TlsTrust, onread: net.OnReadOpts): tls.TLSSocket {
  const { authorities, certificate, privateKey } = trust;
  // `onread` is documented for TLS, too, and missing in the types.
  const options: tls.ConnectionOptions & { readonly onread: net.OnReadOpts } = {
    host,
    port,
    onread,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    secureContext: secureContext(
      authorities,
      certificate === null || privateKey === null ? null : { certificate, privateKey },
    ),
  };
  return tls.connect(options);
}

/** A peer that answers TLS with something else ends in many ways; all of them mean the same. */
/** Why a connection could not be opened. One that is closed in the middle of the handshake speaks no TLS. */
export function openingError(error: unknown, overTls: boolean): AppError {
  const known = socketError(error, true);
  if (known.context['cause'] !== 'closed' || !overTls) return known;
  return dimseError('source/refused', 'not-tls', 'no TLS with this peer');
}
