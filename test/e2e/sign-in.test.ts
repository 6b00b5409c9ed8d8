import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { browse } from '../integration/access/helpers/browser.ts';
import { lyingProvider } from '../integration/access/helpers/lying-provider.ts';
import type { LyingProvider } from '../integration/access/helpers/lying-provider.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { firstStart, lock, typePassphrase, unlock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'sign-in');

const store = temporaryStore();
let provider: LyingProvider;
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  provider = await lyingProvider();
  running = await launch(store.dataDir);
  await firstStart(running.page);
  // There is no browser here: what the program hands to the system is kept, and the test goes there.
  await running.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = (address) => Promise.resolve(void opened.push(address));
  });
});

afterAll(async () => {
  await running?.close();
  await provider.close();
  store.remove();
});

/** The pages that the system was asked to show since the last time. */
const takeOpened = (): Promise<string[]> =>
  running.app.evaluate(() => (Reflect.get(globalThis, 'opened') as string[]).splice(0));

async function openedPage(): Promise<string> {
  let pages: string[] = [];
  await expect.poll(async () => (pages = await takeOpened()).length, { timeout: 30_000 }).toBe(1);
  return pages[0] ?? '';
}

async function lookAt(name: string): Promise<void> {
  await running.page.screenshot({ path: path.join(shots, `${name}.png`) });
  expect(await cutParts(running.page)).toEqual([]);
  expect(await seriousFindings(running.page)).toEqual([]);
}

describe('a store whose people sign in at a provider', () => {
  it('is made so in the settings, by an administrator whom the provider lets in', async () => {
    const { page } = running;
    await page.keyboard.press('Control+,');
    await page.getByRole('button', { name: 'Name a provider' }).click();
    await page.getByLabel('Address of the provider (issuer), https://…').fill(provider.issuer);
    await page.getByLabel('Name of this program at the provider (client id)').fill('station');
    await page.getByLabel('Your own passphrase, to show that it is you').fill(PASSPHRASE);
    await lookAt('settings');
    await page.getByRole('button', { name: 'Sign in there and use it' }).click();
    await browse(await openedPage());
    await page.getByText(`Everybody signs in at ${new URL(provider.issuer).host}`).waitFor();
    await page.keyboard.press('Escape');
  });

  it('opens by the passphrase alone while the lease runs', async () => {
    await lock(running.page);
    await unlock(running.page);
    await running.page.getByText('No studies yet').waitFor();
    expect(await takeOpened()).toEqual([]);
  });

  it('shows nothing when the provider has taken its word back, until the person signs in', async () => {
    const { page } = running;
    provider.lie = {
      token: (response) => {
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
        return true;
      },
    };
    await lock(page);
    await typePassphrase(page, PASSPHRASE);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('grid').count()).toBe(0);
    await lookAt('needed');
    provider.lie = {};
    await page.keyboard.press('Enter');
    const address = await openedPage();
    await page.getByText('Waiting for your browser').waitFor();
    await lookAt('waiting');
    await browse(address);
    await page.getByText('No studies yet').waitFor();
    expect(running.complaints).toEqual([]);
  });
});
