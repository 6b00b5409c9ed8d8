import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeStudy, focusViewport, openStudy, readGlass, settledGlass } from '../../e2e/helpers/desk.ts';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { chooseCommand } from '../../e2e/helpers/palette.ts';
import { closeTransfers, importFolder } from '../../e2e/helpers/worklist.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';

const SIZE = 64;
/** Greys of the four corners of the phantom, by what lies there: no turn and no mirror looks like another. */
const CORNERS = { RA: 250, LA: 170, RP: 90, LP: 30 } as const;
type Corner = keyof typeof CORNERS;

/** An axial "R": each corner of the patient has a grey of its own. */
const phantom: readonly number[] = Array.from({ length: SIZE * SIZE }, (_, at) => {
  const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
  return CORNERS[`${x < SIZE / 2 ? 'R' : 'L'}${y < SIZE / 2 ? 'A' : 'P'}`];
});

interface Slice {
  readonly study: string;
  readonly series: string;
  readonly frameOfReference?: string;
  readonly number: number;
  readonly place?: string;
  readonly orientation?: string;
  readonly own?: readonly BuiltElement[];
  readonly pixels?: readonly number[];
}

function slice({
  study,
  series,
  frameOfReference = '2.25.91',
  number,
  place,
  orientation,
  own = [],
  pixels = phantom,
}: Slice): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `${series}.${number}`),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', series),
    element(0x00200013, 'IS', String(number)),
    element(0x00200052, 'UI', frameOfReference),
    ...(place === undefined ? [] : [element(0x00200032, 'DS', place)]),
    ...(orientation === undefined ? [] : [element(0x00200037, 'DS', orientation)]),
    element(0x00280010, 'US', SIZE),
    element(0x00280011, 'US', SIZE),
    element(0x00280030, 'DS', '2\\2'),
    element(0x00281050, 'DS', '128'),
    element(0x00281051, 'DS', '256'),
    ...own,
    element(0x7fe00010, 'OW', pixels),
  ]);
}

const SIDES = '2.25.7001';
const BARE = '2.25.7002';
const OBLONG = '2.25.7003';
const STACKS = '2.25.7004';
const AXIAL = '1\\0\\0\\0\\1\\0';
const CORONAL = '1\\0\\0\\0\\0\\-1';

/** In a study that says nothing of the body but its pictures: which corner of the patient stands where on the glass. */
async function cornersOnGlass(page: Page): Promise<readonly (Corner | '?')[]> {
  const greys = await page
    .locator('[data-viewport-id="v1-1"] canvas')
    .first()
    .evaluate((found) => {
      const canvas = found as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      const side = Math.min(canvas.width, canvas.height) / 4;
      return [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ].map(
        ([x = 0, y = 0]) =>
          context?.getImageData(canvas.width / 2 + x * side, canvas.height / 2 + y * side, 1, 1).data[0] ?? -1,
      );
    });
  return greys.map((grey) => {
    const near = Object.entries(CORNERS).find(([, own]) => Math.abs(own - grey) <= 2);
    return (near?.[0] as Corner | undefined) ?? '?';
  });
}

/** The letters that are written at the edges, where they stand: left, right, top, bottom. */
async function lettersOnGlass(page: Page): Promise<readonly string[]> {
  return page.locator('[data-viewport-id="v1-1"]').evaluate((viewport) => {
    const box = viewport.getBoundingClientRect();
    const letters = [...viewport.querySelectorAll<HTMLElement>('span[data-over-image]')].map((span) => {
      const own = span.getBoundingClientRect();
      return {
        text: span.innerText,
        x: (own.left + own.width / 2 - box.left) / box.width - 0.5,
        y: (own.top + own.height / 2 - box.top) / box.height - 0.5,
      };
    });
    const at = (wanted: (x: number, y: number) => boolean): string =>
      letters.find(({ x, y }) => wanted(x, y))?.text ?? '';
    return [
      at((x, y) => x < 0 && -x > Math.abs(y)),
      at((x, y) => x > 0 && x > Math.abs(y)),
      at((x, y) => y < 0 && -y > Math.abs(x)),
      at((x, y) => y > 0 && y > Math.abs(x)),
    ];
  });
}

