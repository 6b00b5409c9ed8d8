import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { windowFile } from './window-file.ts';

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
    const found = request.method === 'GET' ? windowFile(request.url) : null;
    if (found === null) return plain(404);
    try {
      const bytes = new Uint8Array(await readFile(path.join(folder, found.file)));
      return new Response(bytes, { status: 200, headers: headers(found.contentType) });
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
