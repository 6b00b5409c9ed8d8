import type { Page } from 'playwright-core';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { countDecoded, doubleClickStudy, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { WrongPixels } from '../lib/pixel-check.ts';
import { installProbe, waitOpened } from '../lib/probe.ts';
import { quantile, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { timeSteps } from '../lib/step-probe.ts';
import { CT_COLUMNS, ctPixels, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';
import { startPeer } from './peer.ts';

// B5: three planes of a CT that is decoded, from the key to the third of them drawn, and one step of the coronal plane.

const SLICES = 500;
const STEPS = 30;
const WHEEL = 100;
const CENTER = 40;
const WIDTH = 400;
/** Side of the blocks of voxels whose mean grey is compared, and how far it may be off: noise, sampled beside its middle. */
const BLOCK = 16;
const MOST_OFF = 8;
const PLANES = ['mpr-axial', 'mpr-coronal', 'mpr-sagittal'];

interface Plane {
  readonly grey: readonly number[];
  /** The row of voxels that the coronal plane is. */
  readonly row: number;
}

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
    const peer = await startPeer(ct);
    try {
      let sizes: readonly (readonly [number, number])[] = [];
      for (let round = 0; round < rounds; round += 1) {
        say(`round ${round + 1}`);
        const down = round % 2 === 0;
        first.ours.push(await openOurs(ours.page));
        if (round === 0) check('ours', await coronalOfOurs(ours.page, ct), ct);
        step.ours.push(...(await stepCoronal(ours.page, '[data-viewport-id="mpr-coronal"]', quick ? 10 : STEPS, down)));
        sizes = await sizesOf(ours.page);
        if (round === 0) await ours.page.screenshot({ path: `${out}/ours.png` });
        await ours.page.keyboard.press('m');
        await ours.page.locator('[data-viewport-id="v1-1"][data-state="shown"]').waitFor();
        first.peer.push(await peer.page.evaluate((of) => window.peer?.open(of) ?? NaN, sizes));
        if (round === 0) {
          check('the peer', await peer.page.evaluate(() => window.peer?.coronal() ?? { grey: [], row: 0 }), ct);
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
          'the peer is a page with Cornerstone core 5.14.0 and its volume viewports in the same Electron, WebGL in software',
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

/** Greys at the voxels of the coronal plane on our glass, from the head down. */
async function coronalOfOurs(page: Page, { slices }: SyntheticCt): Promise<Plane> {
  return page.evaluate(
    ({ columns, rows }) => {
      const region = document.querySelector<HTMLElement>('[data-viewport-id="mpr-coronal"]');
      const canvas = region?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!region || !canvas || !context) return { grey: [], row: 0 };
      const zoom = Number(region.dataset['zoom']);
      const [tall = 1, wide = 1] = (region.dataset['spacing'] ?? '').split('\\').map(parseFloat);
      const shape = wide <= tall ? { x: 1, y: tall / wide } : { x: wide / tall, y: 1 };
      const [left, top] = [(canvas.width - columns * zoom * shape.x) / 2, (canvas.height - rows * zoom * shape.y) / 2];
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const grey: number[] = [];
      for (let y = 0; y < rows; y += 1) {
        for (let x = 0; x < columns; x += 1) {
          const v = Math.floor(top + (y + 0.5) * zoom * shape.y);
          grey.push(data[(v * canvas.width + Math.floor(left + (x + 0.5) * zoom * shape.x)) * 4] ?? 0);
        }
      }
      return { grey, row: Number(region.dataset['index']) };
    },
    { columns: CT_COLUMNS, rows: slices },
  );
}

/** Holds a coronal plane on the glass against the files. @throws WrongPixels */
function check(who: string, { grey, row }: Plane, ct: SyntheticCt): void {
  const wanted = new Float64Array(CT_COLUMNS * ct.slices);
  for (let slice = 0; slice < ct.slices; slice += 1) {
    const stored = ctPixels(ct, slice);
    for (let x = 0; x < CT_COLUMNS; x += 1) {
      const value = (stored[row * CT_COLUMNS + x] ?? 0) - 1024;
      const share = (value - (CENTER - 0.5)) / (WIDTH - 1) + 0.5;
      wanted[slice * CT_COLUMNS + x] = Math.min(1, Math.max(0, share)) * 255;
    }
  }
  let worst = 0;
  for (let top = 0; top + BLOCK <= ct.slices; top += BLOCK) {
    for (let left = 0; left + BLOCK <= CT_COLUMNS; left += BLOCK) {
      let sum = 0;
      for (let y = top; y < top + BLOCK; y += 1) {
        for (let x = left; x < left + BLOCK; x += 1) {
          sum += (grey[y * CT_COLUMNS + x] ?? 0) - (wanted[y * CT_COLUMNS + x] ?? 0);
        }
      }
      worst = Math.max(worst, Math.abs(sum) / BLOCK ** 2);
    }
  }
  say(`${who}: the coronal plane is within ${worst.toFixed(1)} grey of the files in every block`);
  if (grey.length === 0 || worst > MOST_OFF)
    throw new WrongPixels(`${who}: the coronal plane differs by ${worst.toFixed(1)}`);
}
