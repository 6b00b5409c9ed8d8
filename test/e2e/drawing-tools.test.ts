import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { StudyId } from '../../shared/model/ids.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { BEAT, heartBeat, STUDY as PHASES, SLICES } from '../helpers/phase-phantoms.ts';
import { closeStudy, focusViewport, openStudy, readGlass, settledGlass } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { standing } from './helpers/measurements.ts';
import { dragThrough, press } from './helpers/pointer.ts';
import { askStation } from './helpers/station.ts';
import {
  bolus,
  BOLUS,
  cardiac,
  CONTRAST,
  DISC,
  FRAMES,
  heart,
  HEART,
  phantom,
  radiograph,
  RADIOGRAPH,
  SIDE,
  STUDY,
} from './helpers/tool-phantoms.ts';
import { WALKS } from './helpers/tool-walks.ts';
import type { Walk } from './helpers/tool-walks.ts';
import { watchPhases } from './helpers/watch-phases.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const VIEWPORT = 'v1-1';

const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-phantom-'));
let running: RunningApp;
let studyId: StudyId;

beforeAll(async () => {
  writeFileSync(path.join(folder, 'one.dcm'), phantom());
  writeFileSync(path.join(folder, 'two.dcm'), radiograph());
  for (let slice = 0; slice < FRAMES; slice += 1)
    writeFileSync(path.join(folder, `heart-${slice}.dcm`), cardiac(slice));
  writeFileSync(path.join(folder, 'heart-again.dcm'), cardiac(3, 2));
  for (const [at, file] of heartBeat().entries()) writeFileSync(path.join(folder, `phase-${at}.dcm`), file);
  for (const at of CONTRAST.keys()) writeFileSync(path.join(folder, `bolus-${at}.dcm`), bolus(at));
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const measurements = () => standing(running.page, studyId);

/** CSS pixels of the page for a pixel of the picture, which fills its viewport. */
async function screen(page: Page): Promise<(point: Point2) => Point2> {
  const glass = await readGlass(page, VIEWPORT);
  const box = await page.locator(`[data-viewport-id="${VIEWPORT}"] canvas`).first().boundingBox();
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  if (!box) throw new Error('the viewport is not on the screen');
  const scale = Number(glass['zoom']) / ratio;
  const middle = (SIDE - 1) / 2;
  return ([x, y]) => [box.x + box.width / 2 + (x - middle) * scale, box.y + box.height / 2 + (y - middle) * scale];
}

async function draw(page: Page, { how, points, end }: Walk): Promise<void> {
  const place = await screen(page);
  const at = points.map(place);
  const last = at.at(-1);
  if (how === 'drag') await dragThrough(page, at);
  else if (how === 'drags') {
    await dragThrough(page, at.slice(0, 2));
    await dragThrough(page, at.slice(2));
  } else {
    for (const one of end === 'double' ? at.slice(0, -1) : at) await press(page, one);
    // A press is held back until the mouse moves on, for a second one.
    if (end === undefined && last) await page.mouse.move(last[0] + 9, last[1] + 9, { steps: 3 });
  }
  if (end === 'double' && last) {
    await page.mouse.move(last[0], last[1], { steps: 4 });
    await page.mouse.dblclick(last[0], last[1]);
  }
  if (end === 'Enter') await page.keyboard.press('Enter');
  if (end === 'close' && at[0]) {
    await press(page, at[0]);
    await page.mouse.move(at[0][0] + 9, at[0][1] + 9, { steps: 3 });
  }
}

const words = async (page: Page): Promise<string> =>
  (
    await page
      .locator(`[data-viewport-id="${VIEWPORT}"] svg tspan, [data-viewport-id="${VIEWPORT}"] svg text`)
      .allTextContents()
  ).join(' ');

describe('every tool, drawn with the mouse', () => {
  beforeAll(async () => {
    const { page } = running;
    await firstStart(page);
    await importFolder(running.app, page, folder);
    await closeTransfers(page);
    await openStudy(page, STUDY);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('F7');
    await page.getByRole('complementary', { name: 'Measurements' }).waitFor();
    await settledGlass(page, VIEWPORT);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    studyId = StudyId.parse(rows.find((row) => row.studyUid === STUDY)?.studyId);
  });

  afterEach(async () => {
    const { page } = running;
    await page.keyboard.press('Escape');
    const remove = page.getByRole('complementary', { name: 'Measurements' }).getByRole('button', { name: /^Delete M/ });
    while ((await remove.count()) > 0) await remove.first().click({ timeout: 10_000 });
    await expect.poll(async () => (await measurements()).length, { timeout: 30_000 }).toBe(0);
    await expect.poll(() => words(page), { timeout: 30_000 }).not.toMatch(/M\d/);
  });

  it.each(WALKS)('$tool: points where the mouse was, and its words on the glass', async (walk) => {
    const { page } = running;
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press(walk.key);
    await draw(page, walk);
    if (walk.tool === 'arrow') {
      await page.getByRole('dialog').getByLabel('Text').fill('the disc');
      await page.getByRole('button', { name: 'Set the text' }).click();
    }
    await expect
      .poll(async () => (await measurements()).map(({ tool }) => tool), { timeout: 30_000 })
      .toEqual([walk.tool]);
    for (const said of walk.says) await expect.poll(() => words(page), { timeout: 30_000 }).toMatch(said);
    const [made] = await measurements();
    // The journal has the points of the mouse, within a pixel and a half; figures that Cornerstone reshapes are known by their values.
    if (walk.how !== 'drag' || walk.tool === 'length') {
      expect(made?.points).toHaveLength(walk.points.length);
      walk.points.forEach((point, index) => {
        expect(Math.abs((made?.points[index]?.[0] ?? NaN) - point[0])).toBeLessThan(1.5);
        expect(Math.abs((made?.points[index]?.[1] ?? NaN) - point[1])).toBeLessThan(1.5);
      });
    }
    expect(running.complaints).toEqual([]);
  });

  it('spine-label: one press a vertebra, in the order that was chosen', async () => {
    const { page } = running;
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('i');
    await page.getByLabel('Next level').selectOption('L1');
    const place = await screen(page);
    for (const y of [180, 140, 100]) {
      await press(page, place([128, y]));
      await page.mouse.move(...place([150, y + 8]), { steps: 3 });
    }
    await expect
      .poll(async () => (await measurements()).map(({ text }) => text), { timeout: 30_000 })
      .toEqual(['L1', 'T12', 'T11']);
    await expect.poll(() => words(page), { timeout: 30_000 }).toContain('T12');
  });

  it('threshold: what lies between two values inside an outline', async () => {
    const { page } = running;
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('Shift+H');
    await page.getByLabel('Values from').fill('0');
    await page.getByLabel('to (HU)').fill('100');
    await focusViewport(page, VIEWPORT);
    const square: readonly Point2[] = [[60, 60], [196, 60], [196, 196], [60, 196]]; // prettier-ignore
    await draw(page, { tool: 'threshold', key: '', how: 'click', points: square, end: 'close', says: [] });
    await expect.poll(() => words(page), { timeout: 30_000 }).toMatch(/area 12[56]\d mm².*mean 40\.0 HU/);
    await expect.poll(async () => (await measurements())[0]?.range, { timeout: 30_000 }).toEqual({ min: 0, max: 100 });
    const [made] = await measurements();
    // All of the disc and none of the air: 5025 pixels, 1256 mm².
    expect(made?.result.values.find(({ name }) => name === 'pixel count')?.value).toBe(DISC);
  });

  it('keys move a handle, and all of a drawing, by a pixel; Ctrl Z takes it back', async () => {
    const { page } = running;
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('l');
    await draw(page, { tool: 'length', key: '', how: 'drag', points: [[60, 60], [160, 60]], says: [] }); // prettier-ignore
    await expect.poll(async () => (await measurements()).length, { timeout: 30_000 }).toBe(1);
    const [before] = await measurements();
    const points = async () => (await measurements())[0]?.points.map(([x, y]) => [Math.round(x), Math.round(y)]);
    const moved = (dx: number, dy: number, ends: readonly number[]) =>
      before?.points.map(([x, y], index) =>
        ends.includes(index) ? [Math.round(x + dx), Math.round(y + dy)] : [Math.round(x), Math.round(y)],
      );
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('g');
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(points, { timeout: 30_000 }).toEqual(moved(1, 0, [0, 1]));
    await page.keyboard.press('Control+z');
    await expect.poll(points, { timeout: 30_000 }).toEqual(moved(0, 0, []));
    await page.keyboard.press('Alt+.');
    await page.keyboard.press('Alt+.');
    await page.keyboard.press('Control+Shift+ArrowDown');
    await expect.poll(points, { timeout: 30_000 }).toEqual(moved(0, 10, [1]));
  });
});

describe('a radiograph without a scale', () => {
  it('a known length calibrates the series of a radiograph and measures all of it anew; one key takes it back', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, RADIOGRAPH);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    studyId = StudyId.parse(rows.find((row) => row.studyUid === RADIOGRAPH)?.studyId);
    await settledGlass(page, VIEWPORT);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('l');
    await draw(page, { tool: 'length', key: '', how: 'drag', points: [[60, 60], [60, 160]], says: [] }); // prettier-ignore
    await expect.poll(() => words(page), { timeout: 30_000 }).toMatch(/length (99|100)\.\d px/);
    await draw(page, { tool: 'length', key: '', how: 'drag', points: [[100, 200], [200, 200]], says: [] }); // prettier-ignore
    await expect.poll(async () => (await measurements()).length, { timeout: 30_000 }).toBe(2);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('u');
    await page.getByLabel('True length in mm').fill('50');
    await page.getByRole('button', { name: 'Calibrate', exact: true }).click();
    await expect.poll(() => words(page), { timeout: 30_000 }).toContain(`FIDUCIAL by ${READER}`);
    const units = async () => (await measurements()).map(({ result }) => [result.values[0]?.unit, result.basis]);
    const ground = ['mm', `FIDUCIAL by ${READER}`];
    expect(await units()).toEqual([ground, ground]);
    await expect
      .poll(async () => (await readGlass(page, VIEWPORT))['spacingSource'], { timeout: 30_000 })
      .toBe(ground[1]);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('Shift+U');
    await expect.poll(units, { timeout: 30_000 }).toEqual([['px', 'px'], ['px', 'px']]); // prettier-ignore
    await expect.poll(() => words(page), { timeout: 30_000 }).not.toContain('FIDUCIAL');
    expect(running.complaints).toEqual([]);
  });

  it('finding, site and side are said by keys and stand beside the number; a side that the image denies is marked', async () => {
    const { page } = running;
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('g');
    await page.keyboard.press('Alt+f');
    const dialog = page.getByRole('dialog', { name: /^What M\d is/ });
    await dialog.waitFor();
    // The first field has the focus; letters choose.
    for (const letters of ['Nod', 'Kid', 'RIGHT']) {
      await page.keyboard.type(letters);
      if (letters !== 'RIGHT') await page.keyboard.press('Tab');
    }
    await expect.poll(() => dialog.innerText(), { timeout: 30_000 }).toContain('The image says LEFT');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Measurements' });
    await expect.poll(() => panel.innerText(), { timeout: 30_000 }).toContain('Nodule; Kidney, RIGHT');
    expect(await panel.innerText()).toContain('▲ The image says LEFT');
    const said = async () =>
      (await measurements()).map(({ findingSite, laterality }) => [findingSite?.meaning, laterality?.meaning]);
    await expect.poll(said, { timeout: 30_000 }).toContainEqual(['Kidney', 'Right']);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('Control+z');
    await expect.poll(said, { timeout: 30_000 }).not.toContainEqual(['Kidney', 'Right']);
  });
});

