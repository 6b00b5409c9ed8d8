import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAdminKey, readAdminKey } from '../../electron/station/access/profile/admin-key.ts';
import { signProfile } from '../../electron/station/access/profile/signed-profile.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { sampleProfile, sampleReader } from '../helpers/site-profile.ts';
import { browse } from '../integration/access/helpers/browser.ts';
import { lyingProvider } from '../integration/access/helpers/lying-provider.ts';
import type { LyingProvider } from '../integration/access/helpers/lying-provider.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'site');

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

async function lookAt(name: string): Promise<void> {
  await running.page.screenshot({ path: path.join(shots, `${name}.png`) });
  expect(await cutParts(running.page)).toEqual([]);
  expect(await seriousFindings(running.page)).toEqual([]);
}

/** A signed profile with a provider that it manages and one more role for the reader. */
function profileFile(): string {
  const { pem } = newAdminKey();
  const profile = sampleProfile({
    managed: ['provider', 'readers', 'residency'],
    readers: [sampleReader({ name: READER, roles: ['reader', 'coordinator'] })],
    sources: [{ kind: 'dicomweb', name: 'Anna PACS', url: 'http://127.0.0.1:9/dicom-web' }],
    provider: {
      ...{ issuer: provider.issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72 },
      ...{ leastAssurance: 'phishing-resistant', words: { acr: {}, amr: {} } },
    },
  });
  const file = path.join(store.dataDir, '..', `profile-${process.pid}.json`);
  writeFileSync(file, signProfile(profile, readAdminKey(pem), 'Bea Admin').text);
  return file;
}

describe('a station that is set up', () => {
  it('is checked from the empty list, and again by one key', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Check this station' }).click();
    const list = page.getByRole('list', { name: 'What was checked' });
    await list.getByRole('listitem').first().waitFor();
    expect(await list.getByRole('heading', { name: 'Backup' }).count()).toBe(1);
    await lookAt('check');
    await page.keyboard.press('r');
    // It may be done before anybody could see that it began.
    await list.and(page.locator('[aria-busy="false"]')).waitFor();
    await page.keyboard.press('Escape');
  });

  it('takes a profile with its roles and its provider, after a sign-in there, and is checked at once', async () => {
    const { page, app } = running;
    await answerOpenDialog(app, [profileFile()]);
    await page.keyboard.press('Control+,');
    await page.getByRole('button', { name: 'Import a profile …' }).click();
    await page.getByText(`${READER} becomes coordinator at this station`).waitFor();
    await page.getByText('You sign in there first').scrollIntoViewIfNeeded();
    await lookAt('preview');
    await page.getByLabel('They read exactly this fingerprint to me').check();
    await page.getByRole('button', { name: 'Apply this profile' }).click();
    let pages: string[] = [];
    const take = (): Promise<string[]> => app.evaluate(() => (Reflect.get(globalThis, 'opened') as string[]).splice(0));
    await expect.poll(async () => (pages = await take()).length, { timeout: 30_000 }).toBe(1);
    await browse(pages[0] ?? '');
    await page.getByRole('dialog', { name: 'Check this station' }).waitFor();
    await page.getByText('127.0.0.1:9 cannot be reached').waitFor();
    await page.getByRole('heading', { name: 'Identity provider' }).waitFor();
    await lookAt('checked-with-profile');
    await page.keyboard.press('Escape');
  });

  it('shows what the site holds fast, and what its rule would erase', async () => {
    const { page } = running;
    await page.keyboard.press('Control+,');
    await page.getByText('Set by St. Anna Group, profile 1').waitFor();
    expect(await page.getByRole('button', { name: 'Name another provider' }).isDisabled()).toBe(true);
    await page.getByText('Set by St. Anna Group, profile 1').scrollIntoViewIfNeeded();
    await lookAt('managed');
    await page.getByRole('button', { name: 'Look at what is due' }).click();
    await page.getByText('Nothing is due.').scrollIntoViewIfNeeded();
    await lookAt('retention');
    expect(running.complaints).toEqual([]);
  });
});
