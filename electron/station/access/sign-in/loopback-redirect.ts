import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../../shared/errors/app-error.ts';

const HOST = '127.0.0.1';
const PATH = '/cb';
/** An answer is a code and some words; more is no answer. */
const LONGEST_URL = 8 * 1024;

export interface LoopbackRedirect {
  /** Where the provider sends the browser back to (RFC 8252, 7.3). */
  readonly redirectUri: string;
  /** The address that the browser came back with. Rejects with sign-in/cancelled after `close`. */
  readonly answer: Promise<URL>;
  close(): void;
}

/**
 * Waits on this machine only, for one browser that brings `state` with it. Whatever else asks (another program that guesses the
 * port, a page that reaches for it under another name) is refused, and the waiting goes on.
 */
export async function openRedirect(state: string): Promise<LoopbackRedirect> {
  const server = createServer({ maxHeaderSize: 2 * LONGEST_URL });
  server.maxConnections = 16;
  server.headersTimeout = 5_000;
  await listening(server);
  const { port } = server.address() as AddressInfo;
  const origin = `http://${HOST}:${port}`;
  const { promise, resolve, reject } = settled();
  server.on('request', (request, response) => {
    const answer = readAnswer(request, { origin, host: `${HOST}:${port}`, state });
    if (answer === null) {
      say(response, 400, 'This is not an answer to a sign-in of this station.');
      return;
    }
    say(response, 200, 'Done. You can close this page and go back to Nightjar.');
    resolve(answer);
    stop(server);
  });
  const close = (): void => {
    reject(new AppError('sign-in/cancelled', 'the sign-in was given up'));
    stop(server);
  };
  return { redirectUri: `${origin}${PATH}`, answer: promise, close };
}

function readAnswer(
  { method, url = '', headers }: IncomingMessage,
  { origin, host, state }: { readonly origin: string; readonly host: string; readonly state: string },
): URL | null {
  if (method !== 'GET' || headers.host !== host || url.length > LONGEST_URL || !URL.canParse(url, origin)) return null;
  const address = new URL(url, origin);
  if (address.origin !== origin || address.pathname !== PATH) return null;
  return isSame(address.searchParams.get('state') ?? '', state) ? address : null;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function say(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(`${words}\n`);
}

/** What was said is still sent; nobody new is heard. */
function stop(server: Server): void {
  server.close();
  server.closeIdleConnections();
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => resolve());
  });
}

function settled() {
  let resolve: (url: URL) => void = () => undefined;
  let reject: (error: AppError) => void = () => undefined;
  const promise = new Promise<URL>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  // Whoever gave up may not wait any more.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