describe('a stack of slices', () => {
  it('presses grow a volume and a calcium score over their slices', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, HEART);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    studyId = StudyId.parse(rows.find((row) => row.studyUid === HEART)?.studyId);
    await settledGlass(page, VIEWPORT);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await readGlass(page, VIEWPORT))['index'], { timeout: 30_000 }).toBe('1');
    await page.keyboard.press('s');
    await page.getByLabel('Values from').fill('0');
    await page.getByLabel('to (HU)').fill('100');
    await focusViewport(page, VIEWPORT);
    const place = await screen(page);
    await press(page, place([180, 180]));
    const discs = heart(1).filter((value) => value === 1084).length * 3;
    const volume = async () => (await measurements())[0]?.result.values.find(({ name }) => name === 'volume')?.value;
    await expect.poll(volume, { timeout: 30_000 }).toBeCloseTo((discs * 0.25 * 3) / 1000, 9);
    await expect.poll(() => words(page), { timeout: 30_000 }).toMatch(/volume 2\.8\d ml/);

    await page.keyboard.press('j');
    await page.getByRole('combobox', { name: 'Vessel' }).selectOption('LAD');
    await focusViewport(page, VIEWPORT);
    // The list came up beside the pictures.
    await settledGlass(page, VIEWPORT);
    await press(page, (await screen(page))([105, 102]));
    const score = page.getByRole('region', { name: 'Calcium score' });
    // 40 pixels of 0.25 mm² in two slices, weight 3.
    const total = score.getByRole('row', { name: /^Total/ });
    await expect.poll(() => total.textContent(), { timeout: 30_000 }).toBe('Total60.060.0—');
    expect(await score.getByRole('row', { name: /^LAD/ }).textContent()).toBe('LAD60.060.0—');
    expect(await score.textContent()).toMatch(/gating not known.*slices every 3\.00 mm/);
    // The mark carries the score, as a report and an object name it.
    const carried = async () => (await measurements()).find(({ tool }) => tool === 'calcium')?.result;
    const agatston = { name: 'Agatston score', value: expect.closeTo(60, 9) as number, unit: '1' };
    await expect.poll(async () => (await carried())?.values, { timeout: 30_000 }).toContainEqual(agatston);
    expect((await carried())?.basis).toMatch(/from M\d+ LAD$/);

    // A label stands at the same place of another series too, and says that it is carried.
    await page.keyboard.press('i');
    await page.getByLabel('Next level').selectOption('L4');
    await focusViewport(page, VIEWPORT);
    await press(page, (await screen(page))([128, 60]));
    await expect.poll(async () => (await measurements()).map(({ text }) => text), { timeout: 30_000 }).toContain('L4');
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => words(page), { timeout: 30_000 }).toContain('L4 carried');
    expect(running.complaints).toEqual([]);
  });

  it('a region over time stands beside the pictures as a curve, and goes into the report', async () => {
    const { page } = running;
    await closeStudy(page);
    await openStudy(page, BOLUS);
    await settledGlass(page, VIEWPORT);
    await focusViewport(page, VIEWPORT);
    await page.keyboard.press('Alt+t');
    const panel = page.getByRole('complementary', { name: 'Time-intensity curve' });
    await expect.poll(() => panel.textContent(), { timeout: 30_000 }).toContain('No region to follow');
    await settledGlass(page, VIEWPORT);
    await page.keyboard.press('q');
    const place = await screen(page);
    await dragThrough(page, [place([118, 118]), place([138, 138])]);
    const row = (name: string) => panel.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
    await expect.poll(() => row('wash-in slope').textContent(), { timeout: 30_000 }).toBe('6.67 HU/s');
    expect(await row('peak').textContent()).toBe('240.0 HU');
    expect(await row('time to peak').textContent()).toBe('30.0 s');
    expect(await row('relative enhancement').textContent()).toContain('HU have no zero');
    await panel.getByText('As a table').click();
    const table = panel.getByRole('table', { name: 'mean (HU)' });
    expect(await table.getByRole('row').nth(3).textContent()).toBe('20.0 s140.0 HU0.0 HU');
    await page.getByRole('button', { name: 'Insert into the report' }).click();
    await expect
      .poll(() => page.getByText('No report is being written').count(), { timeout: 30_000 })
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: 'General' }).click();
    const written = page.getByRole('textbox').filter({ hasText: 'over time: baseline 40.0 HU, peak 240.0 HU' });
    const insert = async (): Promise<number> => {
      if ((await written.count()) === 0) await page.getByRole('button', { name: 'Insert into the report' }).click();
      return written.count();
    };
    await expect.poll(insert, { timeout: 30_000 }).toBe(1);
    expect(running.complaints).toEqual([]);
  });

  it('phases play at their place by their own times, and never over black', async () => {
    const { page } = running;
    await closeStudy(page);
    const hung = await openStudy(page, PHASES);
    const heart = hung.find(({ seriesUid }) => seriesUid === `${PHASES}.1`)?.['viewportId'] ?? '';
    await focusViewport(page, heart);
    const { sopUid: first } = await settledGlass(page, heart);
    await page.keyboard.press('Shift+Space');
    // All phases were decoded once before it is looked at.
    await expect.poll(async () => (await readGlass(page, heart))['sopUid'], { timeout: 30_000 }).not.toBe(first);
    await expect.poll(async () => (await readGlass(page, heart))['sopUid'], { timeout: 30_000 }).toBe(first);
    const seen = await page.evaluate(watchPhases, { viewportId: heart, count: 2 * BEAT });
    await page.keyboard.press('Shift+Space');
    const numbers = seen.map(({ sopUid }) => Number(sopUid.split('.').at(-1)));
    const [from = 0] = numbers;
    // Slice by slice of a phase, then the next phase: the same slice of the one after.
    expect(numbers).toEqual(numbers.map((_number, at) => ((from - 1 + at * SLICES) % (BEAT * SLICES)) + 1));
    expect(seen.every(({ index, dark }) => index === seen[0]?.index && !dark)).toBe(true);
    const step = ((seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)) / (seen.length - 1);
    // 40 ms apart; a machine that is busy is behind them, and never before.
    expect(step).toBeGreaterThan(33);
    expect(running.complaints).toEqual([]);
  });
});
