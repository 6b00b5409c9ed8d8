import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { StudyId } from '../../shared/model/ids.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { closeStudy, focusViewport, openStudy, readGlass, readGlasses, settledGlass } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { standing } from './helpers/measurements.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const SIDE = 128;
const SLICES = 30;
const STUDY = '1.2.3.67.1';
/** Half a millimetre a pixel, two from slice to slice. A rod of 1000 HU stands along the patient from z = 10 to z = 50 mm. */
const ROD = { x: 40, y: 32, radius: 4, from: 10, to: 50 };

function slice(at: number): Uint8Array {
  const z = at * 2;
  const stored = Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [(index % SIDE) / 2, Math.floor(index / SIDE) / 2];
    if (z >= ROD.from && z <= ROD.to && Math.hypot(x - ROD.x, y - ROD.y) <= ROD.radius) return 2024;
    return Math.hypot(x - 32, y - 32) <= 28 ? 1064 : 24;
  });
  return ctImage([
    element(0x0020000d, 'UI', STUDY),
    element(0x0020000e, 'UI', `${STUDY}.1`),
    element(0x00080018, 'UI', `${STUDY}.1.${at + 1}`),
    element(0x00081030, 'LO', 'ROD'),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00200032, 'DS', `0\\0\\${z}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${STUDY}.9`),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '0.5\\0.5'),
    element(0x00281050, 'DS', '40'),
    element(0x00281051, 'DS', '2000'),
    element(0x00281052, 'DS', '-1024'),
    element(0x00281053, 'DS', '1'),
    element(0x00281054, 'LO', 'HU'),
    element(0x7fe00010, 'OW', stored),
  ]);
}

const FUSED = '1.2.3.67.2';
const [CT_SIDE, PET_SIDE] = [64, 16];
/** The PET of rule 3.5: 20,000 Bq/ml are 5.527 g/ml. */
const HOT = 20_000;

/** A CT slice of water, or a PET slice of 4 mm pixels with half of them hot, in one frame of reference. */
function ofBoth(kind: 'CT' | 'PT', at: number): Uint8Array {
  const [side, size, series] = kind === 'CT' ? [CT_SIDE, 1, 1] : [PET_SIDE, 4, 2];
  const first = (size - 1) / 2;
  return ctImage([
    element(0x00080016, 'UI', `1.2.840.10008.5.1.4.1.1.${kind === 'CT' ? 2 : 128}`),
    element(0x00080018, 'UI', `${FUSED}.${series}.${at}`),
    element(0x00080021, 'DA', '20240102'),
    element(0x00080022, 'DA', '20240102'),
    element(0x00080031, 'TM', '103000'),
    element(0x00080032, 'TM', '103000'),
    element(0x00080060, 'CS', kind),
    element(0x0008103e, 'LO', kind === 'CT' ? 'Body' : 'Uptake'),
    // Another patient: a prior would hang beside the rod.
    element(0x00100010, 'PN', 'ROE^RICHARD'),
    element(0x00100020, 'LO', 'P2'),
    element(0x00101030, 'DS', '70'),
    element(0x0020000d, 'UI', FUSED),
    element(0x0020000e, 'UI', `${FUSED}.${series}`),
    element(0x00200011, 'IS', String(series)),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00200032, 'DS', `${first}\\${first}\\${at * 4}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${FUSED}.9`),
    element(0x00280010, 'US', side),
    element(0x00280011, 'US', side),
    element(0x00280030, 'DS', `${size}\\${size}`),
    element(0x00280051, 'CS', 'ATTN\\DECY'),
    element(0x00281052, 'DS', kind === 'CT' ? '-1024' : '0'),
    element(0x00281053, 'DS', '1'),
    element(0x00540016, 'SQ', [[element(0x00181072, 'TM', '093000'), element(0x00181074, 'DS', '370000000'), element(0x00181075, 'DS', '6586.2')]]), // prettier-ignore
    element(0x00541001, 'CS', 'BQML'),
    element(0x00541102, 'CS', 'START'),
    element(0x7fe00010, 'OW', Array.from({ length: side * side }, (_unused, pixel) => (kind === 'CT' ? 1024 : pixel % side < side / 2 ? HOT : 0))), // prettier-ignore
  ]);
}

const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-rod-'));
let running: RunningApp;
let studyId: StudyId;

