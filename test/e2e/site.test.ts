import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signOrder } from '../../electron/station/access/orders/signed-order.ts';
import { newAdminKey, readAdminKey } from '../../electron/station/access/profile/admin-key.ts';
import { signProfile } from '../../electron/station/access/profile/signed-profile.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { sampleProfile, sampleReader } from '../helpers/site-profile.ts';
import { browse } from '../integration/access/helpers/browser.ts';
import { lyingProvider } from '../integration/access/helpers/lying-provider.ts';
import type { LyingProvider } from '../integration/access/helpers/lying-provider.ts';
import { ownAuthority } from '../integration/access/helpers/own-authority.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { firstStart, typePassphrase } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { FULL_HD, NARROW, resizeTo, SIZES } from './helpers/sizes.ts';
import type { WindowSize } from './helpers/sizes.ts';
import { askStation } from './helpers/station.ts';

/** Of the administrator of St. Anna. */
const { pem } = newAdminKey();
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'site');

const store = temporaryStore();
const outside = temporaryStore();
const files = outside.dataDir;
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
  outside.remove();
});

/** @param sizes of the window; empty: as it is */
async function lookAt(name: string, sizes: readonly WindowSize[] = []): Promise<void> {
  const { page } = running;
  for (const size of sizes.length === 0 ? [null] : sizes) {
    if (size !== null) await resizeTo(running, size);
    await page.screenshot({ path: path.join(shots, size === null ? `${name}.png` : `${name}-${size.name}.png`) });
    expect(await cutParts(page), `${name} ${size?.name ?? ''}`).toEqual([]);
  }
  expect(await seriousFindings(page), name).toEqual([]);
}

/** A signed profile with a provider that it manages and one more role for the reader. */
function profileFile(): string {
  const profile = sampleProfile({
    orders: { address: null, kinds: ['hold', 'wipe-store'] },
    managed: ['provider', 'readers', 'residency'],
    readers: [sampleReader({ name: READER, roles: ['reader', 'coordinator'] })],
    sources: [{ kind: 'dicomweb', name: 'Anna PACS', url: 'http://127.0.0.1:9/dicom-web' }],
    provider: {
      ...{ issuer: provider.issuer, clientId: 'station', acrValues: ['phr'], leaseHours: 72 },
      ...{ leastAssurance: 'phishing-resistant', words: { acr: {}, amr: {} } },
    },
  });
  const file = path.join(files, 'profile.json');
  writeFileSync(file, signProfile(profile, readAdminKey(pem), 'Bea Admin').text);
  return file;
}

/** An order of the site, signed, good for an hour. */
async function orderFile(order: { readonly kind: string; readonly number: number; readonly [more: string]: unknown }) {
  const { storeId } = await askStation(running.page, 'orders.state', {});
  const now = Date.now();
  const times = { issuedAt: new Date(now).toISOString(), expiresAt: new Date(now + 3_600_000).toISOString() };
  const whole = { storeId, siteCode: 'st-anna', reason: null, ...times, ...order };
  const file = path.join(files, `order-${order.number}.json`);
  writeFileSync(file, signOrder(whole, readAdminKey(pem, null), 'Bea Admin').text);
  return file;
}

/** The next dialogs answer with these files, one after the other. */
async function answerInTurn(paths: readonly string[]): Promise<void> {
  await running.app.evaluate(
    ({ dialog }, all) => {
      const left = [...all];
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: left.splice(0, 1) });
    },
    [...paths],
  );
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

  it('its pictures are checked on this very glass, its monitor by eye, and both records stand in About', async () => {
    const { page } = running;
    await chooseCommand(page, 'Check this station: pictures and graphics card');
    await page.getByRole('button', { name: /Check now/ }).waitFor();
    await page.keyboard.press('r');
    await page.getByText('Passed: this machine decodes').waitFor();
    await page.getByRole('button', { name: 'Save as text' }).waitFor();
    expect(await page.locator('[data-step]').count()).toBe(6);
    expect(await page.locator('[data-state="failed"]').count()).toBe(0);
    await page.getByRole('tab', { name: 'Monitor' }).click();
    await page.getByRole('button', { name: 'Show the test patterns' }).click();
    // The bar may be hidden at any time: the keys stay.
    for (const key of 'yhyhyyyyyn') await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Put on record' }).click();
    await page.getByText('FAILED and on record').waitFor();
    await page.keyboard.press('Escape');
    await chooseCommand(page, 'About Nightjar');
    const about = page.getByRole('dialog', { name: 'About Nightjar' });
    await about.getByText(/^passed, /).waitFor();
    await about.getByText(/^FAILED, /).waitFor();
    await about.getByText('the grey scale of the monitor was not measured').waitFor();
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
    await page.getByRole('button', { name: 'Look at what is on hold' }).click();
    await page.getByText('Nothing is on hold.').waitFor();
    await page.getByText('Write something down').click();
    await page.getByRole('combobox', { name: 'Why' }).selectOption({ label: 'A court or an insurer wants it kept' });
    await page.getByRole('button', { name: 'Write it down' }).scrollIntoViewIfNeeded();
    await lookAt('holds', [NARROW, FULL_HD]);
    await page.keyboard.press('Escape');
  });

  it('has roles that its site manages: they are off for a person, and say so', async () => {
    const { page } = running;
    await chooseCommand(page, 'People of this store');
    await page.getByRole('group', { name: READER }).getByRole('button', { name: 'Roles' }).click();
    const reviewer = page.getByRole('checkbox', { name: /^Reviewer/ });
    await page.getByText('Managed by St. Anna Group, profile 1').waitFor();
    expect(await reviewer.isDisabled()).toBe(true);
    expect(await page.getByRole('checkbox', { name: /^Support/ }).isDisabled()).toBe(false);
    await lookAt('managed-roles', [NARROW, FULL_HD]);
    await page.keyboard.press('Escape');
  });

  it('shows its provider a certificate of its own, and says until when it holds', async () => {
    const { page } = running;
    const authority = ownAuthority('Hospital IT');
    const { cert, key } = authority.issue('client');
    authority.remove();
    const [certFile, keyFile] = [path.join(files, 'station.pem'), path.join(files, 'station.key')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    await page.keyboard.press('Control+,');
    await page.getByText('Certificates: none set here').click();
    await page.getByRole('button', { name: 'Set a certificate …' }).click();
    const set = async (paths: readonly string[]): Promise<void> => {
      await answerInTurn(paths);
      await page.getByLabel('Your own passphrase, to show that it is you').fill(PASSPHRASE);
      await page.keyboard.press('Enter');
    };
    await set([certFile, certFile]);
    await page.getByText(/This file holds no certificate that fits/).waitFor();
    await set([certFile, keyFile]);
    const facts = page.getByRole('list', { name: 'Certificate of this station' });
    await facts.getByText('CN=client').waitFor();
    await facts.getByText('ends soon').scrollIntoViewIfNeeded();
    await lookAt('certificates', [NARROW, FULL_HD]);
    expect(await page.content()).not.toContain('PRIVATE KEY');
    await page.keyboard.press('Escape');
    expect(running.complaints).toEqual([]);
  });
});

