import { connect } from 'node:net';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { TunnelHost } from '../../../../shared/model/source-settings.ts';

/** How long the tunnel's host is waited for, milliseconds. */
const PATIENCE_MS = 3000;

/** Whether the VPN to a site is up: something takes a connection that takes it only through the tunnel. */
export function tunnelIsUp({ host, port }: TunnelHost): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (isUp: boolean): void => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/**
 * A failure to reach a site, said as "VPN down" where it is the tunnel that is down; where it is up, the context says so
 * (`tunnelUp`).
 */
export async function blameTunnel(error: AppError, tunnel: TunnelHost | null): Promise<AppError> {
  if (tunnel === null || !(error.code === 'source/unreachable' || error.code === 'source/timed-out')) return error;
  if (await tunnelIsUp(tunnel)) {
    const { code, message, context, retry } = error;
    return new AppError(code, message, { context: { ...context, tunnelUp: true }, retry, cause: error });
  }
  return new AppError('source/tunnel-down', 'the host that answers only through the tunnel does not answer', {
    context: { ...error.context, tunnel: tunnel.name ?? tunnel.host },
    retry: 'later',
    cause: error,
  });
}
