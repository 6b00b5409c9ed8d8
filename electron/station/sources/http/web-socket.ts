import { WebSocket } from 'undici';
import type { Dispatcher } from 'undici';
import { AppError } from '../../../../shared/errors/app-error.ts';

export interface ListenOptions {
  /** http: or https:, as the site's other addresses; the connection is ws: or wss:. */
  readonly url: URL;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest message that is read; a longer one ends the connection. Characters. */
  readonly most: number;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Hears what a site sends by itself over a WebSocket (RFC 6455), on the connections, certificates and proxy of its source. Resolves when the
 * signal ends it. @throws AppError source/unreachable where the site takes no such connection, or ends it
 */
export function listenTo({ url, dispatcher, headers, most, onOpen, onText, signal }: ListenOptions): Promise<void> {
  const address = new URL(url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    const socket = new WebSocket(address, { dispatcher, headers });
    const end = (): void => socket.close();
    const over = (reason: string): void => {
      signal.removeEventListener('abort', end);
      if (signal.aborted) return resolve();
      reject(new AppError('source/unreachable', 'the site sends no events', { context: { host: url.host, reason } }));
    };
    signal.addEventListener('abort', end, { once: true });
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      if (typeof data !== 'string') return;
      if (data.length > most) return socket.close();
      onText(data);
    });
    // An error is followed by the close, which says that it is over.
    socket.addEventListener('close', () => over('closed'));
  });
}