describe('a station that its site takes back', () => {
  let lift = '';
  const region = () => running.page.getByRole('region', { name: 'Orders of sites' });

  it('is held by a signed order: nobody comes in, and the screen says why and what to do', async () => {
    const { page, app } = running;
    await page.keyboard.press('Control+,');
    await region().getByText('put the station on hold').waitFor();
    await region().scrollIntoViewIfNeeded();
    await lookAt('orders', [NARROW, FULL_HD]);
    lift = await orderFile({ kind: 'lift', number: 2 });
    await answerOpenDialog(app, [await orderFile({ kind: 'hold', number: 1, reason: 'The laptop was reported lost' })]);
    await region().getByRole('button', { name: 'Bring an order as a file …' }).press('Enter');
    await page.getByRole('heading', { name: 'Unlock' }).waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { name: 'St. Anna Group has put this station on hold' }).waitFor();
    await page.getByText('The laptop was reported lost').waitFor();
    await lookAt('held', [NARROW, ...SIZES, FULL_HD]);
    await typePassphrase(page, PASSPHRASE);
    await page
      .getByRole('alert')
      .filter({ hasText: /on hold/ })
      .waitFor({ timeout: 60_000 });
    expect(await page.locator('main [data-scope]').count()).toBe(0);
    await lookAt('held-refused', [NARROW, FULL_HD]);
  });

  it('is let go by an order that is brought on its screen, by keyboard', async () => {
    const { page, app } = running;
    // A held store says its number to nobody: it was asked for before.
    await answerOpenDialog(app, [lift]);
    await page.getByRole('heading', { name: 'Unlock' }).click();
    await tabTo('Bring an order as a file …');
    await page.keyboard.press('Enter');
    await page.getByText('The order is here. Unlock now: it is looked at then.').waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.locator('main [data-scope]').first().waitFor({ timeout: 60_000 });
    await page.getByText('St. Anna Group has lifted its hold').waitFor();
    expect(await page.getByText('St. Anna Group has put this station on hold').count()).toBe(0);
    await lookAt('lifted', [NARROW, FULL_HD]);
    await page.getByRole('button', { name: 'I have read this' }).press('Enter');
    await page.getByText('St. Anna Group has lifted its hold').waitFor({ state: 'detached' });
  });

  it('is wiped by a signed order: the screen says what is gone, and the first start comes only after it was read', async () => {
    const { page, app } = running;
    await answerOpenDialog(app, [await orderFile({ kind: 'wipe-store', number: 3, evenIfUnsigned: false })]);
    await page.keyboard.press('Control+,');
    await region().getByRole('button', { name: 'Bring an order as a file …' }).press('Enter');
    await page.getByRole('heading', { name: 'This station was wiped' }).waitFor({ timeout: 60_000 });
    expect(readdirSync(store.dataDir)).not.toContain('slots.json');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await lookAt('wiped', [NARROW, ...SIZES, FULL_HD]);
    await tabTo('Set this station up anew');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
    await lookAt('after-wipe');
    expect(running.complaints).toEqual([]);
  });
});

/** Goes to a button as somebody does without a mouse. */
async function tabTo(name: string): Promise<void> {
  const { page } = running;
  const button = page.getByRole('button', { name });
  for (let step = 0; step < 20; step += 1) {
    if (await button.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by keyboard to ${name}`);
}
