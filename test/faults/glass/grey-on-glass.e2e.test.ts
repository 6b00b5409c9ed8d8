import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presetsOf, resolveVoi } from '../../../renderer/viewer/grey-chain.ts';
import { paintFrame } from '../../../renderer/viewer/painter.ts';
import { INITIAL_VIEW } from '../../../renderer/viewer/view-state.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { isPadding } from '../../../shared/rules/modality.ts';
import { closeStudy, drag, openStudy, readGlass, settledGlass } from '../../e2e/helpers/desk.ts';
import type { Glass } from '../../e2e/helpers/desk.ts';
import { firstStart, unlock } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { chooseCommand } from '../../e2e/helpers/palette.ts';
import { closeTransfers, importFolder } from '../../e2e/helpers/worklist.ts';
import { fitsTheGlass, goldenPictures, oneOfEachKind } from '../../helpers/golden-pictures.ts';
import { askedOf, decodePicture, readPicture } from '../../helpers/grey-picture.ts';
import { dcmtkGreys } from '../../helpers/grey-reference.ts';
import { asOneStudy } from '../../helpers/one-study.ts';
import type { OneStudy } from '../../helpers/one-study.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { hasTestdata } from '../../helpers/testdata.ts';
import { realPool } from '../../integration/decode/decoders.ts';

/** What each of them is for; the golden set as a whole is walked without a window (integration/glass), and here in the long run. */
const SHOWN: Readonly<Record<string, string>> = {
  'derived/odd/multi-window.dcm': 'several windows, signed, padding',
  'derived/odd/mono1.dcm': 'MONOCHROME1',
  'derived/odd/sigmoid-voi.dcm': 'SIGMOID',
  'derived/odd/linear-exact.dcm': 'LINEAR_EXACT',
  'derived/odd/rescale-fraction.dcm': 'a slope below one',
  'derived/odd/one-bit-sc.dcm': 'one bit a pixel',
  'px/mlut_18.dcm': 'modality LUT',
  'px/vlut_04.dcm': 'VOI LUT sequence',
  'ct-head-tilt-ge/01.dcm': 'LINEAR, signed, rescale, padding',
  'ts-small/JLSL_16_15_1_1F.dcm': '15 bits, JPEG-LS',
  'ts-small/J2K_pixelrep_mismatch.dcm': '13 bits, three windows, JPEG 2000',
  'xr/dx-dog.dcm': 'MONOCHROME1 with presentation shape INVERSE',
  'xr/CR-MONO1-10-chest': '10 bits, no window of its own',
  'mr-brain-mf/BRTUM001': 'enhanced, a window for each frame',
};
const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
/** In the long run one of every kind of the golden set that the glass can show one to one. */
const FILES = [...new Set([...Object.keys(SHOWN), ...(LONG ? kindsOnGlass() : [])])];

function kindsOnGlass(): readonly string[] {
  return oneOfEachKind(goldenPictures().filter(fitsTheGlass)).map(({ path: file }) => file);
}

/** What stands on a canvas: the box of everything opaque, and its greys row by row. */
interface OnCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly greys: Uint8Array;
  readonly coloured: number;
}

async function readCanvas(page: Page, viewportId: string): Promise<OnCanvas> {
  const found = await page
    .locator(`[data-viewport-id="${viewportId}"] canvas`)
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
      let [left, right, top, bottom] = [width, -1, height, -1];
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          if (data[(y * width + x) * 4 + 3] === 0) continue;
          [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
        }
      }
      const [columns, rows] = [right - left + 1, bottom - top + 1];
      let greys = '';
      let coloured = 0;
      for (let y = top; y <= bottom; y += 1) {
        for (let x = left; x <= right; x += 1) {
          const at = (y * width + x) * 4;
          if (data[at] !== data[at + 1] || data[at] !== data[at + 2] || data[at + 3] !== 255) coloured += 1;
          greys += String.fromCharCode(data[at] ?? 0);
        }
      }
      return { columns, rows, coloured, greys: btoa(greys) };
    });
  return { ...found, greys: Buffer.from(found.greys, 'base64') };
}

/** Runs in the page before the program: keeps the WebGL contexts that it opens, so that one can be taken away. */
function keepContexts(): void {
  const kept: RenderingContext[] = [];
  Object.assign(window, { nightjarContexts: kept });
  const own = OffscreenCanvas.prototype.getContext;
  Object.defineProperty(OffscreenCanvas.prototype, 'getContext', {
    configurable: true,
    value(this: OffscreenCanvas, ...asked: Parameters<typeof own>) {
      const context = own.apply(this, asked);
      if (context instanceof WebGL2RenderingContext) kept.push(context);
      return context;
    },
  });
}

