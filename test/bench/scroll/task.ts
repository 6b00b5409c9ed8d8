import type { ElectronApplication, Page } from 'playwright-core';
import type { BenchOptions, BenchResult, BenchRow } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { countDecoded, doubleClickStudy, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { OHIF_VERSION, startOhif } from '../lib/ohif.ts';
import { countInOhif, ohifDoubleClick, ohifList } from '../lib/ohif-pages.ts';
import { startOrthanc } from '../lib/orthanc.ts';
import type { Orthanc } from '../lib/orthanc.ts';
import { checkGlass } from '../lib/pixel-check.ts';
import { installProbe, waitOpened } from '../lib/probe.ts';
import { quantile, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { timeSteps } from '../lib/step-probe.ts';
import type { StepTimes } from '../lib/step-probe.ts';
import { ctFiles, ctPixels, sliceOf, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

// B3: one notch of the wheel and one move of the window, everything decoded, on a glass of the same size.

const GLASS = { width: 955, height: 742 };
const WHEEL = 100;
/** Three viewers share the time of a task. A round has so many steps of each kind, from the middle of the stack. */
const MOST_ROUNDS = 5;
const STEPS = 30;
const SLICES = 100;
const SIZED_MS = 5000;

interface Side {
  readonly name: string;
  readonly page: Page;
  readonly stop: () => Promise<void>;
  readonly scroll: number[];
  readonly window: number[];
  readonly painted: { readonly scroll: number[]; readonly window: number[] };
}

export async function run({ rounds, quick, out }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : SLICES, 3);
  const steps = quick ? 20 : STEPS;
  const store = scratch('store');
  const orthanc = await startOrthanc({ durable: false });
  const sides: Side[] = [];
  try {
    await orthanc.post(ctFiles(ct), 4);
    await nightjarVerb(store.dir, ['import', ct.folder]);
    say('three viewers open the study');
    sides.push(await openOurs(store.dir, ct));
    for (const cpu of [true, false]) sides.push(await openPeer(orthanc, ct, cpu));
    const glasses = await Promise.all(sides.map(({ page }) => glassSize(page)));
    for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
      // Only the better mode of the peer counts: after the first round the other one is out.
      for (const side of round === 0 ? sides : [sides[0], betterPeer(sides)]) {
        if (!side) continue;
        say(`round ${round + 1}: ${side.name}`);
        await measure(side, steps, round);
      }
    }
    const [ours] = sides;
    if (ours) {
      await checkOurs(ours.page, ct);
      await ours.page.screenshot({ path: `${out}/ours.png` });
    }
    return resultOf(sides, glasses);
  } finally {
    for (const side of sides) await side.stop();
    await orthanc.stop();
    store.remove();
  }
}

function resultOf(sides: readonly Side[], glasses: readonly string[]): BenchResult {
  const [ours, ...peers] = sides;
  if (!ours) throw new Error('no viewer was opened');
  const row = (name: string, of: (side: Side) => readonly number[]): BenchRow => {
    const mid = (side: Side): number => quantile(of(side), 0.5) ?? Infinity;
    const [best] = peers.toSorted((a, b) => mid(a) - mid(b));
    const label = `B3 ${name} (peer: ${best?.name ?? 'none'})`;
    return rowOf({ name: label, unit: 'ms', target: 0.5, better: 'lower', ours: of(ours), peer: best ? of(best) : [] });
  };
  const spread = (name: string, of: readonly number[]): BenchRow => {
    const share = (quantile(of, 0.95) ?? Infinity) / (quantile(of, 0.5) ?? 1);
    return rowOf({ name, unit: '× median', target: 2, better: 'lower', ours: [share], peer: [], absolute: true });
  };
  const told = sides.map(({ name, painted }) => {
    const [scroll, window] = [quantile(painted.scroll, 0.5), quantile(painted.window, 0.5)];
    return `${name}: scroll ${scroll?.toFixed(1)} ms, window ${window?.toFixed(1)} ms`;
  });
  return {
    task: 'scroll',
    rows: [
      row('wheel notch to the picture drawn', ({ scroll }) => scroll),
      spread('B3 wheel notch, p95', ours.scroll),
      row('window move to the picture drawn', ({ window }) => window),
      spread('B3 window move, p95', ours.window),
    ],
    notes: [
      `glass: ${sides.map(({ name }, i) => `${name} ${glasses[i] ?? ''}`).join(', ')}`,
      `to the frame handed on, medians: ${told.join('; ')}`,
    ],
    versions: { ohif: OHIF_VERSION },
  };
}

/** OHIF in the mode whose wheel is quicker. */
function betterPeer([, ...peers]: readonly Side[]): Side | undefined {
  const mid = ({ scroll }: Side): number => quantile(scroll, 0.5) ?? Infinity;
  return peers.toSorted((a, b) => mid(a) - mid(b))[0];
}

async function measure(side: Side, steps: number, round: number): Promise<void> {
  const { page } = side;
  const box = await page.locator('canvas').evaluateAll((all) => {
    const [largest] = all
      .map((canvas) => canvas.getBoundingClientRect())
      .toSorted((a, b) => b.width * b.height - a.width * a.height);
    return largest ? { x: largest.x + largest.width / 2, y: largest.y + largest.height * 0.6 } : null;
  });
  if (!box) throw new Error(`${side.name} shows nothing`);
  await page.mouse.move(box.x, box.y);
  // Down in one round, up in the next, so that no end of the stack is met.
  const turned = await timeSteps(page, 'wheel', steps, () => page.mouse.wheel(0, round % 2 === 0 ? WHEEL : -WHEEL));
  keep(turned, side.scroll, side.painted.scroll);
  await page.mouse.down();
  const moved = await timeSteps(page, 'mousemove', steps, (step) =>
    page.mouse.move(box.x + ((step % 20) + 1) * 3, box.y + (step % 7) * 2),
  );
  await page.mouse.up();
  keep(moved, side.window, side.painted.window);
}

function keep(times: StepTimes, drawn: number[], painted: number[]): void {
  drawn.push(...times.drawn);
  painted.push(...times.painted);
}

const newSide = (name: string, page: Page, stop: () => Promise<void>): Side => ({
  name,
  page,
  stop,
  scroll: [],
  window: [],
  painted: { scroll: [], window: [] },
});

async function openOurs(dataDir: string, ct: SyntheticCt): Promise<Side> {
  const { page, app, close } = await openNightjar(dataDir);
  try {
    await installProbe(page);
    await countDecoded(page);
    await doubleClickStudy(page, ct.studyUid);
    await waitOpened(page, ct.slices);
    await sizeGlass(app, page);
    return newSide('Nightjar', page, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPeer(orthanc: Orthanc, ct: SyntheticCt, cpu: boolean): Promise<Side> {
  const { page, url, stop } = await startOhif(orthanc, { cpu });
  try {
    await ohifList(page, url);
    await countInOhif(page, ct.studyUid);
    await ohifDoubleClick(page, ct.patientId);
    await waitOpened(page, ct.slices);
    return newSide(cpu ? 'OHIF on the CPU' : 'OHIF with WebGL', page, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function glassSize(page: Page): Promise<string> {
  return page.locator('canvas').evaluateAll((all) => {
    const [largest] = all
      .filter((one) => one instanceof HTMLCanvasElement)
      .toSorted((a, b) => b.width * b.height - a.width * a.height);
    return largest ? `${largest.width}×${largest.height}` : 'none';
  });
}

/** Makes our glass as large as OHIF's by the size of the window; what surrounds it may grow with the window. */
async function sizeGlass(app: ElectronApplication, page: Page): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const box = await page.locator('[data-viewport-id] canvas').first().boundingBox();
    if (!box) throw new Error('our glass is not on the screen');
    const change = { x: GLASS.width - Math.round(box.width), y: GLASS.height - Math.round(box.height) };
    if (change.x === 0 && change.y === 0) return;
    const before = await glassSize(page);
    await app.evaluate(({ BrowserWindow }, { x, y }) => {
      const [window] = BrowserWindow.getAllWindows();
      const [width = 0, height = 0] = window?.getContentSize() ?? [];
      window?.setContentSize(width + x, height + y);
    }, change);
    // The glass has taken another size; a window that cannot become larger keeps its own, and the note says it.
    await page
      .waitForFunction(
        (old) => {
          const canvas = document.querySelector<HTMLCanvasElement>('[data-viewport-id] canvas');
          return canvas !== null && `${canvas.width}×${canvas.height}` !== old;
        },
        before,
        { timeout: SIZED_MS },
      )
      .catch(() => undefined);
  }
}

async function checkOurs(page: Page, ct: SyntheticCt): Promise<void> {
  const sopUid = (await page.locator('[data-viewport-id]').first().getAttribute('data-sop-uid')) ?? '';
  await checkGlass(page, '[data-viewport-id]', ctPixels(ct, sliceOf(ct, sopUid)));
}