/** What the pixels say lies at each edge: the letter that the two corners of the edge have in common. */
function edgesOf([
  topLeft = '?',
  topRight = '?',
  bottomLeft = '?',
  bottomRight = '?',
]: readonly string[]): readonly string[] {
  const common = (a: string, b: string): string => [...a].find((letter) => b.includes(letter)) ?? '';
  return [
    common(topLeft, bottomLeft),
    common(topRight, bottomRight),
    common(topLeft, topRight),
    common(bottomLeft, bottomRight),
  ];
}

describe('F54: sides on the glass', () => {
  const store = temporaryStore();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-sides-'));
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    const write = (name: string, bytes: Uint8Array): void => writeFileSync(path.join(folder, name), bytes);
    mkdirSync(folder, { recursive: true });
    write('sides', slice({ study: SIDES, series: '2.25.71', number: 1, place: '0\\0\\0', orientation: AXIAL }));
    write('bare', slice({ study: BARE, series: '2.25.72', number: 1 }));
    // 2 mm between rows, 1 mm between columns: 64 × 64 pixels are twice as high as they are wide.
    const oblong = [element(0x00280030, 'DS', '2\\1')];
    write(
      'oblong',
      slice({ study: OBLONG, series: '2.25.73', number: 1, place: '0\\0\\0', orientation: AXIAL, own: oblong }),
    );
    for (let i = 0; i < 6; i += 1) {
      for (const [at, b] of [0, 800].entries()) {
        const own = [element(0x00189087, 'FD', b)];
        const number = 1 + i + at * 6;
        // The third slice of the second b-value is missing.
        if (b === 0 || i !== 2)
          write(
            `dwi ${number}`,
            slice({ study: STACKS, series: '2.25.74', number, place: `0\\0\\${i * 20}`, orientation: AXIAL, own }),
          );
      }
      write(
        `coronal ${i}`,
        slice({ study: STACKS, series: '2.25.75', number: i + 1, place: `0\\${i * 20}\\126`, orientation: CORONAL }),
      );
      write(
        `moved ${i}`,
        slice({
          study: STACKS,
          series: '2.25.76',
          number: i + 1,
          place: `0\\${i * 20}\\126`,
          orientation: CORONAL,
          frameOfReference: '2.25.92',
        }),
      );
    }
    running = await launch(store.dataDir);
    page = running.page;
    await firstStart(page);
    await importFolder(running.app, page, folder);
    await closeTransfers(page);
  });

  afterAll(async () => {
    await running.close();
    store.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F54: the letters say what the pixels show, in all eight turns and mirrorings', async () => {
    await openStudy(page, SIDES);
    await focusViewport(page, 'v1-1');
    const seen = new Set<string>();
    for (const flip of ['false', 'true']) {
      for (const rotation of ['0', '90', '180', '270']) {
        const glass = await settledGlass(page, 'v1-1', { flip, rotation });
        await expect
          .poll(async () => edgesOf(await cornersOnGlass(page)).join('/'), { timeout: 30_000 })
          .toBe(glass['orientation']);
        expect((await lettersOnGlass(page)).join('/')).toBe(glass['orientation']);
        seen.add(glass['orientation'] ?? '');
        await page.keyboard.press('Alt+o');
      }
      if (flip === 'false') {
        await settledGlass(page, 'v1-1', { rotation: '0' });
        await page.keyboard.press('Alt+v');
      }
    }
    expect(seen.size).toBe(8);
    await closeStudy(page);
  });

  it('F54: an image that says no orientation has no letters and says so', async () => {
    await openStudy(page, BARE);
    const glass = await settledGlass(page, 'v1-1');
    expect(glass['orientation']).toBe('');
    expect(await lettersOnGlass(page)).toEqual(['', '', '', '']);
    expect(await page.locator('[data-viewport-id="v1-1"]').innerText()).toContain('SIDES NOT KNOWN');
    await closeStudy(page);
  });

  it('pixels that are not square keep their shape', async () => {
    await openStudy(page, OBLONG);
    await settledGlass(page, 'v1-1');
    const box = await page
      .locator('[data-viewport-id="v1-1"] canvas')
      .first()
      .evaluate((found) => {
        const canvas = found as HTMLCanvasElement;
        const { width, height } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
        const lit = (x: number, y: number): boolean => (data[(y * width + x) * 4] ?? 0) > 10;
        const across = Array.from({ length: width }, (_, x) => x).filter((x) => lit(x, Math.round(height / 4)));
        const down = Array.from({ length: height }, (_, y) => y).filter((y) => lit(Math.round(width / 2) - 10, y));
        return { width: across.length, height: down.length };
      });
    expect(box.height / box.width).toBeCloseTo(2, 1);
    await closeStudy(page);
  });

  it('true size needs a measured monitor, and then a ruler on the screen agrees', async () => {
    await openStudy(page, SIDES);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Shift+t');
    await page.getByText('This monitor is not calibrated').first().waitFor();
    await chooseCommand(page, 'Settings');
    // 400 pixels that a ruler says are 100 mm: a quarter of a millimetre each.
    await page.getByLabel('Length of the line above by a ruler').fill('100');
    await page.getByRole('button', { name: 'Use this length' }).click();
    await page.getByText('one pixel is 0.2500 mm').waitFor();
    await page.getByRole('button', { name: 'Close settings' }).click();
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Shift+t');
    // Pixels of 2 mm.
    expect(await settledGlass(page, 'v1-1', { trueSize: 'true' })).toMatchObject({ zoom: '8.000' });
    await page.keyboard.press('+');
    await settledGlass(page, 'v1-1', { trueSize: 'false' });
    await closeStudy(page);
  });

  it('F51: stacks of a series stand in the rail by name, and a gap of one is said where it is', async () => {
    await openStudy(page, STACKS);
    const stacks = page.locator('nav[aria-label="Series"] button[data-stack]');
    expect(await stacks.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['stack']))).toEqual([
      'b 0',
      'b 800',
    ]);
    await stacks.nth(1).click();
    const glass = await settledGlass(page, 'v1-1', { stack: 'b 800' });
    expect(glass).toMatchObject({ count: '5', missing: '1' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Home');
    await settledGlass(page, 'v1-1', { index: '0' });
    await page.keyboard.press('Alt+PageDown');
    await settledGlass(page, 'v1-1', { index: '2' });
    expect(await page.locator('[data-viewport-id="v1-1"]').innerText()).toContain('1 slice missing between 3 and 4');
  });

  it('reference lines stand on pictures of the same frame of reference and on no other; a landmark ties the others', async () => {
    const rail = page.locator('nav[aria-label="Series"]');
    const show = async (viewport: string, series: string): Promise<void> => {
      await focusViewport(page, viewport);
      await rail
        .locator(`button[title][data-received]`)
        .nth(series === '2.25.75' ? 1 : 2)
        .click();
      await settledGlass(page, viewport, { seriesUid: series });
    };
    await page.keyboard.press('Alt+3');
    await page.locator('[data-viewport-id="v1-3"]').waitFor();
    await page.locator('[data-viewport-id="v1-2"]').click({ position: { x: 100, y: 150 } });
    await show('v1-2', '2.25.75');
    await page.locator('[data-viewport-id="v1-3"]').click({ position: { x: 100, y: 150 } });
    await show('v1-3', '2.25.76');
    await page.locator('[data-viewport-id="v1-1"]').click({ position: { x: 100, y: 150 } });
    const layers = (viewport: string) =>
      page
        .locator(`[data-viewport-id="${viewport}"] [data-layers]`)
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['layers'] ?? '').join());
    await expect.poll(() => layers('v1-2'), { timeout: 30_000 }).toContain('Reference line');
    expect(await layers('v1-3')).not.toContain('Reference line');
    // Coronal beside coronal of another frame of reference: not tied until the reader says where.
    await page.locator('[data-viewport-id="v1-3"]').click({ position: { x: 100, y: 150 } });
    expect(await readGlass(page, 'v1-3')).toMatchObject({ link: '' });
    expect(await page.locator('[data-viewport-id="v1-3"]').innerText()).toContain(
      'not linked: other frame of reference',
    );
    const before = Number((await readGlass(page, 'v1-2'))['index']);
    await page.keyboard.press('Shift+y');
    await settledGlass(page, 'v1-3', { link: 'approximate' });
    expect(await page.locator('[data-viewport-id="v1-3"]').innerText()).toContain('linked by landmark, approximate');
    await page.keyboard.press('ArrowDown');
    await settledGlass(page, 'v1-2', { index: String(before + 1) });
    await closeStudy(page);
    expect(running.complaints).toEqual([]);
  });
});
