import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { backToList, doubleClickStudy, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { treePss } from '../lib/processes.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { CT_COLUMNS, CT_ROWS, sopUidOf, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';
import { makePrior } from './make-prior.ts';

// B11: memory of all our processes with a CT and its prior decoded, over the same program with an empty desk; and what 20
// switches between studies leave behind.

const MB = 1e6;
const SWITCHES = 20;
/** Memory of the first switches settles; the slope is taken over the rest. */
const SETTLING = 6;
/** Memory has settled when it stays within this for so many looks, one after the other. */
const STILL_MB = 2;
const LOOKS = 4;
const LOOK_MS = 150;
const SETTLED_MS = 10_000;
const LOADED_MS = 150_000;

export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : 1000, 1);
  const prior = makePrior(ct);
  const small = [syntheticCt(quick ? 20 : 100, 11), syntheticCt(quick ? 20 : 100, 12)];
  const store = scratch('memory');
  try {
    await nightjarVerb(store.dir, ['import', ct.folder, prior.folder, ...small.map(({ folder }) => folder)]);
    const { page, app, close } = await openNightjar(store.dir);
    try {
      const pid = app.process().pid ?? 0;
      const now = (): Promise<number> => settled(page, pid);
      const empty = await now();
      say(`empty: ${(empty / MB).toFixed(0)} MB`);
      await openWhole(page, ct, [ct.slices, prior.slices]);
      const full = await now();
      say(`CT and prior open: ${(full / MB).toFixed(0)} MB`);
      await backToList(page);
      const left: number[] = [];
      for (let turn = 0; turn < SWITCHES; turn += 1) {
        const study = small[turn % small.length];
        if (study) await openWhole(page, study, [study.slices]);
        await backToList(page);
        left.push((await now()) / MB);
      }
      say(`after each switch: ${left.map((one) => one.toFixed(0)).join(' ')} MB`);
      const pixels = (ct.slices + prior.slices) * CT_ROWS * CT_COLUMNS * 2;
      return {
        task: 'memory',
        rows: [
          rowOf({
            name: `B11 CT of ${ct.slices} and its prior open, over the pixels`,
            unit: '× pixels',
            target: 1.8,
            better: 'lower',
            ours: [(full - empty) / pixels],
            peer: [],
            absolute: true,
          }),
          rowOf({
            name: `${SWITCHES} switches of study, slope`,
            unit: 'MB/switch',
            target: 1,
            better: 'lower',
            ours: [slope(left.slice(SETTLING))],
            peer: [],
            absolute: true,
          }),
        ],
        notes: [
          `proportional set size of all our processes: ${(empty / MB).toFixed(0)} MB at the list, ${(full / MB).toFixed(0)} MB with both open; the pixels have ${(pixels / MB).toFixed(0)} MB`,
        ],
      };
    } finally {
      await close();
    }
  } finally {
    store.remove();
  }
}

/** Opens a study and waits until every slice of each of its viewports lies decoded in the window. */
async function openWhole(page: Page, ct: SyntheticCt, slices: readonly number[]): Promise<void> {
  await doubleClickStudy(page, ct.studyUid);
  const wanted = slices.reduce((sum, one) => sum + one, 0);
  await page.waitForFunction(
    (count) => {
      const bars = [...document.querySelectorAll<HTMLElement>('[data-viewport-id] canvas[data-decoded]')];
      return bars.reduce((sum, bar) => sum + Number(bar.dataset['decoded']), 0) >= count;
    },
    wanted,
    { timeout: LOADED_MS, polling: 100 },
  );
  const shown = await page.locator('[data-viewport-id]').first().getAttribute('data-sop-uid');
  if (!shown?.startsWith(sopUidOf(ct, 0).replace(/\d+$/, ''))) throw new Error('another study is on the glass');
}

/** Memory of all our processes once the page has collected its garbage and late work of all of them has ended, in bytes. */
async function settled(page: Page, pid: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  const begin = Date.now();
  let [last, still] = [treePss(pid), 0];
  while (still < LOOKS && Date.now() - begin < SETTLED_MS) {
    await sleep(LOOK_MS);
    const now = treePss(pid);
    still = Math.abs(now - last) < STILL_MB * MB ? still + 1 : 0;
    last = now;
  }
  return last;
}

/** Rise from one value to the next, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const run = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return rise / run;
}
