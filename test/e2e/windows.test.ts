import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ElectronApplication, Page } from 'playwright-core';
import { StudyId } from '../../shared/model/ids.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { seriousFindings } from './helpers/axe.ts';
import { closeStudy, drag, focusViewport, openStudy, readGlasses, rolesUnsaid, settledGlass } from './helpers/desk.ts';
import { firstStart, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { standing } from './helpers/measurements.ts';
import { plugMonitors, windowBounds } from './helpers/monitors.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const FIRST = '1.2.3.71.1';
const SECOND = '1.2.3.71.2';
const BREASTS = '1.2.3.71.3';
const VIEWS = ['R CC', 'L CC', 'R MLO', 'L MLO'] as const;
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

/** One view of a mammogram, in a series of its own. */
function breast(at: number): Uint8Array {
  const [side = '', view = ''] = VIEWS[at]?.split(' ') ?? [];
  return ctImage([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.2'),
    element(0x00080018, 'UI', `${BREASTS}.1.${at + 1}`),
    element(0x00080060, 'CS', 'MG'),
    element(0x00100010, 'PN', 'WINDOWS^BREASTS'),
    element(0x00100020, 'LO', BREASTS),
    element(0x00185101, 'CS', view),
    element(0x0020000d, 'UI', BREASTS),
    element(0x0020000e, 'UI', `${BREASTS}.${at + 1}.9`),
    element(0x00200013, 'IS', '1'),
    element(0x00200062, 'CS', side),
    element(0x00281055, 'LO', ''),
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
  VIEWS.forEach((_view, at) => writeFileSync(path.join(folder, `breast-${at}.dcm`), breast(at)));
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

/** As by the cross of the window. */
async function closeWindow(page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  const window = await running.app.browserWindow(page);
  await window.evaluate((one) => one.close());
  await closed;
}

/** Of the viewport with the frame of the focus, in either window. */
const focused = async (): Promise<readonly string[]> => {
  const marked = (page: Page): Promise<number> => page.locator('[data-viewport-id][data-active="true"]').count();
  const [desk, other] = await Promise.all([marked(running.page), marked(glass)]);
  return [...(desk > 0 ? ['desk'] : []), ...(other > 0 ? ['glass'] : [])];
};
/** A page that ended, or began while nobody looked, is read through the shell: study, place, inverted, and its group. */
const glassOf = async (app: ElectronApplication): Promise<unknown> =>
  app
    .evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.getTitle() === 'Nightjar: pictures, left');
      const look = `(() => {
        const glass = document.querySelector('[data-viewport-id="v1-1"][data-state="shown"]');
        return glass && [glass.dataset.studyUid, glass.dataset.index, glass.dataset.invert, /group B/.exec(glass.innerText)?.[0]];
      })()`;
      const found: unknown = await window?.webContents.executeJavaScript(look);
      return found;
    })
    .catch(() => null);
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
    expect(await seriousFindings(page)).toEqual([]);
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
      expect(await rolesUnsaid(window)).toEqual([]);
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

  it('stands where the reader put it, again when its monitor is back; a case that was touched hangs on as it did', async () => {
    const { app, page } = running;
    const window = await app.browserWindow(glass);
    const put = async (x: number, y: number, width: number, height: number): Promise<void> =>
      window.evaluate((one, bounds) => one.setBounds(bounds), { x, y, width, height });
    const uprights = async (): Promise<readonly string[]> =>
      (await askStation(page, 'windows.monitors', {})).windows.flatMap(({ place, portrait }) =>
        portrait ? place : [],
      );
    expect(await uprights()).toEqual(['left']);
    await put(1150, 100, 700, 600);
    await expect.poll(uprights, WAIT).toEqual([]);
    await plugMonitors(app, [LEFT]);
    await expect.poll(uprights, WAIT).toEqual(['desk', 'left']);
    await plugMonitors(app, [LEFT, RIGHT]);
    await expect.poll(() => window.evaluate((one) => one.getBounds()), WAIT).toMatchObject({ x: 1150, width: 700 });
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await put(RIGHT.x, 0, RIGHT.width, RIGHT.height);
    await expect.poll(uprights, WAIT).toEqual(['left']);
  });

  it('has the pixels of a monitor of another scale at once, and the text of its size', async () => {
    const before = await settledGlass(glass, 'v1-1');
    const drawn = async (): Promise<number> =>
      glass
        .locator('[data-viewport-id="v1-1"] canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.clientWidth);
    const debuggerOf = await glass.context().newCDPSession(glass);
    // The size of the window in the system's units stays, as it does between two monitors.
    const override = { width: 0, height: 0, deviceScaleFactor: 2, mobile: false };
    await debuggerOf.send('Emulation.setDeviceMetricsOverride', override);
    await expect.poll(drawn, WAIT).toBeCloseTo(2, 2);
    await settledGlass(glass, 'v1-1', { zoom: (2 * Number(before['zoom'])).toFixed(3) });
    expect(await rolesUnsaid(glass)).toEqual([]);
    await debuggerOf.send('Emulation.clearDeviceMetricsOverride');
    await expect.poll(drawn, WAIT).toBeCloseTo(1, 2);
    await settledGlass(glass, 'v1-1', { zoom: before['zoom'] });
    await debuggerOf.detach();
  });

  it('hangs a protocol for two monitors over both windows, on one when the other is closed, and again when it is back', async () => {
    const { app, page } = running;
    const seriesIn = async (window: Page): Promise<readonly string[]> =>
      (await readGlasses(window)).map(({ seriesUid = '' }) => seriesUid.replace(`${BREASTS}.`, ''));
    await closeStudy(page);
    await openStudy(page, BREASTS);
    await expect.poll(() => seriesIn(glass), WAIT).toEqual(['3.9', '4.9']);
    expect(await seriesIn(page)).toEqual(['1.9', '2.9']);
    await closeWindow(glass);
    await expect.poll(() => seriesIn(page), WAIT).toEqual(['1.9', '2.9', '3.9', '4.9']);
    const opened = app.waitForEvent('window');
    await plugMonitors(app, [LEFT]);
    await plugMonitors(app, [LEFT, RIGHT]);
    glass = await opened;
    await expect.poll(() => seriesIn(page), WAIT).toEqual(['1.9', '2.9']);
    await expect.poll(() => seriesIn(glass), WAIT).toEqual(['3.9', '4.9']);
    await glass.locator('[data-viewport-id="v1-1"]').click();
    await glass.keyboard.press('Alt+i');
    await settledGlass(glass, 'v1-1', { invert: 'true' });
    // What the reader touched stays, and is offered to be hung anew.
    await closeWindow(glass);
    await page.getByRole('button', { name: 'Other windows: hang over them' }).waitFor();
    expect(await seriesIn(page)).toEqual(['1.9', '2.9']);
    const again = app.waitForEvent('window');
    await plugMonitors(app, [LEFT]);
    await plugMonitors(app, [LEFT, RIGHT]);
    glass = await again;
    await settledGlass(glass, 'v1-1', { invert: 'true' });
    expect(await seriesIn(glass)).toEqual(['3.9', '4.9']);
  });

  it('waits when it is put aside, and comes back as it stood in both windows', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, FIRST);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Control+.');
    await page.getByRole('grid', { name: 'Worklist' }).waitFor();
    await openStudy(page, SECOND);
    await settledGlass(glass, 'v1-1', { studyUid: SECOND });
    await page.getByRole('button', { name: '1 case put aside: back to it' }).click();
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await page.keyboard.press('Alt+Shift+I');
    await settledGlass(glass, 'v1-1', { studyUid: SECOND });
    await page.keyboard.press('Alt+Shift+I');
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
  });

  it('what goes together does so over both: the zoom, the place that is pointed at; one of another group goes alone', async () => {
    const { page } = running;
    const cross = glass.locator('[data-viewport-id="v1-1"] [data-layer="3D cursor"]');
    await page.locator('[data-viewport-id="v1-1"]').click();
    await expect.poll(focused, WAIT).toEqual(['desk']);
    await page.keyboard.press('Alt+z');
    await glass.getByText('together: zoom').waitFor();
    await page.keyboard.press('+');
    const { zoom } = await settledGlass(page, 'v1-1', { zoom: '40.000' });
    await settledGlass(glass, 'v1-1', { zoom });
    await page.keyboard.press('Alt+Shift+x');
    await cross.first().waitFor({ state: 'attached' });
    await page.keyboard.press('Alt+Shift+x');
    await expect.poll(() => cross.count(), WAIT).toBe(0);
    await glass.locator('[data-viewport-id="v1-1"]').click();
    await expect.poll(focused, WAIT).toEqual(['glass']);
    await glass.keyboard.press('Alt+Shift+y');
    await glass.getByText('group B').waitFor();
    await glass.keyboard.press('-');
    await expect.poll(async () => (await readGlasses(glass))[0]?.['zoom'], WAIT).not.toBe(zoom);
    await settledGlass(page, 'v1-1', { zoom });
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
    await glass.getByText('group B').waitFor();
    await page.keyboard.press('Control+l');
    await glass.getByText('Nothing is shown here until').waitFor();
    expect(await glass.locator('canvas').count()).toBe(0);
    expect(running.complaints).toEqual([]);
  });

  it('has its pictures again when its page ended, and the keys go where somebody is', async () => {
    const { app, page } = running;
    await unlock(page);
    await settledGlass(glass, 'v1-1', { studyUid: FIRST, index: '1', invert: 'true' });
    await glass.locator('[data-viewport-id="v1-1"]').click();
    await expect.poll(focused, WAIT).toEqual(['glass']);
    const before = await settledGlass(page, 'v1-1');
    const pid = await (await app.browserWindow(glass)).evaluate((one) => one.webContents.getOSProcessId());
    process.kill(pid, 'SIGKILL');
    await page
      .getByText(/^Pictures, diagnostic left: /)
      .first()
      .waitFor();
    await page.locator('[data-viewport-id="v1-1"][data-active="true"]').waitFor();
    await page.keyboard.press('Alt+i');
    await settledGlass(page, 'v1-1', { invert: before['invert'] === 'true' ? 'false' : 'true' });
    await expect.poll(() => glassOf(app), WAIT).toEqual([FIRST, '1', 'true', 'group B']);
    await page.keyboard.press('Alt+i');
  });

  it('stands in both windows as it stood when the program was killed', async () => {
    const left = await settledGlass(running.page, 'v1-1');
    const written = async (): Promise<readonly unknown[]> => {
      const { desk } = await askStation(running.page, 'reading.load', { studyId });
      return [desk, ...(desk?.glasses ?? []).map((one) => one.desk)].map((one) => one?.viewports[0]?.invert);
    };
    // What is not on the disk within a second may be lost; this is about what is.
    await expect.poll(written, WAIT).toEqual([left['invert'] === 'true', true]);
    const program = running.app.process();
    const ended = new Promise((resolve) => program.once('exit', resolve));
    process.kill(program.pid ?? 0, 'SIGKILL');
    await ended;
    running = await launch(store.dataDir);
    await plugMonitors(running.app, [LEFT, RIGHT]);
    await unlock(running.page);
    await settledGlass(running.page, 'v1-1', { sopUid: left['sopUid'], invert: left['invert'], zoom: left['zoom'] });
    await expect.poll(() => glassOf(running.app), WAIT).toEqual([FIRST, '1', 'true', 'group B']);
    expect(running.complaints).toEqual([]);
  });
});
