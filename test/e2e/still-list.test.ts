import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { sampleFiles, samplesFolder } from './helpers/samples.ts';
import { importFolder, importReport, rowCount } from './helpers/worklist.ts';

/** Pictures for a person to look at: before and after an import under the pointer. */
const shots = path.join(projectRoot, 'test-results', 'still-list');

/** What moved while somebody watched: shifts that Chromium counted, and places of the rows. */
interface Watch {
  readonly shifts: readonly string[];
  /** Studies that were under the pointer, each once. */
  readonly underPointer: readonly string[];
  /** Distinct places of the list's rows, as text. */
  readonly places: readonly string[];
  readonly looks: number;
}

const store = temporaryStore();
const outside = mkdtempSync(path.join(tmpdir(), 'nightjar-still-'));
const [first, second] = [path.join(outside, 'first'), path.join(outside, 'second')];
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  // The small studies are there first; the CT with its prior, most of the files, comes while somebody looks.
  const isLarge = (name: string): boolean => /^ct/i.test(name);
  for (const [index, name] of sampleFiles().entries()) {
    const folder = isLarge(name) ? second : first;
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(samplesFolder, name), path.join(folder, `${index}.dcm`));
  }
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(outside, { recursive: true, force: true });
});

/** Looks at every frame until `stopWatch`. */
async function startWatch(point: { readonly x: number; readonly y: number }): Promise<void> {
  await running.page.evaluate(({ x, y }) => {
    const shifts: string[] = [];
    const underPointer = new Set<string>();
    const places = new Set<string>();
    let looks = 0;
    let wanted = true;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] };
        const where = shift.sources.map(({ node }) =>
          node instanceof Element ? node.className || node.tagName : 'gone',
        );
        // Below this are figures that change their width inside their own line.
        if (shift.value < 0.0005) continue;
        shifts.push(`${shift.value.toFixed(4)} ${where.join(' ')}`);
      }
    });
    observer.observe({ type: 'layout-shift', buffered: false });
    const look = (): void => {
      if (!wanted) return;
      looks += 1;
      underPointer.add(
        document.elementFromPoint(x, y)?.closest('[data-study-id]')?.getAttribute('data-study-id') ?? '',
      );
      const rows = [...document.querySelectorAll('[data-study-id]')];
      const boxes = rows.map((row) => {
        const box = row.getBoundingClientRect();
        return `${row.getAttribute('data-study-id')} ${box.left} ${box.top} ${box.width} ${box.height}`;
      });
      places.add(boxes.toSorted().join('\n'));
      requestAnimationFrame(look);
    };
    look();
    Reflect.set(window, 'stopWatch', (): Watch => {
      wanted = false;
      observer.disconnect();
      return { shifts, underPointer: [...underPointer], places: [...places], looks };
    });
  }, point);
}

async function stopWatch(): Promise<Watch> {
  return running.page.evaluate(() => (Reflect.get(window, 'stopWatch') as () => Watch)());
}

describe('while an import, thumbnails and priors come in', () => {
  it('no row under the pointer moves and nothing is pushed about', async () => {
    const { app, page } = running;
    await firstStart(page);
    await importFolder(app, page, first);
    await expect.poll(() => rowCount(page)).toBeGreaterThan(2);
    const before = await rowCount(page);
    await page.getByRole('button', { name: 'Clear: Import' }).click();
    const row = page.locator('[data-study-id][aria-rowindex="3"]');
    const box = await row.boundingBox();
    if (!box) throw new Error('no third row');
    const point = { x: box.x + 200, y: box.y + box.height / 2 };
    await page.mouse.move(point.x - 20, point.y);
    await page.mouse.click(point.x, point.y);
    const place = await row.getAttribute('data-study-id');
    await page.screenshot({ path: path.join(shots, 'before.png') });

    await startWatch(point);
    await answerOpenDialog(app, [second]);
    await page.keyboard.press('Control+o');
    expect((await importReport(page))['imported']).toBeGreaterThan(100);
    // What arrived waits in its strip: the list has not grown under the hand.
    await page.getByRole('button', { name: /^2 new/ }).waitFor();
    const seen = await stopWatch();
    await page.screenshot({ path: path.join(shots, 'after.png') });

    expect(seen.looks).toBeGreaterThan(20);
    expect(seen.underPointer).toEqual([place]);
    expect(seen.places).toHaveLength(1);
    expect(await rowCount(page)).toBe(before);
    expect(seen.shifts).toEqual([]);
  });

  it('the new rows come when the reader asks for them', async () => {
    const { page } = running;
    await page.keyboard.press('u');
    await expect.poll(() => rowCount(page)).toBe(6);
    expect(running.complaints).toEqual([]);
  });
});
