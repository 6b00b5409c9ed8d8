import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import { factsOf } from '../../access/sign-in/certificate-facts.ts';

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
  /** Null where there was none: TLS without certificates is not used. */
  readonly certificate: CertificateFacts | null;
}

/**
 * A handshake in which certificate and name are checked; the connection is closed again. Throws what TLS says.
 * @param speaks what is to be spoken inside; empty: it is not said
 */
export async function shakeHands(
  address: Address,
  context: SecureContext,
  contact: Contact,
  speaks: readonly string[] = ['http/1.1'],
): Promise<Handshake> {
  const protocols = speaks.length === 0 ? {} : { ALPNProtocols: [...speaks] };
  return handshake(address, contact, { secureContext: context, rejectUnauthorized: true, ...protocols });
}

/**
 * The certificate of a server that was not believed, for a person to compare with what the site says. Nothing is sent, no
 * certificate of this station is shown, and the connection is closed at once. Null: it showed none.
 */
export async function certificateOf(address: Address, contact: Contact): Promise<CertificateFacts | null> {
  try {
    // Whom to believe is not decided here: what is read is shown as not believed.
    return (await handshake(address, contact, { rejectUnauthorized: false })).certificate;
  } catch {
    // It is an addition to a failure that is told anyway.
    return null;
  }
}

async function handshake(address: Address, contact: Contact, options: ConnectionOptions): Promise<Handshake> {
  const socket = connectTls({
    ...address,
    ...options,
    // An address is no name to ask a server for.
    ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
  });
  let shown: Handshake | null = null;
  socket.once('secureConnect', () => {
    shown = read(socket);
  });
  await first(socket, 'secureConnect', contact);
  return shown ?? { protocol: '', certificate: null };
}

function read(socket: TLSSocket): Handshake {
  const certificate = socket.getPeerX509Certificate();
  return {
    protocol: socket.getProtocol() ?? '',
    certificate: certificate === undefined ? null : factsOf(certificate, Date.now()),
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
