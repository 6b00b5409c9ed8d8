import type { Page } from 'playwright-core';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { countDecoded, doubleClickStudy, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { installProbe, waitOpened } from '../lib/probe.ts';
import { quantile, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { timeSteps } from '../lib/step-probe.ts';
import { CT_COLUMNS, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';
import { checkPlane } from './check-plane.ts';
import type { PlaneOnGlass } from './check-plane.ts';
import { startPeer } from './peer.ts';

// B5: three planes of a CT that is decoded, from the key to the third of them drawn, and one step of the coronal plane.

const SLICES = 500;
const STEPS = 30;
const WHEEL = 100;
const PLANES = ['mpr-axial', 'mpr-coronal', 'mpr-sagittal'];

export async function run({ rounds, quick, out }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : SLICES, 5);
  const store = scratch('store');
  const first = { ours: [] as number[], peer: [] as number[] };
  const step = { ours: [] as number[], peer: [] as number[] };
  await nightjarVerb(store.dir, ['import', ct.folder]);
  const ours = await openNightjar(store.dir);
  try {
    await installProbe(ours.page);
    await countDecoded(ours.page);
    await doubleClickStudy(ours.page, ct.studyUid);
    await waitOpened(ours.page, ct.slices);
    // The hanging protocol chose a window; the peer has the object's own.
    await ours.page.locator('[data-viewport-id="v1-1"]').focus();
    await ours.page.keyboard.press('1');
    await ours.page.locator('[data-viewport-id="v1-1"][data-window-width="400"][data-window-center="40"]').waitFor();
    const peer = await startPeer(ct);
    try {
      let sizes: readonly (readonly [number, number])[] = [];
      for (let round = 0; round < rounds; round += 1) {
        say(`round ${round + 1}`);
        const down = round % 2 === 0;
        first.ours.push(await openOurs(ours.page));
        if (round === 0) checkPlane('ours', await coronalOfOurs(ours.page, ct), ct, 'greys');
        step.ours.push(...(await stepCoronal(ours.page, '[data-viewport-id="mpr-coronal"]', quick ? 10 : STEPS, down)));
        sizes = await sizesOf(ours.page);
        if (round === 0) await ours.page.screenshot({ path: `${out}/ours.png` });
        await ours.page.keyboard.press('m');
        await ours.page.locator('[data-viewport-id="v1-1"][data-state="shown"]').waitFor();
        first.peer.push(await peer.page.evaluate((of) => window.peer?.open(of) ?? NaN, sizes));
        if (round === 0) {
          checkPlane('the peer', await peer.page.evaluate(coronalOfPeer), ct, 'values');
          await peer.page.screenshot({ path: `${out}/peer.png` });
        }
        step.peer.push(...(await stepCoronal(peer.page, 'body > div:nth-of-type(2)', quick ? 10 : STEPS, down)));
        await peer.page.evaluate(() => window.peer?.close());
      }
      return {
        task: 'mpr',
        rows: [
          rowOf({ name: 'B5 three planes drawn', unit: 'ms', target: 0.5, better: 'lower', ...first }),
          rowOf({ name: 'B5 coronal step', unit: 'ms', target: 0.5, better: 'lower', ...step }),
        ],
        notes: [
          `${ct.slices} slices, decoded before; glasses ${sizes.map((size) => size.join('×')).join(', ')} CSS pixels on both sides`,
          'the peer is a page with Cornerstone core 5.14.0 and its volume viewports in the same Electron, WebGL in software; both interpolate between voxels, and every pixel of a coronal plane of each was held against the files',
          `coronal step, p95: ours ${quantile(step.ours, 0.95)?.toFixed(1)} ms, peer ${quantile(step.peer, 0.95)?.toFixed(1)} ms`,
        ],
      };
    } finally {
      await peer.stop();
    }
  } finally {
    await ours.close();
    store.remove();
  }
}

/** Runs in the peer's page. */
function coronalOfPeer(): PlaneOnGlass {
  if (!window.peer) throw new Error('the peer has no page');
  return window.peer.coronal();
}

/** From the key to the third plane shown, by the window's own clock. */
async function openOurs(page: Page): Promise<number> {
  await page.locator('[data-viewport-id="v1-1"]').focus();
  await page.evaluate((ids) => {
    const probe = { start: 0, took: 0 };
    Object.assign(window, { mprProbe: probe });
    window.addEventListener('keydown', (event) => (probe.start = event.timeStamp), { capture: true, once: true });
    const look = (): void => {
      const all = ids.every(
        (id) => document.querySelector<HTMLElement>(`[data-viewport-id="${id}"]`)?.dataset['state'] === 'shown',
      );
      if (!all) return;
      probe.took = performance.now() - probe.start;
      observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  }, PLANES);
  await page.keyboard.press('m');
  const took = await page.waitForFunction(() => (window as { mprProbe?: { took: number } }).mprProbe?.took ?? 0, null, {
    timeout: 60_000,
    polling: 20,
  });
  return took.jsonValue();
}

async function stepCoronal(page: Page, selector: string, count: number, down: boolean): Promise<readonly number[]> {
  const box = await page.locator(`${selector} canvas`).first().boundingBox();
  if (!box) throw new Error('the coronal plane is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const { drawn } = await timeSteps(page, 'wheel', count, () => page.mouse.wheel(0, down ? WHEEL : -WHEEL));
  return drawn;
}

async function sizesOf(page: Page): Promise<readonly (readonly [number, number])[]> {
  return page.evaluate(
    (ids) =>
      ids.map((id): [number, number] => {
        const canvas = document.querySelector(`[data-viewport-id="${id}"] canvas`);
        return [canvas?.clientWidth ?? 0, canvas?.clientHeight ?? 0];
      }),
    PLANES,
  );
}

/** The coronal plane on our glass. */
async function coronalOfOurs(page: Page, { slices }: SyntheticCt): Promise<PlaneOnGlass> {
  return page.evaluate(
    ({ columns, rows }) => {
      const region = document.querySelector<HTMLElement>('[data-viewport-id="mpr-coronal"]');
      const canvas = region?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!region || !canvas || !context) throw new Error('the coronal plane is not open');
      const { width, height } = canvas;
      const [tall = 1, wide = 1] = (region.dataset['spacing'] ?? '').split('\\').map(parseFloat);
      const shape = wide <= tall ? { x: 1, y: tall / wide } : { x: wide / tall, y: 1 };
      // The picture fits its viewport; what the glass says of its zoom is rounded.
      const zoom = Math.min(width / (columns * shape.x), height / (rows * shape.y));
      if (Math.abs(zoom - Number(region.dataset['zoom'])) > 0.01)
        throw new Error('the plane does not fit its viewport');
      const [dx, dy] = [1 / (zoom * shape.x), 1 / (zoom * shape.y)];
      const { data } = context.getImageData(0, 0, width, height);
      const grey = Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
      const x0 = (columns - 1) / 2 + (0.5 - width / 2) * dx;
      const y0 = (rows - 1) / 2 + (0.5 - height / 2) * dy;
      return { width, height, grey, x0, dx, y0, dy, row: Number(region.dataset['index']) };
    },
    { columns: CT_COLUMNS, rows: slices },
  );
}
