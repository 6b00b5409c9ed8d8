import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../shared/contract/audit.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { browse } from '../integration/access/helpers/browser.ts';
import { lyingProvider } from '../integration/access/helpers/lying-provider.ts';
import type { LyingProvider } from '../integration/access/helpers/lying-provider.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { movedClock } from './helpers/moved-clock.ts';
import type { MovedClock } from './helpers/moved-clock.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, reportPane, signNow, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const ADA = { name: READER, passphrase: PASSPHRASE, account: 'ada' };
const BEN = { name: 'Ben Second', passphrase: 'another horse battery', account: 'ben' };
const CEM = { name: 'Cem Reviewer', passphrase: 'a third horse battery', account: 'cem' };
type Somebody = typeof ADA;
const LEASE_HOURS = 24;
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'three-people');

describe('three people on one station, a day without a line', () => {
  const store = temporaryStore();
  const desks = new Map<string, string>();
  let clock: MovedClock;
  let provider: LyingProvider;
  let isReached = true;
  let running: RunningApp;

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    clock = movedClock();
    provider = await lyingProvider();
    running = await launch(store.dataDir, [], { folder: clock.folder });
    // There is no browser here: what the program hands to the system is kept, and the test goes there.
    await running.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Reflect.set(globalThis, 'opened', opened);
      shell.openExternal = (address) => Promise.resolve(void opened.push(address));
    });
  });

  afterAll(async () => {
    await running?.close();
    if (isReached) await provider.close();
    store.remove();
    clock.remove();
  });

  /** Goes to the page that the system was asked to show, as the owner of this account. */
  async function signInAs({ account }: Somebody): Promise<void> {
    let pages: string[] = [];
    const take = (): Promise<string[]> =>
      running.app.evaluate(() => (Reflect.get(globalThis, 'opened') as string[]).splice(0));
    await expect.poll(async () => (pages = await take()).length, { timeout: 30_000 }).toBe(1);
    provider.lie = { claims: (claims) => ({ ...claims, sub: account }) };
    await browse(pages[0] ?? '');
  }

  const shot = (name: string): Promise<Buffer> => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

  /** Unlocks and finds the own study on the desk, and no other. */
  async function findsOwnDesk({ name, passphrase }: Somebody): Promise<void> {
    const { page } = running;
    await enterAs(page, name, passphrase);
    const glasses = await deskReady(page);
    const current = glasses.filter(({ role }) => role === 'current').map(({ studyUid }) => studyUid);
    expect([...new Set(current)], name).toEqual([desks.get(name)]);
  }

  it('begins with each of them signed in, and a study of the own on each desk', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(6);
    const [first, second, third] = (await shownRows(page))
      .filter(({ cells }) => ['CT', 'MR', 'CR', 'DX', 'US'].includes(cells['modality'] ?? ''))
      .map(({ studyUid }) => studyUid);
    const proof = ADA.passphrase;
    await askStation(page, 'people.add', { name: BEN.name, roles: ['reader'], passphrase: BEN.passphrase, proof });
    await askStation(page, 'people.add', { name: CEM.name, roles: ['reviewer'], passphrase: CEM.passphrase, proof });
    const { issuer } = provider;
    const named = askStation(page, 'signIn.setProvider', {
      provider: {
        ...{ issuer, clientId: 'station', leastAssurance: 'phishing-resistant', leaseHours: LEASE_HOURS },
        ...{ acrValues: ['phr'], words: { acr: {}, amr: {} } },
      },
      proof,
    });
    await signInAs(ADA);
    await named;
    desks
      .set(ADA.name, first ?? '')
      .set(BEN.name, second ?? '')
      .set(CEM.name, third ?? '');
    expect(new Set(desks.values()).size).toBe(3);
    await openStudy(page, desks.get(ADA.name) ?? '');
    for (const person of [BEN, CEM]) {
      await lock(page);
      await enterAs(page, person.name, person.passphrase, page.getByRole('heading', { name: 'Sign in' }));
      expect(await page.getByRole('grid').count()).toBe(0);
      await page.keyboard.press('Enter');
      await signInAs(person);
      await openStudy(page, desks.get(person.name) ?? '');
    }
    await lock(page);
  });

  it('goes on without a line: each finds the own desk, and is told how much time is left', async () => {
    const { page } = running;
    await provider.close();
    isReached = false;
    clock.ahead(20.5);
    for (const person of [BEN, CEM, ADA]) {
      await findsOwnDesk(person);
      await page.getByText('Less than 4 hours left before this station has to hear').waitFor();
      if (person !== ADA) await lock(page);
    }
    await shot('warned');
  });

  it('takes the way in away from one of them in the middle, who is refused with words', async () => {
    const { page } = running;
    await chooseCommand(page, 'People of this store');
    await page.getByRole('group', { name: BEN.name }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByLabel('Your own passphrase, to show that it is you').fill(ADA.passphrase);
    await page.keyboard.press('Enter');
    await page.getByText(`${BEN.name} has no way in any more`).waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    // Whoever revokes reads on where they were.
    expect((await deskReady(page))[0]?.['studyUid']).toBe(desks.get(ADA.name));
    await lock(page);
    expect(await page.getByRole('radio', { name: BEN.name }).count()).toBe(0);
    await page.getByLabel('Passphrase', { exact: true }).fill(BEN.passphrase);
    await page.keyboard.press('Enter');
    await page.getByText(/This passphrase does not open the store/).waitFor();
    await shot('refused');
    await findsOwnDesk(CEM);
  });

  it('ends when the time is over, in the middle of a case, and shows nothing any more', async () => {
    const { page } = running;
    await lock(page);
    clock.ahead(23.9);
    await findsOwnDesk(CEM);
    await page.getByText('Less than 15 minutes left').waitFor();
    clock.ahead(24.2);
    await page.getByRole('button', { name: 'Sign in now' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 60_000 });
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
    await page.getByText('Your time without the identity provider has ended.').waitFor();
    await page.getByRole('button', { name: 'Sign in in the browser' }).click();
    await page.getByText(/The identity provider cannot be reached/).waitFor();
    await shot('ended');
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByRole('heading', { name: 'Unlock' }).waitFor();
  });

  it('lets an administrator go on without the provider', async () => {
    const { page } = running;
    await enterAs(page, ADA.name, ADA.passphrase, page.getByRole('heading', { name: 'Sign in' }));
    await page.getByRole('button', { name: 'The provider lets nobody in' }).click();
    await page.getByLabel('Your own passphrase, to show that it is you').fill(ADA.passphrase);
    await page.keyboard.press('Enter');
    expect((await deskReady(page))[0]?.['studyUid']).toBe(desks.get(ADA.name));
  });

  it('asks whoever signs for the passphrase once more, after a night at an open desk', async () => {
    const { page } = running;
    await chooseTemplate(page, 'General');
    await writeSection(page, 'Findings', 'Nothing to be seen.');
    await writeSection(page, 'Impression', 'None.');
    clock.ahead(30);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    const sign = dialog.getByRole('button', { name: `Sign as ${ADA.name}` });
    await sign.waitFor();
    for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    await sign.click();
    await dialog.getByLabel('Your passphrase, once more').fill('not my passphrase');
    await sign.click();
    await dialog.getByText('This is not your passphrase. Nothing was signed.').waitFor();
    await shot('once-more');
    await dialog.getByLabel('Your passphrase, once more').fill(ADA.passphrase);
    await sign.click();
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    await signNow(page);
    await reportPane(page).getByRole('article', { name: 'Signed report' }).waitFor({ timeout: 60_000 });
  });

  it('names all of it in the trail', async () => {
    const { page } = running;
    const trail = await wholeTrail();
    const who = (command: string) => trail.filter((one) => one.command === command).map(({ personName }) => personName);
    expect(who('people.add')).toEqual([ADA.name, ADA.name]);
    expect(who('signIn.grant')).toEqual([BEN.name, CEM.name]);
    expect(who('signIn.setProvider')).toEqual([ADA.name, ADA.name]);
    expect(who('people.revoke')).toEqual([ADA.name]);
    expect(who('report.sign')).toEqual([ADA.name]);
    // Ben's passphrase under the name that was chosen, and the wrong one at the signature.
    expect(who('access.unlockFailed')).toEqual([ADA.name, ADA.name]);
    expect(who('signIn.refused')).toContain(CEM.name);
    expect(new Set(who('study.open'))).toEqual(new Set([ADA.name, BEN.name, CEM.name]));
    const after = trail.slice(trail.findIndex(({ command }) => command === 'people.revoke') + 1);
    expect(after.filter(({ personName }) => personName === BEN.name)).toEqual([]);
    // By the clock of the station it was more than a day.
    const span = Date.parse(trail.at(-1)?.at ?? '') - Date.parse(trail[0]?.at ?? '');
    expect(span).toBeGreaterThan(LEASE_HOURS * 3_600_000);
    expect(await askStation(page, 'audit.verify', {})).toMatchObject({ ok: true, firstBad: null });
    expect(running.complaints).toEqual([]);
  });

  /** The oldest first. */
  async function wholeTrail(): Promise<readonly AuditRecord[]> {
    const filter = { personId: null, command: null, subject: null, from: null, to: null };
    const { records } = await askStation(running.page, 'audit.search', { filter, before: null, limit: 500 });
    return records.toReversed();
  }
});
