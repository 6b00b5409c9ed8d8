import type { Page } from 'playwright-core';
import { scrollTo, settledGlass } from '../e2e/helpers/desk.ts';
import type { Glass } from '../e2e/helpers/desk.ts';

/** Every frame of a series up to this many; of a longer one the first, middle and last ones. */
export const EVERY_FRAME_UP_TO = 300;
const SAMPLE = 30;
const PAGE = 10;

/** Pages through the series of a viewport by keys; each picture once it stands on the glass, or has failed. */
export async function* pageThrough(page: Page, viewportId: string): AsyncGenerator<Glass> {
  const count = Number((await settledGlass(page, viewportId))['count']);
  let at = 0;
  const step = (key: string, to: number): Promise<Glass> => {
    at = to;
    return scrollTo(page, viewportId, key, to);
  };
  yield await step('Home', 0);
  if (count <= EVERY_FRAME_UP_TO) {
    while (at < count - 1) yield await step('ArrowDown', at + 1);
    return;
  }
  while (at < SAMPLE - 1) yield await step('ArrowDown', at + 1);
  const middle = Math.floor((count - SAMPLE) / 2);
  while (at + PAGE <= middle) await step('PageDown', at + PAGE);
  const end = at + SAMPLE;
  while (at < end) yield await step('ArrowDown', at + 1);
  yield await step('End', count - 1);
  while (at > count - SAMPLE) yield await step('ArrowUp', at - 1);
}

/** Words in place of a picture, as they stand in the viewport. */
export async function wordsInstead(page: Page, viewportId: string): Promise<string> {
  const alert = page.locator(`[data-viewport-id="${viewportId}"] [role="alert"]`);
  return (await alert.innerText()).replaceAll(/\s+/g, ' ').replace(/ Try again$/, '');
}

/** How many different colours a few hundred places of the glass have: one means that nothing is to be seen. */
export async function coloursOnGlass(page: Page, viewportId: string): Promise<number> {
  return page.locator(`[data-viewport-id="${viewportId}"] canvas.cornerstone-canvas`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d');
    if (!context) return 0;
    const { width, height } = canvas;
    const { data } = context.getImageData(0, 0, width, height);
    const seen = new Set<number>();
    const step = Math.max(1, Math.floor(Math.sqrt((width * height) / 40_000)));
    for (let y = 0; y < height; y += step) {
      for (let x = 0; x < width; x += step) {
        const i = 4 * (y * width + x);
        seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      }
    }
    return seen.size;
  });
}
