import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { StudyId } from '../../shared/model/ids.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { closeStudy, drag, focusViewport, openStudy, readGlasses, settledGlass } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { standing } from './helpers/measurements.ts';
import { plugMonitors, windowBounds } from './helpers/monitors.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const FIRST = '1.2.3.71.1';
const SECOND = '1.2.3.71.2';
const LEFT = { id: 1, x: 0, width: 1100, height: 1100 };
const RIGHT = { id: 2, x: 1100, width: 800, height: 1100 };
const WAIT = { timeout: 30_000 };

function slice(study: string, at: number): Uint8Array {
  return ctImage([
    element(0x00100010, 'PN', `WINDOWS^${study.at(-1)}`),
    element(0x00100020, 'LO', study),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', `${study}.1`),
    element(0x00080018, 'UI', `${study}.1.${at + 1}`),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00200032, 'DS', `0\\0\\${at * 2}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${study}.9`),
    element(0x00280030, 'DS', '0.5\\0.5'),
  ]);
}

const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-windows-'));
let running: RunningApp;
let glass: Page;
let studyId: StudyId;

beforeAll(async () => {
  for (const study of [FIRST, SECOND]) {
    for (let at = 0; at < 8; at += 1) writeFileSync(path.join(folder, `${study}-${at}.dcm`), slice(study, at));
  }
  running = await launch(store.dataDir);
  const { app, page } = running;
  await plugMonitors(app, [LEFT, RIGHT]);
  await firstStart(page);
  await importFolder(app, page, folder);
  await closeTransfers(page);
  const { rows } = await askStation(page, 'worklist.list', { search: FIRST });
  studyId = StudyId.parse(rows[0]?.studyId);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Of the viewport with the frame of the focus, in either window. */
const focused = async (): Promise<readonly string[]> => {
  const marked = (page: Page): Promise<number> => page.locator('[data-viewport-id][data-active="true"]').count();
  const [desk, other] = await Promise.all([marked(running.page), marked(glass)]);
  return [...(desk > 0 ? ['desk'] : []), ...(other > 0 ? ['glass'] : [])];
};
const shownIn = async (page: Page): Promise<readonly (string | undefined)[]> =>
  (await readGlasses(page)).map(({ studyUid }) => studyUid);

describe('a case over two windows', () => {
  it('opens a window on the monitor that is for pictures, empty until a case is open', async () => {
    const { app, page } = running;
    await chooseCommand(page, 'Monitors: what each is for');
    const opened = app.waitForEvent('window');
    const dialog = page.getByRole('dialog', { name: 'Monitors' });
    await dialog.getByRole('combobox', { name: /^Monitor 2/ }).selectOption('left');
    glass = await opened;
    await glass.getByText('No case is open').waitFor();
    await dialog.getByRole('button', { name: 'Close monitors' }).click();
    await expect
      .poll(async () => Object.values(await windowBounds(app)).map(({ x }) => x), WAIT)
      .toEqual(expect.arrayContaining([0, 1100]));
  });

  it('hangs in both: one focus, one scroll, one set of drawings, and the patient on each', async () => {
    const { page } = running;
    await openStudy(page, FIRST);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, role: 'current' });
    for (const window of [page, glass]) {
      expect(await window.locator('main header').first().innerText()).toContain(`ID ${FIRST}`);
    }
    await expect.poll(focused, WAIT).toEqual(['desk']);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Home');
    await Promise.all([page, glass].map((one) => settledGlass(one, 'v1-1', { index: '0' })));
    await glass.locator('[data-viewport-id="v1-1"]').click();
    await expect.poll(focused, WAIT).toEqual(['glass']);
    await glass.keyboard.press('ArrowDown');
    await Promise.all([page, glass].map((one) => settledGlass(one, 'v1-1', { index: '1' })));
    // A key of the pictures that is pressed at the desk acts where the focus is.
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('l');
    await page.keyboard.press('Alt+i');
    await settledGlass(glass, 'v1-1', { invert: 'true' });
    await settledGlass(page, 'v1-1', { invert: 'false' });
    await drag(glass, 'v1-1', [200, 300], [320, 300]);
    await expect.poll(async () => (await standing(page, studyId)).length, WAIT).toBe(1);
    await expect.poll(() => page.locator('[data-viewport-id="v1-1"]').getByText(/mm/).count(), WAIT).toBeGreaterThan(0);
  });

  it('comes to the monitor that is left with what it shows when its own is pulled, and goes back', async () => {
    const { app } = running;
    const placed = async (): Promise<readonly number[]> =>
      Object.values(await windowBounds(app))
        .map(({ x }) => x)
        .toSorted((a, b) => a - b);
    await plugMonitors(app, [LEFT]);
    await expect.poll(placed, WAIT).toEqual([0, 550]);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await plugMonitors(app, [LEFT, RIGHT]);
    await expect.poll(placed, WAIT).toEqual([0, 1100]);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
  });

  it('leaves nothing of a case on any glass when it is closed from any window, and comes back as it stood', async () => {
    const { page } = running;
    await glass.locator('[data-viewport-id="v1-1"]').focus();
    await glass.keyboard.press('Control+.');
    await glass.getByText('No case is open').waitFor();
    await page.getByRole('grid', { name: 'Worklist' }).waitFor();
    await openStudy(page, SECOND);
    await settledGlass(glass, 'v1-1', { studyUid: SECOND });
    expect([...(await shownIn(page)), ...(await shownIn(glass))]).not.toContain(FIRST);
    await closeStudy(page);
    await openStudy(page, FIRST);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await page.keyboard.press('Control+l');
    await glass.getByText('Nothing is shown here until').waitFor();
    expect(await glass.locator('canvas').count()).toBe(0);
    expect(running.complaints).toEqual([]);
  });
});
