import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Vec3 } from '../../shared/model/image.ts';
import { rigidOf } from '../../shared/registration/pose.ts';
import { inverse, movedPlace } from '../../shared/rules/registration/rigid.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { ARTERY, diffusion, PASS_S, perfusion, SIDE, STUDY as PHASES } from '../helpers/phase-phantoms.ts';
import { maskState, STUDY as RUN, xaRun } from '../helpers/subtraction-phantoms.ts';
import { BODY, hounsfieldAt, PET_LOOK } from '../unit/shared/registration/body.ts';
import { closeStudy, focusViewport, openStudy, readGlass, settledGlass } from './helpers/desk.ts';
import type { Glass } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const WAIT = { timeout: 30_000 };
const NOW = '1.2.3.91.1';
const BEFORE = '1.2.3.91.2';
/** The patient lay 24 mm higher on the table of the PET, and a little to the side; upright both times. */
const LIES = rigidOf([0, 0, 0, 8, -6, 24], [0, 0, 0]);
const BACK = inverse(LIES);

interface Made {
  readonly study: string;
  readonly modality: 'CT' | 'PT';
  readonly series: number;
  /** Pixels of this many mm, 400 × 300 mm together; slices as far apart as `step`. */
  readonly size: number;
  readonly step: number;
  readonly count: number;
  readonly date: string;
  readonly space: string;
  readonly value: (place: Vec3) => number;
}

const CT: Made = { study: NOW, modality: 'CT', series: 1, size: 6.25, step: 8, count: 50, date: '20240102', space: `${NOW}.1.9`, value: (place) => hounsfieldAt(BODY, place) + 1024 }; // prettier-ignore
const PET: Made = { ...CT, modality: 'PT', series: 2, space: `${NOW}.2.9`, size: 8, value: (place) => PET_LOOK.see(hounsfieldAt(BODY, movedPlace(BACK, place))) }; // prettier-ignore
/** The CT of a year before, of finer pixels, at the same places. */
const PRIOR: Made = { ...CT, study: BEFORE, size: 5, date: '20230102' };

const heightOf = ({ step, count }: Made, at: number): number => (at - (count - 1) / 2) * step;

