import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { benchCache } from './folders.ts';
import type { Orthanc } from './orthanc.ts';

/** The viewer as its makers built it, from the npm registry. */
export const OHIF_VERSION = '3.13.2';
const CHROMIUM = '/usr/bin/chromium';
const SWITCHES = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** Folder of the built viewer; fetched into the cache once, with `npm pack`, outside the project. */
export function ohifBuild(): string {
  const folder = path.join(benchCache('ohif'), OHIF_VERSION);
  if (!existsSync(folder)) {
    process.stderr.write(`  Fetching @ohif/app@${OHIF_VERSION} (50 MB) into ${benchCache('ohif')} …\n`);
    const cwd = benchCache('ohif', `fetch-${process.pid}`);
    const run = (program: string, ...args: string[]): void => {
      const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
      if (status !== 0) throw new Error(`OHIF could not be fetched by ${program}: ${stderr}`);
    };
    run('npm', 'pack', `@ohif/app@${OHIF_VERSION}`);
    run('tar', 'xzf', `ohif-app-${OHIF_VERSION}.tgz`);
    renameSync(path.join(cwd, 'package', 'dist'), folder);
    rmSync(cwd, { recursive: true, force: true });
  }
  return folder;
}

export interface Ohif {
  readonly page: Page;
  /** Where its list is. */
  readonly url: string;
  readonly chromium: string;
  stop(): Promise<void>;
}

/** OHIF in headless Chromium in front of a running Orthanc. */
export async function startOhif(orthanc: Orthanc, options: { readonly cpu: boolean }): Promise<Ohif> {
  const { server, url } = await serve(ohifBuild(), orthanc, options.cpu);
  let browser: Browser | null = null;
  const stop = async (): Promise<void> => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  };
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: SWITCHES });
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    // Its guided tour lies over everything at the first visit.
    await page.addInitScript(() => {
      localStorage.setItem('shownTours', JSON.stringify(['basicViewerTour']));
      const style = document.createElement('style');
      style.textContent = '.shepherd-modal-overlay-container, .shepherd-element { display: none !important }';
      document.addEventListener('DOMContentLoaded', () => document.head.append(style));
    });
    await page.goto(url);
    return {
      page,
      url,
      chromium: browser.version(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

async function serve(dist: string, orthanc: Orthanc, cpu: boolean): Promise<{ server: http.Server; url: string }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  const pass = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const { method, headers, url = '/' } = request;
    const up = http.request(`${orthanc.url}${url}`, { method, agent, headers: { accept: headers.accept ?? '*/*' } });
    up.on('response', (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(response);
    });
    up.on('error', () => response.destroy());
    request.pipe(up);
  };
  const server = http.createServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    const name = (request.url ?? '/').split('?')[0] ?? '/';
    if (name.startsWith('/dicom-web')) return pass(request, response);
    if (name === '/app-config.js') return void response.setHeader('content-type', TYPES['.js'] ?? '').end(config(cpu));
    const wanted = path.join(dist, path.normalize(name));
    const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : path.join(dist, 'index.html');
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    // Its files never change under us: the browser may keep them, as behind a real server.
    if (file === wanted) response.setHeader('cache-control', 'public, max-age=86400, immutable');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}/` };
}

const config = (cpu: boolean): string =>
  `window.config = ${JSON.stringify({
    routerBasename: '/',
    extensions: [],
    modes: [],
    showStudyList: true,
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    useCPURendering: cpu,
    investigationalUseDialog: { option: 'never' },
    maxNumRequests: { interaction: 100, thumbnail: 75, prefetch: 25 },
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'dicomweb',
        configuration: {
          friendlyName: 'o',
          name: 'o',
          wadoUriRoot: '/dicom-web',
          qidoRoot: '/dicom-web',
          wadoRoot: '/dicom-web',
          qidoSupportsIncludeField: false,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: true,
          omitQuotationForMultipartRequest: true,
        },
      },
    ],
    defaultDataSourceName: 'dicomweb',
  })};`;