/** What `keepContexts` left in the page. */
interface Kept {
  readonly nightjarContexts?: readonly WebGL2RenderingContext[];
  losers?: readonly (WEBGL_lose_context | null)[];
}

/** 'lose' takes every WebGL context away as a driver does that was reset; 'restore' gives them back. */
async function contexts(page: Page, what: 'lose' | 'restore'): Promise<number> {
  return page.evaluate((doing) => {
    const kept: Window & Kept = window;
    const losers = (kept.losers ??= (kept.nightjarContexts ?? []).map((one) => one.getExtension('WEBGL_lose_context')));
    for (const loser of losers) {
      if (doing === 'lose') loser?.loseContext();
      else loser?.restoreContext();
    }
    return losers.filter((loser) => loser !== null).length;
  }, what);
}

describe.skipIf(!hasTestdata() || !hasPeer('dcmj2pnm'))('F55: grey on the glass of the real window', () => {
  const store = temporaryStore();
  const pool = realPool();
  let running: RunningApp;
  let study: OneStudy;

  beforeAll(async () => {
    running = await launch(store.dataDir);
    const { app, page } = running;
    await firstStart(page);
    study = asOneStudy(FILES, path.join(store.dataDir, 'files'));
    await importFolder(app, page, path.join(store.dataDir, 'files'));
    await closeTransfers(page);
    await page.addInitScript(keepContexts);
    await page.reload();
    const asked = page.getByRole('heading', { name: 'Unlock' });
    await asked
      .or(page.getByRole('grid', { name: 'Worklist' }))
      .first()
      .waitFor();
    if (await asked.isVisible()) await unlock(page);
  });

  afterAll(async () => {
    await pool.close();
    await running?.close();
    store.remove();
  });

  /** One viewport that shows the series, one to one. */
  async function show(seriesUid: string): Promise<Glass> {
    const { page } = running;
    for (let step = 0; step <= FILES.length; step += 1) {
      const [glass] = await page
        .locator('[data-viewport-id]')
        .evaluateAll((all) => all.map((one) => ({ ...(one as HTMLElement).dataset })));
      if (glass?.['seriesUid'] === seriesUid) return settledGlass(page, glass['viewportId'] ?? '', { seriesUid });
      // A case opens as it was left: what is wanted may lie before.
      const isBefore = study.series.indexOf(seriesUid) < study.series.indexOf(glass?.['seriesUid'] ?? '');
      await page.keyboard.press(isBefore ? 'ArrowLeft' : 'ArrowRight');
      await page.waitForFunction((before) => {
        const now = document.querySelector<HTMLElement>('[data-viewport-id]')?.dataset['seriesUid'];
        return now !== before;
      }, glass?.['seriesUid']);
    }
    throw new Error('the series is not on the desk');
  }

  /** One viewport, which has the keys. */
  async function openAlone(page: Page): Promise<void> {
    const [first] = await openStudy(page, study.studyUid);
    await page.locator(`[data-viewport-id="${first?.['viewportId'] ?? ''}"]`).click();
    await page.keyboard.press('Alt+1');
    await page.locator('[data-viewport-id]').nth(1).waitFor({ state: 'detached' });
  }

  async function choosePainter(words: string): Promise<void> {
    const { page } = running;
    await page.keyboard.press('Control+,');
    await page.getByRole('radio', { name: words }).check();
    await page.getByRole('button', { name: 'Close settings' }).click();
  }

  describe.each([
    ['processor', 'Always by the processor'],
    ['card', 'By the graphics card whenever it draws the same greys'],
  ] as const)('drawn by the %s', (painter, words) => {
    beforeAll(async () => {
      const { page } = running;
      await choosePainter(words);
      await openAlone(page);
    });
    afterAll(() => closeStudy(running.page));

    it.each(FILES)('F55: %s equals the chain, and DCMTK within one grey level', async (file) => {
      const { page } = running;
      const picture = readPicture(file);
      const { image } = picture;
      const shown = await show(study.series[FILES.indexOf(file)] ?? '');
      const viewportId = shown['viewportId'] ?? '';
      expect(shown['paintedBy']).toBe(painter);
      await chooseCommand(page, 'One pixel to one pixel');
      for (const [key, index] of image.frames > 1
        ? ([
            ['Home', 0],
            ['End', image.frames - 1],
          ] as const)
        : ([['Home', 0]] as const)) {
        await page.keyboard.press(key);
        const glass = await settledGlass(page, viewportId, { index: String(index), zoom: '1.000' });
        const number = Number(glass['frame']);
        const frame = await decodePicture(pool, picture, number);
        const own = frameInfo(image, number).windows.length + image.voiLuts.length;
        for (const preset of presetsOf(image, frame).slice(0, Math.max(1, own))) {
          if (preset.key) await page.keyboard.press(preset.key);
          const choice = { ...INITIAL_VIEW, preset };
          const voi = resolveVoi(image, frame, choice);
          await settledGlass(page, viewportId, { voiFunction: voi.kind === 'window' ? voi.fn : 'LUT' });
          const chain = new Uint32Array(frame.header.rows * frame.header.columns);
          paintFrame(image, frame, choice, chain);
          const theirs = await dcmtkGreys(askedOf(picture, number, voi));
          await expect
            .poll(
              async () => {
                const { columns, rows, greys, coloured } = await readCanvas(page, viewportId);
                let [other, far] = [0, 0];
                for (const [at, grey] of greys.entries()) {
                  if (grey !== ((chain[at] ?? 0) & 255)) other += 1;
                  const padded = isPadding(image, frame.pixels[at] ?? NaN);
                  if (!padded && Math.abs(grey - (theirs[at] ?? NaN)) > 1) far += 1;
                }
                return { columns, rows, coloured, other, far };
              },
              { timeout: 30_000, message: `${preset.name}, frame ${number}` },
            )
            .toEqual({ columns: frame.header.columns, rows: frame.header.rows, coloured: 0, other: 0, far: 0 });
        }
      }
    });
  });

  it('the volume from outside is cast by the card that drew every preset as the processor does, which was asked for', async () => {
    const { page } = running;
    await choosePainter('By the graphics card whenever it draws the same greys');
    await openAlone(page);
    await show(study.series[FILES.indexOf('mr-brain-mf/BRTUM001')] ?? '');
    await page.keyboard.press('Alt+Shift+M');
    await settledGlass(page, 'mpr-3d');
    const words = page.locator('[data-viewport-id="mpr-3d"]').getByText(/MIP, BY THE GRAPHICS CARD/);
    await words.first().waitFor();
    expect(running.complaints).toEqual([]);
    await closeStudy(page);
  });

  it('a graphics card that is lost and comes back changes nothing that the reader sees', async () => {
    const { page } = running;
    await openAlone(page);
    const glass = await show(study.series[FILES.indexOf('mr-brain-mf/BRTUM001')] ?? '');
    const viewportId = glass['viewportId'] ?? '';
    await page.keyboard.press('Home');
    await settledGlass(page, viewportId, { index: '0' });
    await page.keyboard.press('PageDown');
    await settledGlass(page, viewportId, { index: '10' });
    await drag(page, viewportId, [200, 200], [260, 230]);
    await page.keyboard.press('l');
    await drag(page, viewportId, [300, 200], [360, 260]);
    const drawn = page.locator(`[data-viewport-id="${viewportId}"] svg text`);
    // A length has its number when the station has kept it.
    await drawn.filter({ hasText: /^M1\b/ }).waitFor();
    const before = await settledGlass(page, viewportId, { paintedBy: 'card' });
    const picture = await readCanvas(page, viewportId);
    const texts = await drawn.allTextContents();
    expect(await contexts(page, 'lose')).toBeGreaterThan(0);
    const lost = await settledGlass(page, viewportId, { paintedBy: 'processor' });
    expect({ ...lost, paintedBy: 'card' }).toEqual(before);
    expect(await readCanvas(page, viewportId)).toEqual(picture);
    await page.keyboard.press('ArrowDown');
    await settledGlass(page, viewportId, { index: '11' });
    await page.keyboard.press('ArrowUp');
    await settledGlass(page, viewportId, { index: '10' });
    await contexts(page, 'restore');
    expect(await settledGlass(page, viewportId, { paintedBy: 'card' })).toEqual(before);
    expect(await readCanvas(page, viewportId)).toEqual(picture);
    expect(await drawn.allTextContents()).toEqual(texts);
    expect(running.complaints).toEqual([]);
    expect((await readGlass(page, viewportId))['studyUid']).toBe(study.studyUid);
    await closeStudy(page);
  });
});
