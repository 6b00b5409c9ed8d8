import { expect } from 'vitest';
import type { ElectronApplication } from 'playwright-core';
import { OWN_PAGE } from './checklist.ts';
import type { Check, Driven } from './checklist.ts';

/** A program whose main process a test can reach too: not the packaged one, its fuses shut that door. */
export interface DrivenInside extends Driven {
  readonly app: ElectronApplication;
}

async function filtersRequests({ app, outside }: DrivenInside): Promise<void> {
  const said = await app.evaluate(
    async ({ session }, url) =>
      session.defaultSession.fetch(url).then(
        () => 'reached',
        (error: unknown) => String(error),
      ),
    `${outside.url}/main`,
  );
  expect(said).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(outside.reached).toEqual([]);
}

async function proxiesToNowhere({ app, outside }: DrivenInside): Promise<void> {
  const proxy = await app.evaluate(({ session }, url) => session.defaultSession.resolveProxy(url), outside.url);
  expect(proxy).toBe('PROXY 127.0.0.1:9');
}

async function shutsWindows({ app }: DrivenInside): Promise<void> {
  const found = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => {
      // Electron's types leave it out.
      const preferences = (Reflect.get(one, 'getLastWebPreferences') as () => Record<string, unknown>).call(one);
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = preferences;
      return { url: one.getURL(), sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    }),
  );
  const shut = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false };
  expect(found).toEqual([{ url: OWN_PAGE, ...shut }]);
}

async function answersOwnPagesOnly({ app }: DrivenInside): Promise<void> {
  const reply = await app.evaluate(async ({ app: program, BrowserWindow }) => {
    const preload = `${program.getAppPath()}/dist/node/preload.cjs`;
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    try {
      await foreign.loadURL('data:text/html,<p>foreign</p>');
      const call = "window.nightjar.call('access.state', {})";
      return (await foreign.webContents.executeJavaScript(call)) as unknown;
    } finally {
      foreign.destroy();
    }
  });
  expect(reply).toMatchObject({ ok: false, error: { code: 'request/forbidden' } });
}

/** What only the main process can tell. */
export const INSIDE_CHECKS: readonly Check<DrivenInside>[] = [
  { title: '1: cuts off every request that is not for its own page', run: filtersRequests },
  { title: '1: has a proxy that is not there for what the filter misses', run: proxiesToNowhere },
  { title: '2, 3, 4, 6, 11: every window is sandboxed and isolated, and shows our page', run: shutsWindows },
  { title: '17: answers no sender but its own page', run: answersOwnPagesOnly },
];
