import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { cutParts } from './helpers/cut.ts';
import { deskReady, focusViewport, openStudy } from './helpers/desk.ts';
import { confirmRecovery, lock, makeStore } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { overImageFaults } from './helpers/over-image.ts';
import { chooseTemplate, signReport, writeSection } from './helpers/report.ts';
import { NARROW, resizeTo, SIZES } from './helpers/sizes.ts';
import { closeTransfers, focusStudy, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'sizes');

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  running = await launch(store.dataDir, ['--force-device-scale-factor=1.5']);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** What is cut on the screen as it stands, in each size. */
async function cutAnywhere(screen: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of SIZES) {
    const { name } = size;
    await resizeTo(running, size);
    await running.page.screenshot({ path: path.join(shots, `${name}-${screen}.png`), scale: 'css' });
    found.push(...(await cutParts(running.page)).map((part) => `${name}: ${part}`));
  }
  return found;
}

/** What a reader could not read over the pictures or in the banner, in each size and the narrow one. */
async function unreadableOverPictures(screen: string, patientId: string): Promise<readonly string[]> {
  const { page } = running;
  const found: string[] = [];
  for (const size of [...SIZES, NARROW]) {
    await resizeTo(running, size);
    await deskReady(page);
    await page.screenshot({ path: path.join(shots, `${size.name}-${screen}.png`), scale: 'css' });
    const faults = [...(await cutParts(page)), ...(await overImageFaults(page, patientId))];
    if (!(await page.locator('main header').first().innerText()).includes(`ID ${patientId}`))
      faults.push('the banner has no id');
    found.push(...faults.map((part) => `${size.name}: ${part}`));
  }
  return found;
}

async function openDialog(key: string, title: string): Promise<void> {
  await running.page.keyboard.press(key);
  await running.page.getByRole('dialog', { name: title }).waitFor();
}

async function leaveDialog(title: string): Promise<void> {
  await running.page.keyboard.press('Escape');
  await running.page.getByRole('dialog', { name: title }).waitFor({ state: 'detached' });
}

describe('at 150 percent and on a portrait head nothing is cut', () => {
  it('on first start, the recovery key and the empty list', async () => {
    const { page } = running;
    await page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
    expect(await cutAnywhere('first-start')).toEqual([]);
    const recovery = await makeStore(page);
    expect(await cutAnywhere('recovery')).toEqual([]);
    await confirmRecovery(page, recovery);
    await page.getByText('No studies yet').waitFor();
    expect(await cutAnywhere('empty')).toEqual([]);
  });

  it('on the worklist, with the import report and without', async () => {
    const { page } = running;
    await importSamples(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await focusStudy(page, ct?.studyUid ?? '');
    await page.getByRole('region', { name: 'Preview' }).locator('canvas').first().waitFor();
    expect(await cutAnywhere('import-report')).toEqual([]);
    // All columns stand beside the open panel: nothing has to be scrolled sideways.
    const grid = page.getByRole('grid', { name: 'Worklist' });
    expect(await grid.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await closeTransfers(page);
    expect(await cutAnywhere('worklist')).toEqual([]);
  });

  it('on the key map and the settings', async () => {
    await openDialog('?', 'Keys');
    await running.page.getByText('Sign the report', { exact: true }).waitFor();
    expect(await cutAnywhere('keys')).toEqual([]);
    await leaveDialog('Keys');
    await openDialog('Control+,', 'Settings');
    // Under a display without a desktop there is no key store, or one in name only: the screen says which, and why.
    const keyStore = running.page.getByRole('region', { name: 'Key store of this computer' });
    await keyStore.getByText(/^Not on this computer: .*(basic_text|no key store that answers)/).waitFor();
    expect(
      await keyStore.getByRole('button', { name: 'Unlock with the key store of this computer' }).isDisabled(),
    ).toBe(true);
    expect(await cutAnywhere('settings')).toEqual([]);
    await leaveDialog('Settings');
  });

  it('on the desk with a draft, the question before signing, the signed report and the lock', async () => {
    const { page } = running;
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
    const patientId = ct?.cells['patientId'] ?? 'no id';
    // As many marks as a picture can have.
    await focusViewport(page, 'v1-1');
    for (const key of ['Alt+v', 'Alt+o', 'Alt+i']) await page.keyboard.press(key);
    expect(await unreadableOverPictures('side-by-side', patientId)).toEqual([]);
    await page.getByLabel('Layout').selectOption('2x2');
    expect(await unreadableOverPictures('two-by-two', patientId)).toEqual([]);
    // Of the smallest viewports each has its own marks only.
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('r');
    await page.getByLabel('Layout').selectOption('4x4');
    expect(await unreadableOverPictures('four-by-four', patientId)).toEqual([]);
    await page.getByLabel('Layout').selectOption('1x2');
    await chooseTemplate(page, 'CT chest');
    await writeSection(page, 'Findings', 'A line long enough that the pane has to break it more than once. '.repeat(2));
    await writeSection(page, 'Impression', 'None.');
    expect(await cutAnywhere('draft')).toEqual([]);
    await openDialog('Control+Enter', 'Sign this report');
    expect(await cutAnywhere('sign')).toEqual([]);
    await leaveDialog('Sign this report');
    await signReport(page);
    expect(await cutAnywhere('signed')).toEqual([]);
    await lock(page);
    expect(await cutAnywhere('lock')).toEqual([]);
    expect(running.complaints).toEqual([]);
  });
});
