import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';

export const APP_ORIGIN = 'nightjar://app';

/** No script but ours, no style tag, no connection anywhere: 'wasm-unsafe-eval' and blob workers are for Cornerstone. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'nightjar',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the built window from `folder`, cross-origin isolated; anything else is 404. */
export function serveWindow(session: Session, folder: string): void {
  session.protocol.handle('nightjar', async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'app' || request.method !== 'GET') return plain(404);
    const relative = path.posix.normalize(decodeURIComponent(url.pathname)).replace(/^\/+/, '') || 'index.html';
    const file = path.join(folder, relative);
    const type = TYPES[path.extname(file)];
    if (!file.startsWith(folder + path.sep) || type === undefined) return plain(404);
    try {
      return new Response(new Uint8Array(await readFile(file)), { status: 200, headers: headers(type) });
    } catch {
      // The only failure a reader could cause is a missing file; the page itself says when a part is missing.
      return plain(404);
    }
  });
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

function plain(status: number): Response {
  return new Response('', { status, headers: headers('text/html; charset=utf-8') });
}
