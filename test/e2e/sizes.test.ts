import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { cutParts } from './helpers/cut.ts';
import { openStudy } from './helpers/desk.ts';
import { confirmRecovery, lock, makeStore } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, signReport, writeSection } from './helpers/report.ts';
import { closeTransfers, focusStudy, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'sizes');

/** Sizes of the window in CSS pixels: Full HD at 150 %, and a portrait head of 1080 × 1920. */
const SIZES = [
  { name: 'scaled', width: 1280, height: 720 },
  { name: 'portrait', width: 1080, height: 1920 },
] as const;

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
  for (const { name, width, height } of SIZES) {
    await running.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height),
      { width, height },
    );
    await running.page.waitForFunction(
      (size) => window.innerWidth === size.width && window.innerHeight === size.height,
      {
        width,
        height,
      },
    );
    await running.page.screenshot({ path: path.join(shots, `${name}-${screen}.png`), scale: 'css' });
    found.push(...(await cutParts(running.page)).map((part) => `${name}: ${part}`));
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
    expect(await cutAnywhere('settings')).toEqual([]);
    await leaveDialog('Settings');
  });

  it('on the desk with a draft, the question before signing, the signed report and the lock', async () => {
    const { page } = running;
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
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