function slice(made: Made, at: number): Uint8Array {
  const { study, modality, series, size, date, space, value } = made;
  const [columns, rows] = [Math.round(400 / size), Math.round(300 / size)];
  const [x0, y0, z] = [(-(columns - 1) / 2) * size, (-(rows - 1) / 2) * size, heightOf(made, at)];
  const pixels = Array.from({ length: columns * rows }, (_unused, i) =>
    Math.round(value([x0 + (i % columns) * size, y0 + Math.floor(i / columns) * size, z])),
  );
  return ctImage([
    element(0x00080016, 'UI', `1.2.840.10008.5.1.4.1.1.${modality === 'CT' ? 2 : 128}`),
    element(0x00080018, 'UI', `${study}.${series}.${at + 1}`),
    element(0x00080020, 'DA', date),
    element(0x00080060, 'CS', modality),
    element(0x0008103e, 'LO', modality === 'CT' ? 'Trunk' : 'Uptake'),
    element(0x00100010, 'PN', 'REGISTER^RUTH'),
    element(0x00100020, 'LO', 'REG1'),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', `${study}.${series}`),
    element(0x00200011, 'IS', String(series)),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00200032, 'DS', `${x0}\\${y0}\\${z}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', space),
    element(0x00280010, 'US', rows),
    element(0x00280011, 'US', columns),
    element(0x00280030, 'DS', `${size}\\${size}`),
    element(0x00281050, 'DS', modality === 'CT' ? '40' : '8000'),
    element(0x00281051, 'DS', modality === 'CT' ? '400' : '16000'),
    element(0x00281052, 'DS', modality === 'CT' ? '-1024' : '0'),
    element(0x00281053, 'DS', '1'),
    element(0x00541001, 'CS', 'BQML'),
    element(0x7fe00010, 'OW', pixels),
  ]);
}

const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-register-'));
let running: RunningApp;

beforeAll(async () => {
  for (const made of [CT, PET, PRIOR]) {
    for (let at = 0; at < made.count; at += 1) {
      writeFileSync(path.join(folder, `${made.study}-${made.series}-${at}.dcm`), slice(made, at));
    }
  }
  const others = [...diffusion(), ...perfusion(), xaRun(null), maskState()];
  for (const [at, file] of others.entries()) writeFileSync(path.join(folder, `other-${at}.dcm`), file);
  running = await launch(store.dataDir);
  await firstStart(running.page);
  await importFolder(running.app, running.page, folder);
  await closeTransfers(running.page);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const wordsIn = async (page: Page, viewportId: string): Promise<string> =>
  (await page.locator(`[data-viewport-id="${viewportId}"]`).innerText()).replaceAll('\n', ' ');
/** mm of the patient for one device pixel of the glass. */
const mmPerPixel = ({ zoom, spacing }: Glass): number => Number.parseFloat(spacing ?? '') / Number(zoom);
/** Where the picture on the glass lies, mm: its SOP instance UID ends with its number. */
const zOf = ({ sopUid }: Glass, made: Made): number => heightOf(made, Number(sopUid?.split('.').at(-1)) - 1);

/** Where they stand. */
const ON_PET = 'v1-1';
const ON_CT = 'v1-2';

describe('a PET and a CT of different frames of reference', () => {
  it('Alt Shift L registers them: approximate, with its error; scrolling and zoom go by it, mm by mm', async () => {
    const { page } = running;
    await openStudy(page, NOW);
    await page.keyboard.press('Alt+2');
    // The PET hangs alone: its CT does not share its frame of reference.
    await page.locator(`[data-viewport-id="${ON_CT}"]`).click();
    await page.locator(`[data-viewport-id="${ON_CT}"][data-active="true"]`).waitFor();
    const study = page.getByRole('navigation', { name: 'Series' }).locator('section').first();
    await study.getByRole('button', { name: /Trunk/ }).first().click();
    await settledGlass(page, ON_CT, { seriesUid: `${NOW}.1` });
    await settledGlass(page, ON_PET, { seriesUid: `${NOW}.2` });
    await focusViewport(page, ON_CT);
    await page.keyboard.press('Alt+Shift+L');
    for (const viewportId of [ON_CT, ON_PET]) await expect.poll(() => wordsIn(page, viewportId), WAIT).toMatch(/registered here, error about \d+\.\d mm/); // prettier-ignore
    const error = Number(/error about ([\d.]+) mm/.exec(await wordsIn(page, ON_CT))?.[1]);
    // Half of the largest voxel, 8 mm, at least.
    expect(error).toBeGreaterThanOrEqual(4);
    expect(error).toBeLessThan(8);
    await focusViewport(page, ON_CT);
    for (const key of ['Home', 'PageDown', 'PageDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    const offBy = async (): Promise<number> => {
      const [ct, pet] = [await readGlass(page, ON_CT), await readGlass(page, ON_PET)];
      return Math.abs(zOf(pet, PET) - (zOf(ct, CT) + 24));
    };
    await settledGlass(page, ON_CT, { index: '22' });
    // The nearest slice lies half a step off at most.
    await expect.poll(offBy, WAIT).toBeLessThanOrEqual(PET.step / 2 + error);
    await page.keyboard.press('Alt+z');
    await page.keyboard.press('+');
    const apart = async (): Promise<number> =>
      mmPerPixel(await readGlass(page, ON_PET)) / mmPerPixel(await readGlass(page, ON_CT));
    await expect.poll(apart, WAIT).toBeCloseTo(1, 2);
  });

  it('Alt Q shows current and prior in turns at the same place, as large, and comes back exactly', async () => {
    const { page } = running;
    await focusViewport(page, ON_CT);
    const current = await settledGlass(page, ON_CT, { role: 'current', seriesUid: `${NOW}.1` });
    await page.keyboard.press('Alt+q');
    const prior = await settledGlass(page, ON_CT, { role: 'prior', seriesUid: `${BEFORE}.1` });
    expect(zOf(prior, PRIOR)).toBe(zOf(current, CT));
    expect(prior['spacing']).not.toBe(current['spacing']);
    expect(mmPerPixel(prior) / mmPerPixel(current)).toBeCloseTo(1, 2);
    await page.locator('[data-flicker="prior"]').waitFor();
    await page.keyboard.press('Alt+q');
    await settledGlass(page, ON_CT, { role: 'current', sopUid: current['sopUid'], zoom: current['zoom'] });
    await page.locator('[data-flicker="current"]').waitFor();
    expect(running.complaints).toEqual([]);
  });
});

/** Draws a rectangle of 10 × 10 pixels inside the disc of a phantom of phases, which fits its viewport. */
async function drawInDisc(page: Page, viewportId: string): Promise<void> {
  const canvas = page.locator(`[data-viewport-id="${viewportId}"] canvas`).first();
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  const scaleNow = async (): Promise<number> => Number((await settledGlass(page, viewportId))['zoom']) / ratio;
  // A panel that opens makes the viewport narrower, and its picture smaller a moment later.
  const off = async (): Promise<number> => {
    const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
    return Math.abs((await scaleNow()) * SIDE - Math.min(width, height));
  };
  await expect.poll(off, WAIT).toBeLessThan(2);
  const scale = await scaleNow();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the viewport is not on the screen');
  const middle = (SIDE - 1) / 2;
  const place = (x: number, y: number): [number, number] => [
    box.x + box.width / 2 + (x - middle) * scale,
    box.y + box.height / 2 + (y - middle) * scale,
  ];
  await page.keyboard.press('q');
  await page.mouse.move(...place(25, 43));
  await page.mouse.down();
  await page.mouse.move(...place(35, 53), { steps: 8 });
  await page.mouse.up();
}

describe('pictures of one place', () => {
  it('Alt T over b-values is the ADC, over passes the bolus; a run less the mask of a presentation state leaves the vessel alone', async () => {
    const { page } = running;
    await closeStudy(page);
    const hung = await openStudy(page, PHASES);
    const { viewportId = '' } = hung.find(({ seriesUid }) => seriesUid === `${PHASES}.3`) ?? {};
    await focusViewport(page, viewportId);
    await page.keyboard.press('Alt+t');
    const panel = page.getByRole('complementary', { name: /^(Signal over b-values|Time-intensity curve)$/ });
    await panel.waitFor();
    const value = (name: string) => panel.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
    await drawInDisc(page, viewportId);
    await expect.poll(() => value('peak').textContent(), WAIT).toBe(`${Math.max(...ARTERY)}.0 HU`);
    expect(await value('time to peak').textContent()).toBe(`${ARTERY.indexOf(Math.max(...ARTERY)) * PASS_S}.0 s`);
    await page.getByRole('navigation', { name: 'Series' }).getByRole('button', { name: /DWI/ }).first().click();
    await settledGlass(page, viewportId, { seriesUid: `${PHASES}.2` });
    await focusViewport(page, viewportId);
    await drawInDisc(page, viewportId);
    // The signal of the disc decays by 0.5 × 10⁻³ mm²/s, that of what is around it by twice as much.
    await expect.poll(() => value('ADC').textContent(), WAIT).toBe('0.50 ×10⁻³ mm²/s');
    expect(await value('fit').textContent()).toBe('1.000');
    await panel.getByRole('heading', { name: 'Signal over b-values' }).waitFor();
    await closeStudy(page);
    await openStudy(page, RUN);
    await page.getByRole('button', { name: 'Show view Vessels alone' }).click();
    await expect
      .poll(() => wordsIn(page, 'v1-1'), WAIT)
      .toMatch(/SUBTRACTED: MASK FRAMES 1 TO 2\s+MASK OF A PRESENTATION STATE/);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('End');
    await settledGlass(page, 'v1-1', { index: '5', voiFunction: 'LINEAR_EXACT', windowCenter: '0' });
    /** Greys on the glass down the column of pixels 64: the vessel crosses it at 56, and the bars are gone. */
    const greys = await page
      .locator('[data-viewport-id="v1-1"] canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const size = Math.min(width, height);
        const { data } = canvas.getContext('2d')?.getImageData(width / 2, (height - size) / 2, 1, size) ?? { data: [] };
        return [56, 4, 20, 36, 76, 100, 116].map((y) => data[Math.round((y / 128) * size) * 4]);
      });
    const [vessel = 255, ground = 0, ...others] = greys;
    expect(vessel).toBeLessThan(ground - 60);
    for (const other of others) expect(Math.abs((other ?? 0) - ground)).toBeLessThanOrEqual(2);
    expect(running.complaints).toEqual([]);
  });
});
