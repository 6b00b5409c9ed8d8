import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { deskReady, focusViewport, openStudy, scrollTo, settledGlass } from './helpers/desk.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { reportPane } from './helpers/report.ts';
import { FULL_HD, resizeTo, SIZES } from './helpers/sizes.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const SECOND = { name: 'Dr. Ben Second', passphrase: 'another horse battery' };
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'people');

const store = temporaryStore();
let running: RunningApp;
let ctStudy = '';
let mrStudy = '';

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  running = await launch(store.dataDir, ['--force-device-scale-factor=1.5']);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** In each size: nothing cut, nothing that axe finds, and a picture. */
async function lookAt(screen: string): Promise<void> {
  for (const size of [FULL_HD, ...SIZES]) {
    await resizeTo(running, size);
    await running.page.screenshot({ path: path.join(shots, `${size.name}-${screen}.png`), scale: 'css' });
    expect(await cutParts(running.page), `${size.name} ${screen}`).toEqual([]);
  }
  expect(await seriousFindings(running.page), screen).toEqual([]);
}

async function openPeople(): Promise<void> {
  const { page } = running;
  await chooseCommand(page, 'People of this store');
  await page.getByRole('dialog', { name: 'People of this store' }).waitFor();
}

describe('two people on one station', () => {
  it('an administrator adds a second person by keyboard', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const rows = await shownRows(page);
    ctStudy = rows.find((row) => row.cells['study'] === 'CT CAP')?.studyUid ?? '';
    mrStudy = rows.find((row) => row.cells['modality'] === 'MR')?.studyUid ?? '';
    await openPeople();
    await page.getByRole('button', { name: 'Add a person' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type(SECOND.name);
    // From the name to the roles: reader is taken away, reviewer given.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.type(SECOND.passphrase);
    await page.keyboard.press('Tab');
    await page.keyboard.type(SECOND.passphrase);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not my passphrase');
    await lookAt('add');
    await page.keyboard.press('Enter');
    await page.getByText(/This passphrase does not open the store/).waitFor();
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'People' }).getByText(SECOND.name).waitFor({ timeout: 60_000 });
    await lookAt('list-of-two');
    await page.keyboard.press('Escape');
  });

  it('the second finds the list, not the desk of the first, and controls that say whom they are for', async () => {
    const { page } = running;
    await openStudy(page, ctStudy);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('3');
    await settledGlass(page, 'v1-1', { windowCenter: '-600' });
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'PageDown', 10);
    await lock(page);
    await lookAt('unlock');
    await enterAs(page, SECOND.name, SECOND.passphrase);
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
    expect(await rowCount(page)).toBe(6);
    await openStudy(page, mrStudy);
    await reportPane(page)
      .getByText(/Only for readers/)
      .first()
      .waitFor();
    expect(await reportPane(page).getByRole('button', { name: 'General' }).isDisabled()).toBe(true);
  });

  it('each finds the own desk again: study, slice and window', async () => {
    const { page } = running;
    await lock(page);
    await enterAs(page, READER, PASSPHRASE);
    const own = await settledGlass(page, 'v1-1', { index: '10', windowCenter: '-600' });
    expect(own['studyUid']).toBe(ctStudy);
    await lock(page);
    await enterAs(page, SECOND.name, SECOND.passphrase);
    const [other] = await deskReady(page);
    expect(other?.['studyUid']).toBe(mrStudy);
    await lock(page);
  });

  it('a window that nobody touches says so, and locks', async () => {
    const { page } = running;
    // A quarter of an hour of waiting would prove nothing more than the page's clock put forward.
    await page.clock.install();
    await enterAs(page, READER, PASSPHRASE);
    await settledGlass(page, 'v1-1', { index: '10' });
    await page.clock.fastForward(14 * 60_000 + 45_000);
    await page.locator('[data-idle-left]').waitFor();
    await lookAt('idle');
    await page.clock.fastForward(30_000);
    await page.getByRole('heading', { name: 'Unlock' }).waitFor();
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
    await page.clock.resume();
  });

  it('whoever was revoked is no longer there to be chosen', async () => {
    const { page } = running;
    await enterAs(page, READER, PASSPHRASE);
    await openPeople();
    await page.getByRole('group', { name: SECOND.name }).getByRole('button', { name: 'Revoke' }).click();
    await lookAt('revoke');
    await page.getByLabel('Your own passphrase, to show that it is you').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByText(`${SECOND.name} has no way in any more`).waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    // Nobody but the first person ever saw the recovery key: it stays.
    expect(await page.getByRole('heading', { name: 'Your recovery key' }).count()).toBe(0);
    await deskReady(page);
    await lock(page);
    expect(await page.getByRole('radio', { name: SECOND.name }).count()).toBe(0);
    const { people } = await askStation(page, 'access.state', {});
    expect(people.map(({ name }) => name)).toEqual([READER]);
    expect(running.complaints).toEqual([]);
  });
});
