import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Vec3 } from '../../shared/model/image.ts';
import { buildSegmentation } from '../../electron/station/dicom/write/segmentation.ts';
import { rigidOf } from '../../shared/registration/pose.ts';
import { inverse, movedPlace } from '../../shared/rules/registration/rigid.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { ARTERY, diffusion, PASS_S, perfusion, SIDE, STUDY as PHASES } from '../helpers/phase-phantoms.ts';
import { signedDocument } from '../helpers/report-document.ts';
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

/** A box of 9 × 9 pixels and 11 slices in the middle of the trunk, by another program. */
const BOX = { columns: [28, 36], rows: [20, 28], slices: [20, 30] } as const;

function boxSegmentation(): Uint8Array {
  const { size, step, study, space } = CT;
  const [columns, rows] = [Math.round(400 / size), Math.round(300 / size)];
  const isIn = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
  const values = Array.from({ length: columns * rows }, (_unused, at) =>
    isIn(at % columns, BOX.columns) && isIn(Math.floor(at / columns), BOX.rows) ? 1 : 0,
  );
  const frames = Array.from({ length: BOX.slices[1] - BOX.slices[0] + 1 }, (_unused, at) => ({
    segment: 1,
    source: { sopUid: `${study}.1.${BOX.slices[0] + at + 1}`, sopClass: '1.2.840.10008.5.1.4.1.1.2', frame: null, seriesUid: `${study}.1` }, // prettier-ignore
    position: [(-(columns - 1) / 2) * size, (-(rows - 1) / 2) * size, heightOf(CT, BOX.slices[0] + at)] satisfies Vec3,
    values,
  }));
  const [first, ...rest] = frames;
  if (!first) throw new Error('no frame');
  const { patient, study: said, at, zone, signer, evaluation } = signedDocument();
  const whole = { label: 'Box', category: null, type: null, algorithm: 'AUTOMATIC', algorithmName: 'Finder' } as const;
  return buildSegmentation({
    ...{ at, zone, signer, evaluation, kind: 'BINARY', label: 'Box', rows, columns, frameOfReference: space },
    patient: { ...patient, issuer: '', patientId: 'REG1', name: { alphabetic: 'REGISTER^RUTH', ideographic: '', phonetic: '' }, birthDate: null, sex: null }, // prettier-ignore
    study: { ...said, studyUid: study },
    ...{ orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [size, size], sliceThickness: step, instanceNumber: 1 },
    segments: [{ number: 1, ...whole, lab: null, trackingId: null, trackingUid: null }],
    ...{ frames: [first, ...rest], maximumFractional: null, fractionalType: null },
    uids: { series: '2.25.9131', instance: '2.25.9132', dimensions: '2.25.9133' },
  });
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
  const others = [...diffusion(), ...perfusion(), xaRun(null), maskState(), boxSegmentation(), largeFilm()];
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

/** Pixels of a film: larger than any viewport here. */
const FILM = { study: '1.2.3.91.7', columns: 2600, rows: 1800 };

function largeFilm(): Uint8Array {
  const { study, columns, rows } = FILM;
  const values = Array.from({ length: columns * rows }, (_unused, at) =>
    ((at % columns) >> 5) % 2 === 0 ? 400 : 3000,
  );
  return ctImage([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1'),
    element(0x00080018, 'UI', `${study}.1.1`),
    element(0x00080060, 'CS', 'CR'),
    element(0x00100010, 'PN', 'FILM^FIONA'),
    element(0x00100020, 'LO', 'FILM1'),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', `${study}.1`),
    element(0x00200011, 'IS', '1'),
    element(0x00280010, 'US', rows),
    element(0x00280011, 'US', columns),
    element(0x7fe00010, 'OW', values),
  ]);
}

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

describe('parts and planes', () => {
  it('a segmentation stands on the coronal plane as wide and as high as it is; Alt 5 goes through a film at one to one; the magnifier enlarges', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, NOW);
    const rail = page.getByRole('navigation', { name: 'Series' });
    // The desk came back as it was left.
    await settledGlass(page, ON_CT, { seriesUid: `${NOW}.1` });
    await rail
      .getByRole('button', { name: /Segmentation/ })
      .last()
      .click();
    const panel = page.getByRole('complementary', { name: 'Object' });
    await panel.getByRole('checkbox', { name: /Box/ }).check();
    await focusViewport(page, ON_CT);
    await page.locator(`[data-viewport-id="${ON_CT}"][data-active="true"]`).waitFor();
    await page.keyboard.press('m');
    await settledGlass(page, 'mpr-coronal');
    const pane = page.locator('[data-viewport-id="mpr-coronal"] [data-layers*="Box"]');
    await pane.locator('text', { hasText: 'Box (AI), resampled' }).waitFor();
    const glass = await readGlass(page, 'mpr-coronal');
    /** Of what is covered, in pixels of the canvas: width, height, and where its middle stands in the whole. */
    const covered = await pane.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
      const [xs, ys] = [new Set<number>(), new Set<number>()];
      for (let at = 0; at < width * height; at += 1) {
        if ((data[at * 4 + 3] ?? 0) < 20) continue;
        xs.add(at % width);
        ys.add(Math.floor(at / width));
      }
      const span = (all: Set<number>): [number, number] => [Math.min(...all), Math.max(...all)];
      return { x: span(xs), y: span(ys), width, height };
    });
    const middle = ([from, to]: readonly [number, number], all: number): number => (from + to + 1 - all) / 2;
    const length = ([from, to]: readonly [number, number]): number => to - from + 1;
    // The zoom is that of a column; the middle of the box lies half a pixel and half a slice beside that of the volume.
    const pixel = Number(glass['zoom']) / CT.size;
    expect(Math.abs(length(covered.x) - 9 * CT.size * pixel)).toBeLessThan(2);
    expect(Math.abs(length(covered.y) - 11 * CT.step * pixel)).toBeLessThan(2);
    expect(Math.abs(middle(covered.x, covered.width) - (CT.size / 2) * pixel)).toBeLessThan(2);
    expect(Math.abs(middle(covered.y, covered.height) + (CT.step / 2) * pixel)).toBeLessThan(2);
    await page.keyboard.press('Escape');
    await closeStudy(page);
    await openStudy(page, FILM.study);
    await page.keyboard.press('Alt+1');
    await focusViewport(page, 'v1-1');
    const { zoom: fitted } = await settledGlass(page, 'v1-1');
    const done = page.getByText('All parts were shown', { exact: true });
    let parts = 0;
    while ((await done.count()) === 0) {
      await page.keyboard.press('Alt+5');
      await expect
        .poll(async () => (await readGlass(page, 'v1-1'))['zoom'] === '1.000' || (await done.count()) > 0, WAIT)
        .toBe(true);
      parts += 1;
    }
    // More than one across and one down, and the last press ends with the whole picture.
    expect(parts).toBeGreaterThan(4);
    const whole = await settledGlass(page, 'v1-1', { zoom: fitted });
    await page.keyboard.press('n');
    const box = await page.locator('[data-viewport-id="v1-1"]').boundingBox();
    if (!box) throw new Error('the viewport is not on the screen');
    await page.mouse.move(box.x + 500, box.y + 400);
    await page.mouse.down();
    await page.mouse.move(box.x + 520, box.y + 420, { steps: 4 });
    const lens = page.locator('[data-viewport-id="v1-1"] canvas[style*="50%"]');
    /** Widths of the stripes of the film along the middle of the lens, in its pixels. */
    const stripes = await lens.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, height / 2, width, 1) ?? { data: [] };
      const light = Array.from({ length: width }, (_unused, x) => (data[x * 4] ?? 0) > 127);
      const edges = light.flatMap((is, x) => (x > 0 && is !== light[x - 1] ? [x] : []));
      return edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0));
    });
    expect(stripes.length).toBeGreaterThan(2);
    // Two and a half times as large as under it.
    for (const stripe of stripes) expect(Math.abs(stripe - 32 * Number(whole['zoom']) * 2.5)).toBeLessThan(2);
    await page.mouse.up();
    expect(running.complaints).toEqual([]);
  });
});
