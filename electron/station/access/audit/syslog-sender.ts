import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { AppError } from '../../../../shared/errors/app-error.ts';

export interface SyslogPeer {
  readonly host: string;
  readonly port: number;
  /** PEM of who signed the receiver's certificate; null: whoever the computer trusts. */
  readonly ca: string | null;
  /** PEM of our own certificate and its key, for receivers that ask for one. */
  readonly certificate: string | null;
  readonly privateKey: string | null;
}

/** Longest silence of the receiver, milliseconds. */
const SILENCE_MS = 15_000;

/**
 * Sends messages over TLS and resolves when the receiver has closed in order: it says goodbye only after it has read all, where
 * a mere write says no more than that the bytes left this process. Anything else is `audit/not-sent`: then all may have to be
 * sent again. The certificate is always checked; there is no way round that.
 */
export function sendSyslog(peer: SyslogPeer, frames: readonly Buffer[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(connectionOptions(peer));
    let settled = false;
    const settle = (error: unknown): void => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      if (error === null) resolve();
      else reject(notSent(error));
    };
    const onAbort = (): void => settle(new Error('stopped'));
    if (signal.aborted) return settle(new Error('stopped'));
    signal.addEventListener('abort', onAbort);
    socket.setTimeout(SILENCE_MS, () => settle(new Error('silent')));
    socket.on('error', settle);
    socket.once('secureConnect', () => void writeAll(socket, frames).then(() => socket.end(), settle));
    // Whatever a receiver says is read and left aside: the protocol has no answers.
    socket.resume();
    let isEnded = false;
    socket.once('end', () => {
      isEnded = true;
    });
    socket.once('close', (failed) => settle(!failed && isEnded && socket.writableFinished ? null : new Error('cut')));
  });
}

function connectionOptions({ host, port, ca, certificate, privateKey }: SyslogPeer): ConnectionOptions {
  return {
    host,
    port,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // An address is no name to ask a server for.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
    ...(certificate === null || privateKey === null ? {} : { cert: certificate, key: privateKey }),
  };
}

async function writeAll(socket: TLSSocket, frames: readonly Buffer[]): Promise<void> {
  for (const frame of frames) {
    await new Promise<void>((resolve, reject) => {
      socket.write(frame, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** The system's words may name hosts and people: only its code goes on. */
function notSent(error: unknown): AppError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'cut';
  return new AppError('audit/not-sent', 'the receiver did not take the audit records', {
    context: { reason },
    cause: error,
    retry: 'later',
  });
}
