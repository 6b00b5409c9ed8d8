import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronArguments, readRuntime } from '../helpers/runtime.ts';
import { firstStart, typePassphrase, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { storeHashes } from './helpers/store-files.ts';

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  const first = await launch(store.dataDir);
  await firstStart(first.page);
  await first.close();
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

describe('the lock', () => {
  it('refuses a wrong passphrase and touches nothing', async () => {
    const before = storeHashes(store.dataDir);
    running = await launch(store.dataDir);
    const { page } = running;
    await typePassphrase(page, 'incorrect horse battery');
    await page.getByText(/This passphrase does not open the store/).waitFor();
    expect(await page.getByRole('heading', { name: 'Unlock' }).isVisible()).toBe(true);
    expect(await page.getByLabel('Passphrase', { exact: true }).inputValue()).toBe('');
    await running.close();
    // What was tried is noted beside the store, to be taken into the audit trail by whoever opens it.
    const { 'attempts.json': attempts, ...after } = storeHashes(store.dataDir);
    expect(attempts).toBeDefined();
    expect(after).toEqual(before);
  });

  it('still opens with the right one', async () => {
    running = await launch(store.dataDir);
    await unlock(running.page);
    await running.page.getByText('No studies yet').waitFor();
  });
});

describe('a second start on the same store', () => {
  it('ends at once and brings the first window to the front', async () => {
    // Without a window manager nobody can see which window is in front: the request for it is what can be watched.
    // A hidden one is there as well, as while a report is printed: it must not be taken for the reader's.
    await running.app.evaluate(({ BrowserWindow, session }) => {
      const [window] = BrowserWindow.getAllWindows();
      const hidden = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition('print') } });
      if (window) window.focus = () => Reflect.set(globalThis, 'focusAsked', true);
      Reflect.set(globalThis, 'hidden', hidden);
    });
    const second = spawn(readRuntime().executable, electronArguments(['--data', store.dataDir]), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    expect(said).toContain('already open');
    await expect.poll(() => running.app.evaluate(() => Reflect.get(globalThis, 'focusAsked'))).toBe(true);
    await running.app.evaluate(() => (Reflect.get(globalThis, 'hidden') as { destroy(): void }).destroy());
    expect(running.app.windows()).toHaveLength(1);
    expect(running.complaints).toEqual([]);
  });
});
