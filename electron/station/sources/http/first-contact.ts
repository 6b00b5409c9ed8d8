import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Contact {
  /** Milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** The addresses that a name stands for; an address stands for itself. Throws what the system's resolver says. */
export async function lookUp(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Whether the port takes a connection, which is closed again. Throws what the system says. */
export async function openPort(address: Address, contact: Contact): Promise<void> {
  await first(connectTcp(address), 'connect', contact);
}

/** What a server shows in a TLS handshake. */
export interface Handshake {
  /** "TLSv1.3". */
  readonly protocol: string;
  /** Organisation or name of whoever vouches for it. */
  readonly issuer: string;
  /** As the certificate writes it: "Jan  1 00:00:00 2027 GMT". */
  readonly validTo: string;
}

/** A handshake in which certificate and name are checked; the connection is closed again. Throws what TLS says. */
export async function shakeHands(address: Address, context: SecureContext, contact: Contact): Promise<Handshake> {
  const socket = connectTls({
    ...address,
    secureContext: context,
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    // An address is no name to ask a server for.
    ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
  });
  let shown: Handshake | null = null;
  socket.once('secureConnect', () => {
    shown = read(socket);
  });
  await first(socket, 'secureConnect', contact);
  return shown ?? { protocol: '', issuer: '', validTo: '' };
}

function read(socket: TLSSocket): Handshake {
  const { issuer, valid_to: validTo } = socket.getPeerCertificate();
  const name = issuer.O ?? issuer.CN;
  return {
    protocol: socket.getProtocol() ?? '',
    issuer: Array.isArray(name) ? name.join(', ') : (name ?? ''),
    validTo,
  };
}

function first(socket: Socket, event: 'connect' | 'secureConnect', { patience, signal }: Contact): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error): void => {
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const stop = (): void => end(new Error('stopped'));
    const timer = setTimeout(() => end(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), patience);
    signal.addEventListener('abort', stop, { once: true });
    socket.once(event, () => end());
    socket.on('error', end);
    socket.once('close', () => end(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    if (signal.aborted) stop();
  });
}
