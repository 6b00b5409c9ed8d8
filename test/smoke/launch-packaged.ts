import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { chromium, errors } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { launchArguments } from '../../scripts/lib/launch-arguments.mjs';
import { DesktopDialogs } from './desktop-dialogs.ts';

const LAUNCH_MS = 60_000;
const CONNECT_MS = 20_000;
const CONNECT_TRIES = 3;
const LOOK_AGAIN_MS = 100;

export interface RunningPackage {
  readonly app: DesktopDialogs;
  readonly page: Page;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a packaged program on a store. Its fuses shut the door that Playwright uses for Electron, so it is driven as a
 * browser; the package must have been made with --allow-debugging.
 * @param folder what `npm run dist` printed
 */
export async function launchPackaged(folder: string, dataDir: string): Promise<RunningPackage> {
  const program = spawn(
    path.join(folder, 'nightjar'),
    [...launchArguments({ test: true }), '--remote-debugging-port=0', '--data', dataDir],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  try {
    const address = await debuggerOf(program);
    await windowAt(address);
    const browser = await connect(address);
    const page = await firstPage(browser);
    const complaints = listen(page);
    const close = async (): Promise<void> => {
      if (program.exitCode === null && program.signalCode === null) {
        await browser.close();
        program.kill('SIGTERM');
      }
      await ended;
    };
    return { app: new DesktopDialogs(), page, complaints, close };
  } catch (error) {
    program.kill('SIGKILL');
    throw error;
  }
}

/** A connection made before there is a window now and then never gets to hear of it. */
async function windowAt(address: string): Promise<void> {
  const list = `http://${new URL(address).host}/json/list`;
  const until = performance.now() + LAUNCH_MS;
  while (performance.now() < until) {
    const targets = z
      .array(z.looseObject({ type: z.string(), url: z.string() }))
      .parse(await (await fetch(list)).json());
    if (targets.some(({ type, url }) => type === 'page' && url.startsWith('nightjar:'))) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error('the program opened no window');
}

/** Now and then the two sides of the debugger miss each other: then once more. */
async function connect(address: string, tries = CONNECT_TRIES): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(address, { timeout: CONNECT_MS });
  } catch (error) {
    if (tries <= 1 || !(error instanceof errors.TimeoutError)) throw error;
    return await connect(address, tries - 1);
  }
}

function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('crash', () => complaints.push('the page crashed'));
  return complaints;
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the program has no window');
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}

/** Chromium writes the address of its debugger as one of its first lines. */
function debuggerOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the program did not start')), LAUNCH_MS);
    let text = '';
    program.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${text.slice(-500)}`)));
    program.stderr?.on('data', (chunk) => {
      text += String(chunk);
      const found = /DevTools listening on (ws:\S+)/.exec(text);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}
