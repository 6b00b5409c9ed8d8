import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { ScreenRect } from '../../shared/model/desk-window.ts';
import { hasPeer } from '../helpers/peers.ts';
import { focusViewport, openStudy, readGlasses, rolesUnsaid, settledGlass } from './helpers/desk.ts';
import { startDisplays } from './helpers/displays.ts';
import type { Displays, Head } from './helpers/displays.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { closeTransfers, importSamples, shownRows } from './helpers/worklist.ts';

/** A laptop, a diagnostic head that stands upright, and one that lies. */
const HEADS: readonly Head[] = [
  { width: 1920, height: 1080, x: 0 },
  { width: 1536, height: 2048, x: 1920 },
  { width: 2560, height: 1600, x: 3456 },
];
const [DESK, UPRIGHT, LYING] = HEADS.map(({ x, width, height }) => ({ x, y: 0, width, height }));
const WAIT = { timeout: 30_000 };
/** Where pictures of the displays are put, for whoever wants to look. */
const PICTURES = process.env['NIGHTJAR_PICTURES'];

const store = temporaryStore();
let displays: Displays;
let running: RunningApp;
let upright: Page;
let lying: Page;

const haveAll = (['Xorg', 'xrandr', 'import'] as const).every((one) => hasPeer(one));

/** Where each window stands, by what it is for. Where there is no window manager, one that fills a head is a pixel smaller. */
const standing = (): Promise<Readonly<Record<string, ScreenRect>>> =>
  running.app.evaluate(({ BrowserWindow }) => {
    const even = (length: number): number => Math.ceil(length / 2) * 2;
    return Object.fromEntries(
      BrowserWindow.getAllWindows().map((one) => {
        const { x, y, width, height } = one.getBounds();
        return [one.getTitle(), { x, y, width: even(width), height: even(height) }];
      }),
    );
  });

function look(name: string): void {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  displays.picture(path.join(PICTURES, `${name}.png`));
}

const seriesIn = async (page: Page): Promise<readonly (string | undefined)[]> =>
  (await readGlasses(page)).map(({ seriesUid, role }) => `${role} ${seriesUid}`);

describe.skipIf(!haveAll)('a desk of three displays', () => {
  beforeAll(async () => {
    displays = await startDisplays(HEADS);
    running = await launch(store.dataDir, [], { env: displays.env });
    await firstStart(running.page);
    await importSamples(running.page);
    await closeTransfers(running.page);
  });

  afterAll(async () => {
    await running?.close();
    await displays?.stop();
    store.remove();
  });

  it('is three monitors, each with its window over the whole of it', async () => {
    const { app, page } = running;
    // As on a laptop that is put to the desk.
    for (const head of [1, 2]) displays.plug(head);
    await chooseCommand(page, 'Monitors: what each is for');
    const dialog = page.getByRole('dialog', { name: 'Monitors' });
    for (const [monitor, use] of [
      [2, 'left'],
      [3, 'right'],
    ] as const) {
      const opened = app.waitForEvent('window');
      await dialog.getByRole('combobox', { name: new RegExp(`^Monitor ${monitor}`) }).selectOption(use);
      const window = await opened;
      await window.getByText('No case is open').waitFor();
      if (use === 'left') upright = window;
      else lying = window;
    }
    await dialog.getByRole('button', { name: 'Close monitors' }).click();
    await expect.poll(standing, WAIT).toEqual({
      Nightjar: DESK,
      'Nightjar: pictures, left': UPRIGHT,
      'Nightjar: pictures, right': LYING,
    });
  });

  it('hangs a case with its prior over all of them, each saying which it is', async () => {
    const { page } = running;
    const row = (await shownRows(page)).find((one) => one.cells['study'] === 'CT CAP');
    await openStudy(page, row?.studyUid ?? '');
    for (const window of [upright, lying]) await settledGlass(window, 'v1-1');
    const roles = (await Promise.all([page, upright, lying].map(readGlasses))).flat().map(({ role }) => role);
    expect(new Set(roles)).toEqual(new Set(['current', 'prior']));
    for (const window of [page, upright, lying]) expect(await rolesUnsaid(window)).toEqual([]);
    look('1-three');
  });

  it('one that is pulled while it is read leaves its pictures to another, and has them again when it is back', async () => {
    await lying.locator('[data-viewport-id="v1-1"]').click();
    await lying.keyboard.press('Home');
    await settledGlass(lying, 'v1-1', { index: '0' });
    for (let at = 0; at < 3; at += 1) await lying.keyboard.press('ArrowDown');
    await lying.keyboard.press('Alt+i');
    const read = await settledGlass(lying, 'v1-1', { index: '3', invert: 'true' });
    const shown = await Promise.all([running.page, upright, lying].map(seriesIn));
    const same = { sopUid: read['sopUid'], index: '3', invert: 'true' };
    displays.pull(2);
    await expect.poll(standing, WAIT).toEqual({
      Nightjar: DESK,
      'Nightjar: pictures, left': { ...UPRIGHT, height: 1024 },
      'Nightjar: pictures, right': { ...UPRIGHT, y: 1024, height: 1024 },
    });
    await settledGlass(lying, 'v1-1', same);
    await expect.poll(() => rolesUnsaid(lying), WAIT).toEqual([]);
    look('2-right-pulled');
    displays.pull(1);
    const fromTheLeft = async (): Promise<readonly number[]> =>
      Object.values(await standing())
        .map(({ x }) => x)
        .toSorted((a, b) => a - b);
    await expect.poll(fromTheLeft, WAIT).toEqual([0, 640, 1280]);
    await settledGlass(lying, 'v1-1', same);
    look('3-laptop-alone');
    displays.plug(1);
    displays.plug(2);
    await expect.poll(standing, WAIT).toMatchObject({
      Nightjar: DESK,
      'Nightjar: pictures, left': UPRIGHT,
      'Nightjar: pictures, right': LYING,
    });
    await settledGlass(lying, 'v1-1', same);
    // What was touched is where it was: nothing was hung anew over fewer windows, or over these.
    expect(await Promise.all([running.page, upright, lying].map(seriesIn))).toEqual(shown);
    await lying.keyboard.press('ArrowDown');
    await settledGlass(lying, 'v1-1', { index: '4' });
    await focusViewport(upright, 'v1-1');
    look('4-back');
    expect(running.complaints).toEqual([]);
  });
});
