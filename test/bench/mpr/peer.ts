import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { _electron } from 'playwright-core';
import type { Page } from 'playwright-core';
import { projectRoot, readRuntime } from '../../helpers/runtime.ts';
import { scratch } from '../lib/folders.ts';
import { ctPixels } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

/** As the other peers are started: WebGL in software, where the machine has no card. */
const SWITCHES = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];
const SHELL = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1600, height: 1100 });
  return window.loadURL(process.env.PEER_URL);
});`;

export interface Peer {
  readonly page: Page;
  stop(): Promise<void>;
}

/** A page with Cornerstone's core alone, in the Chromium that the window under test runs in; slices are served to it. */
export async function startPeer(ct: SyntheticCt): Promise<Peer> {
  const place = scratch('mpr-peer');
  await build({
    entryPoints: [path.join(projectRoot, 'test/bench/mpr/peer-page.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome130',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    outfile: path.join(place.dir, 'page.js'),
    minify: true,
    logLevel: 'error',
  });
  writeFileSync(path.join(place.dir, 'main.cjs'), SHELL);
  writeFileSync(path.join(place.dir, 'package.json'), JSON.stringify({ name: 'peer', main: 'main.cjs' }));
  const { server, url } = await serve(ct, path.join(place.dir, 'page.js'));
  const app = await _electron.launch({
    executablePath: readRuntime().executable,
    args: [...SWITCHES, place.dir],
    env: { ...process.env, PEER_URL: url } as Record<string, string>,
  });
  const stop = async (): Promise<void> => {
    await app.close();
    server.closeAllConnections();
    server.close();
    place.remove();
  };
  try {
    const page = await app.firstWindow();
    await page.waitForFunction(() => window.peer !== undefined, null, { timeout: 60_000 });
    await page.evaluate((slices) => window.peer?.load(slices), ct.slices);
    return { page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(ct: SyntheticCt, script: string): Promise<{ server: http.Server; url: string }> {
  const server = http.createServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const slice = /^\/slice\/(\d+)$/.exec(request.url ?? '')?.[1];
    if (slice !== undefined) {
      const { buffer } = ctPixels(ct, Number(slice));
      return void response.end(Buffer.from(buffer));
    }
    if (request.url === '/page.js') {
      return void response.setHeader('content-type', 'text/javascript').end(readFileSync(script));
    }
    response.setHeader('content-type', 'text/html');
    response.end(
      '<!doctype html><title>peer</title><body style="margin:0"><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the peer has no port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}
