import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateFrames } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { openStudy, readGlass, scrollTo, settledGlass } from '../../e2e/helpers/desk.ts';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { closeTransfers, importFolder } from '../../e2e/helpers/worklist.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../../integration/decode/decoders.ts';
import { OwnDecoder } from './decoding.ts';

const STUDY = '1.2.840.114340.3.8251017118051.1.20160503.120850.2171';
const CINE = 'us/us-cine-30f-ybr-regions.dcm';
const VIDEOS = ['h264', 'mpeg2'] as const;
const CINE_SERIES = '1.2.840.114340.3.8251017118051.2.20160503.120850.2171';
/** The cine of the same study, whose frame of this number is damaged. */
const DAMAGED = 5;
const ONE = 'v1-1';

/** The cine with noise over the end of one frame's code stream. */
function damagedCine(): Uint8Array {
  const bytes = readBytes(testdata(CINE));
  const stream = locateFrames(readPixelHeader(bytes)).frames[DAMAGED - 1]?.fragments[0]?.bytes;
  stream?.fill(0xff, Math.floor(stream.length / 2));
  return bytes;
}

describe.skipIf(!hasTestdata())('one picture that cannot be decoded, and video', () => {
  const store = temporaryStore();
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-test-'));
  let running: RunningApp;

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'study'));
    writeFileSync(path.join(folder, 'study', 'cine.dcm'), damagedCine());
    for (const name of VIDEOS) {
      copyFileSync(testdata(`derived/video/${name}.dcm`), path.join(folder, 'study', `${name}.dcm`));
    }
    running = await launch(store.dataDir);
    const { app, page } = running;
    await firstStart(page);
    await importFolder(app, page, path.join(folder, 'study'));
    await closeTransfers(page);
    await openStudy(page, STUDY);
  });

  afterAll(async () => {
    await running?.close();
    store.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const glass = (): Locator => running.page.locator(`[data-viewport-id="${ONE}"]`);
  /** Puts the series on the glass whose picture says what `says` finds. */
  async function showSeries(says: RegExp): Promise<void> {
    const series = running.page.locator('nav[aria-label="Series"] section').first().getByRole('button');
    for (let at = 0; at < (await series.count()); at += 1) {
      await series.nth(at).click();
      const found = await glass()
        .getByText(says)
        .first()
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
      if (found) return;
    }
    throw new Error(`no series says ${says.source}`);
  }

  it('F40: a frame that cannot be decoded says so and takes the one before it from the glass', async () => {
    const { page } = running;
    // Both it and the video have 30 pictures: by its UID.
    const series = page.locator('nav[aria-label="Series"] section').first().getByRole('button');
    for (let at = 0; at < (await series.count()); at += 1) {
      await series.nth(at).click();
      if ((await readGlass(page, ONE))['seriesUid'] === CINE_SERIES) break;
    }
    // A clip plays as soon as it hangs.
    const playing = page.getByRole('button', { name: 'Play or stop', pressed: true });
    if ((await playing.count()) > 0) await playing.click();
    await scrollTo(page, ONE, 'Home', 0);
    for (let index = 1; index < DAMAGED - 1; index += 1) await scrollTo(page, ONE, 'ArrowDown', index);
    await page.keyboard.press('ArrowDown');
    const failed = await settledGlass(page, ONE, { state: 'failed' });
    expect(failed).toMatchObject({ quality: 'failed', index: String(DAMAGED - 1) });
    await glass().getByText(`Image ${DAMAGED} of 30 cannot be shown`).waitFor();
    const left = await glass()
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        const isSeen = getComputedStyle(canvas).visibility === 'visible';
        return isSeen ? [...data].filter((value, at) => at % 4 !== 3 && value > 0).length : 0;
      });
    expect(left).toBe(0);
    expect(await scrollTo(page, ONE, 'ArrowDown', DAMAGED)).toMatchObject({ state: 'shown', quality: 'lossy' });
  });

  it('MPEG-2 video is named, with what to do', async () => {
    await showSeries(/Cannot display: MPEG2 Main Profile video\. Look at it where it was taken/);
    expect(await readGlass(running.page, ONE)).toMatchObject({ state: 'empty' });
  });

  it('H.264 video is shown picture by picture, each the one that its number says, with its mark', async () => {
    const { page } = running;
    await showSeries(/LOSSY VIDEO · not for measuring|H\.264/);
    const video = glass().locator('[data-video-state]');
    const canPlay = await page.evaluate(
      async () => (await VideoDecoder.isConfigSupported({ codec: 'avc1.640029' })).supported === true,
    );
    if (!canPlay) return expect(await video.innerText()).toMatch(/Cannot display: .*H\.264.* video/);
    const decoder = new OwnDecoder();
    const source = readBytes(testdata(CINE));
    const slider = video.getByRole('slider', { name: 'Picture of the video' });
    const frames: Uint8Array[] = [];
    for (let frame = 1; frame <= 30; frame += 1) frames.push((await decoder.frame(source, frame, 'display')).data);
    // Keys go over the pictures; a tool that would measure says why it does not.
    await page.keyboard.press('End');
    await video.getByText('picture 30/30').waitFor();
    await page.keyboard.press('ArrowUp');
    await video.getByText('picture 29/30').waitFor();
    await page.keyboard.press('l');
    await page.getByText('Length: not on a video').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await video.getAttribute('data-quality')).toBe('lossy');
    for (const number of [2, 17, 30, 3]) {
      await slider.fill(String(number));
      await video.getByText(`picture ${number}/30`).waitFor();
      const drawn = await greens(video);
      const apart = frames.map((frame) => distance(drawn, frame));
      expect(apart.indexOf(Math.min(...apart)) + 1).toBe(number);
      expect(Math.min(...apart)).toBeLessThan(6);
    }
    await video.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => video.getAttribute('data-video-frame'), { timeout: 30_000 }).toBe('12');
    await video.getByRole('button', { name: 'Pause' }).click();
    return undefined;
  });
});

/** The green of each pixel that is drawn. */
async function greens(video: Locator): Promise<Uint8Array> {
  const text = await video.locator('canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    let green = '';
    for (let at = 1; at < data.length; at += 4) green += String.fromCharCode(data[at] ?? 0);
    return btoa(green);
  });
  return Buffer.from(text, 'base64');
}

/** Mean distance of the greens; infinite where the sizes differ. */
function distance(drawn: Uint8Array, rgb: Uint8Array): number {
  if (drawn.length * 3 !== rgb.length) return Infinity;
  let sum = 0;
  for (let pixel = 0; pixel < drawn.length; pixel += 1) {
    sum += Math.abs((drawn[pixel] ?? 0) - (rgb[3 * pixel + 1] ?? 0));
  }
  return sum / drawn.length;
}
