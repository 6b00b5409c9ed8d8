import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Nobody waits longer for a machine that says nothing. */
const PATIENCE_MS = 5000;

export interface Peer {
  readonly host: string;
  readonly port: number;
  /** How it is spoken to. */
  readonly by: 'tcp' | 'tls';
  /** PEM of who vouches for it; null: whoever the computer trusts. */
  readonly authorities: string | null;
  /** What this station shows; null: nothing. */
  readonly own: { readonly certificate: string; readonly privateKey: string } | null;
}

/**
 * Whether somebody answers there, and is who the address says: a line is made and closed again, nothing is sent over it.
 * @returns null, or the code of what stood in the way ("ECONNREFUSED", "silent", "CERT_HAS_EXPIRED")
 */
export function reach({ host, port, by, authorities, own }: Peer): Promise<string | null> {
  return new Promise((resolve) => {
    const socket: Socket =
      by === 'tcp'
        ? connectTcp({ host, port })
        : connectTls({
            ...{ host, port, minVersion: 'TLSv1.2', rejectUnauthorized: true },
            // An address is no name to ask a server for.
            ...(isIP(host) === 0 ? { servername: host } : {}),
            ...(authorities === null ? {} : { ca: authorities }),
            ...(own === null ? {} : { cert: own.certificate, key: own.privateKey }),
          });
    const end = (found: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    const timer = setTimeout(() => end('silent'), PATIENCE_MS);
    socket.once(by === 'tcp' ? 'connect' : 'secureConnect', () => end(null));
    socket.once('error', (error) => end('code' in error ? String(error.code) : 'failed'));
    socket.once('close', () => end('closed'));
  });
}