beforeAll(async () => {
  for (let at = 0; at < SLICES; at += 1) writeFileSync(path.join(folder, `${at}.dcm`), slice(at));
  for (const kind of ['CT', 'PT'] as const) {
    for (let at = 0; at < 6; at += 1) writeFileSync(path.join(folder, `${kind}${at}.dcm`), ofBoth(kind, at));
  }
  running = await launch(store.dataDir);
  const { page } = running;
  await firstStart(page);
  await importFolder(running.app, page, folder);
  await closeTransfers(page);
  await openStudy(page, STUDY);
  await settledGlass(page, 'v1-1');
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  studyId = StudyId.parse(rows.find(({ studyUid }) => studyUid === STUDY)?.studyId);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const measurements = () => standing(running.page, studyId);

/** CSS pixels of the page for a pixel of a coronal plane, which fits its viewport. */
async function onCoronal(page: Page): Promise<(point: Point2) => Point2> {
  const glass = await readGlass(page, 'mpr-coronal');
  const box = await page.locator('[data-viewport-id="mpr-coronal"] canvas').first().boundingBox();
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  if (!box) throw new Error('the viewport is not on the screen');
  const scale = Number(glass['zoom']) / ratio;
  const [middleX, middleY] = [(SIDE - 1) / 2, (SLICES - 1) / 2];
  // Rows are 2 mm, columns half a millimetre: a row is four times as high.
  return ([x, y]) => [
    box.x + box.width / 2 + (x - middleX) * scale,
    box.y + box.height / 2 + (y - middleY) * scale * 4,
  ];
}

const wordsIn = async (page: Page, viewportId: string): Promise<string> =>
  (await page.locator(`[data-viewport-id="${viewportId}"]`).innerText()).replaceAll('\n', ' ');

const planes = async (page: Page): Promise<readonly string[]> =>
  (await readGlasses(page)).map((glass) => `${glass['viewportId']} ${glass['orientation']} ${glass['count']}`);

describe('three planes of a series', () => {
  it('M lays them out with letters, series and role; each says what it is; the desk comes back as it was', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    for (const key of ['Home', 'PageDown', 'Alt+o']) await page.keyboard.press(key);
    const fitted = await settledGlass(page, 'v1-1', { index: '10', rotation: '90' });
    await page.keyboard.press('+');
    await expect
      .poll(async () => (await readGlass(page, 'v1-1'))['zoom'], { timeout: 30_000 })
      .not.toBe(fitted['zoom']);
    const before = await readGlass(page, 'v1-1');
    await page.keyboard.press('m');
    for (const id of ['mpr-axial', 'mpr-coronal', 'mpr-sagittal']) await settledGlass(page, id);
    expect(await planes(page)).toEqual(['mpr-axial R/L/A/P 30', 'mpr-coronal R/L/H/F 128', 'mpr-sagittal A/P/H/F 128']);
    const [axial] = await readGlasses(page);
    expect(axial).toMatchObject({ studyUid: STUDY, seriesUid: `${STUDY}.1`, role: 'current', index: '10', sopUid: '' });
    await expect.poll(() => wordsIn(page, 'mpr-coronal'), { timeout: 30_000 }).toMatch(/CORONAL REFORMAT/);
    expect(await wordsIn(page, 'mpr-coronal')).not.toMatch(/INTERPOLATED|LOADING/);
    await page.keyboard.press('Escape');
    const after = await settledGlass(page, 'v1-1', { index: '10' });
    expect(after).toEqual(before);
    expect(await planes(page)).toHaveLength(1);
    await page.keyboard.press('r');
  });

  it('scrolling one moves where it cuts the others; a double click goes to a place; one window for all', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('m');
    for (const id of ['mpr-axial', 'mpr-coronal', 'mpr-sagittal']) await settledGlass(page, id);
    await focusViewport(page, 'mpr-axial');
    const line = page.locator('[data-viewport-id="mpr-coronal"] [data-layers*="axial plane"] svg *').first();
    const at = (): Promise<string> => line.evaluate((mark) => mark.outerHTML);
    const first = await at();
    await page.keyboard.press('ArrowDown');
    await expect.poll(at, { timeout: 30_000 }).not.toBe(first);
    const [x, y] = (await onCoronal(page))([80, 14]);
    await page.mouse.dblclick(x, y);
    await settledGlass(page, 'mpr-axial', { index: '14' });
    await settledGlass(page, 'mpr-sagittal', { index: '80' });
    await page.keyboard.press('2');
    const { windowCenter, windowWidth } = await readGlass(page, 'mpr-coronal');
    await settledGlass(page, 'mpr-axial', { windowCenter, windowWidth });
  });

  it('a slab says its thickness and how it is made', async () => {
    const { page } = running;
    await page.keyboard.press(']');
    await expect.poll(() => wordsIn(page, 'mpr-coronal'), { timeout: 30_000 }).toMatch(/INTERPOLATED.*SLAB 3 mm MEAN/);
    await page.keyboard.press('Shift+M');
    await expect.poll(() => wordsIn(page, 'mpr-axial'), { timeout: 30_000 }).toMatch(/SLAB 3 mm MAXIMUM/);
    await page.keyboard.press('[');
    await expect.poll(() => wordsIn(page, 'mpr-coronal'), { timeout: 30_000 }).not.toMatch(/SLAB/);
  });

  it('a length on a plane is the length of the rod; it shows again where it was drawn, and nowhere else', async () => {
    const { page } = running;
    await focusViewport(page, 'mpr-coronal');
    await page.keyboard.press('Home');
    const first = await settledGlass(page, 'mpr-coronal', { index: '0' });
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('PageDown');
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowDown');
    await settledGlass(page, 'mpr-coronal', { index: '64' });
    expect(first['orientation']).toBe('R/L/H/F');
    const place = await onCoronal(page);
    // The rod's first and last slices: rows 4 and 24 from the head.
    const [from, to] = [place([80, 4]), place([80, 24])];
    await page.keyboard.press('l');
    await page.mouse.move(from[0], from[1]);
    await page.mouse.down();
    await page.mouse.move(to[0], to[1], { steps: 12 });
    await page.mouse.up();
    await expect.poll(async () => (await measurements()).length, { timeout: 30_000 }).toBe(1);
    const [made] = await measurements();
    const length = made?.result.values[0];
    // Within one pixel of the screen at either end.
    expect(length).toMatchObject({ name: 'length', unit: 'mm' });
    expect(Math.abs((length?.value ?? 0) - 40)).toBeLessThan(0.7);
    expect(made?.plane).toMatchObject({ seriesUid: `${STUDY}.1`, origin: [0, 32, 58], spacing: [2, 0.5], slab: null });
    const drawn = page.locator('[data-viewport-id="mpr-coronal"] svg text').filter({ hasText: /length/ });
    await expect.poll(() => drawn.count(), { timeout: 30_000 }).toBe(1);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => drawn.count(), { timeout: 30_000 }).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await settledGlass(page, 'v1-1');
    expect(
      await page
        .locator('[data-viewport-id="v1-1"] svg text')
        .filter({ hasText: /length/ })
        .count(),
    ).toBe(0);
    await page.keyboard.press('g');
    await settledGlass(page, 'mpr-coronal', { index: '64' });
    await expect.poll(() => drawn.count(), { timeout: 30_000 }).toBe(1);
    expect(running.complaints).toEqual([]);
  });

  it('the planes turn by key and by a grip on a line; letters and lengths are those of the turned plane; X lays them straight', async () => {
    const { page } = running;
    const lettersOf = async (id: string): Promise<string> => (await readGlass(page, id))['orientation'] ?? '';
    await page.locator('[data-viewport-id="mpr-axial"]').click({ position: { x: 30, y: 200 } });
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('.');
    await expect
      .poll(() => wordsIn(page, 'mpr-coronal'), { timeout: 30_000 })
      .toMatch(/OBLIQUE REFORMAT, INTERPOLATED/);
    await expect.poll(() => lettersOf('mpr-coronal'), { timeout: 30_000 }).toBe('RA/LP/H/F');
    expect(await lettersOf('mpr-axial')).toBe('R/L/A/P');
    expect(await wordsIn(page, 'mpr-axial')).toMatch(/AXIAL REFORMAT/);
    const drawn = page.locator('[data-viewport-id="mpr-coronal"] svg text').filter({ hasText: /length/ });
    expect(await drawn.count()).toBe(0);
    const box = await page.locator('[data-viewport-id="mpr-coronal"] canvas').first().boundingBox();
    if (!box) throw new Error('the viewport is not on the screen');
    const [x, y] = [box.x + box.width / 2 + 30, box.y + box.height / 2];
    // A plane that was turned again before it stood has the pixels of the last turn.
    await settledGlass(page, 'mpr-coronal', { voiFunction: 'LINEAR' });
    await page.keyboard.press('l');
    await page.mouse.move(x, y - 60);
    await page.mouse.down();
    await page.mouse.move(x, y + 60, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => (await measurements()).length, { timeout: 30_000 }).toBe(2);
    const made = (await measurements()).find(({ plane }) => Math.abs(plane?.orientation[1] ?? 0) > 0.1);
    const { zoom, spacing } = await readGlass(page, 'mpr-coronal');
    const ratio = await page.evaluate(() => window.devicePixelRatio);
    const wanted = ((120 * ratio) / Number(zoom)) * Number.parseFloat(spacing ?? '');
    expect(Math.abs((made?.result.values[0]?.value ?? 0) - wanted)).toBeLessThan(0.7);
    await page.keyboard.press('Escape');
    await page.keyboard.press('x');
    await expect.poll(() => lettersOf('mpr-coronal'), { timeout: 30_000 }).toBe('R/L/H/F');
    await expect.poll(() => drawn.count(), { timeout: 30_000 }).toBeLessThan(2);
    const grip = await page.locator('[data-viewport-id="mpr-axial"] [data-layer^="grips"] path').first().boundingBox();
    const axial = await page.locator('[data-viewport-id="mpr-axial"] canvas').first().boundingBox();
    if (!grip || !axial) throw new Error('there is no grip');
    const [u, v] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await page.mouse.move(u, v);
    await page.mouse.down();
    const far = Math.min(axial.width, axial.height) / 6;
    await page.mouse.move(u + far, v + far, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => wordsIn(page, 'mpr-coronal'), { timeout: 30_000 }).toMatch(/OBLIQUE REFORMAT/);
    // The first of its steps may be too small for other letters.
    await expect.poll(() => lettersOf('mpr-coronal'), { timeout: 30_000 }).not.toBe('R/L/H/F');
    // A drawing on a turned plane is found again as it was turned then.
    await page.keyboard.press('x');
    await expect.poll(() => lettersOf('mpr-coronal'), { timeout: 30_000 }).toBe('R/L/H/F');
    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await expect.poll(() => lettersOf('mpr-coronal'), { timeout: 30_000 }).toMatch(/RA|R\/L/);
    await expect.poll(() => drawn.count(), { timeout: 30_000 }).toBe(1);
    expect(running.complaints).toEqual([]);
  });

  it('a path laid straight has its length and leads back to the planes; the volume turns with its letters and is not measured', async () => {
    const { page } = running;
    await page.keyboard.press('x');
    await page.keyboard.press('Alt+m');
    await focusViewport(page, 'mpr-coronal');
    await settledGlass(page, 'mpr-coronal', { orientation: 'R/L/H/F' });
    const place = await onCoronal(page);
    // Along the rod, from z = 46 to z = 14 mm.
    for (const point of [place([80, 6]), place([80, 22])]) await page.mouse.click(point[0], point[1]);
    await page.keyboard.press('Enter');
    await settledGlass(page, 'mpr-curved', { count: '36', orientation: '' });
    const words = page.locator('[data-viewport-id="mpr-curved"] svg text').filter({ hasText: /path 3[12]\.\d mm/ });
    await expect.poll(() => words.count(), { timeout: 30_000 }).toBe(1);
    const box = await page.locator('[data-viewport-id="mpr-curved"] canvas').first().boundingBox();
    if (!box) throw new Error('the viewport is not on the screen');
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    await settledGlass(page, 'mpr-axial', { index: '14' });
    await page.keyboard.press('Alt+Shift+M');
    await settledGlass(page, 'mpr-3d', { orientation: 'R/L/H/F' });
    expect(await wordsIn(page, 'mpr-3d')).toMatch(/3D, NOT FOR MEASURING\s+CT BONE/);
    for (let turn = 0; turn < 18; turn += 1) await page.keyboard.press('ArrowRight');
    await settledGlass(page, 'mpr-3d', { orientation: 'P/A/H/F' });
    const before = (await measurements()).length;
    await page.keyboard.press('l');
    await page.locator('[data-viewport-id="mpr-3d"]').click({ position: { x: 200, y: 200 } });
    await page.getByText('3D, not for measuring', { exact: true }).waitFor();
    expect((await measurements()).length).toBe(before);
    expect(running.complaints).toEqual([]);
  });

  it('one plane, or the volume from outside, stands in a viewport of its own, comes back with the case, and gives way to the slices', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, STUDY);
    await page.keyboard.press('Alt+1');
    await focusViewport(page, 'v1-1');
    await settledGlass(page, 'v1-1', { count: String(SLICES) });
    await page.keyboard.press('Alt+Shift+N');
    await settledGlass(page, 'v1-1', { orientation: 'R/L/H/F', count: '128', quality: 'full' });
    for (let at = 0; at < 4; at += 1) await page.keyboard.press(']');
    await expect.poll(() => wordsIn(page, 'v1-1'), { timeout: 30_000 }).toMatch(/SLAB 10 mm/);
    await page.keyboard.press('.');
    const swung = /OBLIQUE REFORMAT, INTERPOLATED\s+SLAB 10 mm/;
    await expect.poll(() => wordsIn(page, 'v1-1'), { timeout: 30_000 }).toMatch(swung);
    await settledGlass(page, 'v1-1', { quality: 'interpolated' });
    await closeStudy(page);
    await openStudy(page, STUDY);
    await expect.poll(() => wordsIn(page, 'v1-1'), { timeout: 30_000 }).toMatch(swung);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+Shift+N');
    await settledGlass(page, 'v1-1', { orientation: 'R/L/H/F', count: '128' });
    await chooseCommand(page, 'Slices in this viewport again');
    await settledGlass(page, 'v1-1', { orientation: 'R/L/A/P', count: String(SLICES) });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Shift+Q');
    await settledGlass(page, 'v1-1', { orientation: 'R/L/H/F', count: '1' });
    expect(await wordsIn(page, 'v1-1')).toMatch(/3D, NOT FOR MEASURING\s+CT BONE/);
    await page.keyboard.press('Shift+Q');
    await settledGlass(page, 'v1-1', { orientation: 'R/L/A/P', count: String(SLICES) });
    expect(running.complaints).toEqual([]);
  });

  it('Shift B lays a PET over its CT by its own scale, hot where it is hot, clear where it is cold; planes take it along', async () => {
    const { page } = running;
    await closeStudy(page);
    const hung = await openStudy(page, FUSED);
    // Where only the PET hangs, the CT comes below it.
    const ct = (hung.find(({ seriesUid }) => seriesUid === `${FUSED}.1`) ?? hung[0])?.['viewportId'] ?? '';
    await focusViewport(page, ct);
    // A hanging may have fused it already.
    if ((await readGlass(page, ct))['fused'] === undefined) await page.keyboard.press('Shift+B');
    await settledGlass(page, ct, { seriesUid: `${FUSED}.1`, fused: 'drawn', fusedScale: '0\\5 {SUVbw}g/ml' });
    expect(await wordsIn(page, ct)).toMatch(/FUSED: PT 2 Uptake over CT 1 Body, opacity 50 %/);
    /** Opacity in the middle of the left and of the right half of the picture, which are hot and cold. */
    const covers = page
      .locator(`[data-viewport-id="${ct}"] canvas[data-pane="fused"]`)
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const pen = canvas.getContext('2d');
        const at = (x: number): number => pen?.getImageData(x, Math.round(height / 2), 1, 1).data[3] ?? -1;
        const quarter = Math.min(width, height) / 4;
        return [at(Math.round(width / 2 - quarter)), at(Math.round(width / 2 + quarter))];
      });
    expect(await covers).toEqual([128, 0]);
    await page.keyboard.press('m');
    await settledGlass(page, 'mpr-coronal', { fused: 'drawn' });
    await page.keyboard.press('Escape');
    await settledGlass(page, ct, { fused: 'drawn' });
    await focusViewport(page, ct);
    await page.keyboard.press('Shift+B');
    await expect.poll(async () => (await readGlass(page, ct))['fused'], { timeout: 30_000 }).toBeUndefined();
    expect(running.complaints).toEqual([]);
  });
});
