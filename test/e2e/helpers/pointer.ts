import type { Page } from 'playwright-core';
import type { Point2 } from '../../../shared/model/measurement.ts';

export async function press(page: Page, at: Point2): Promise<void> {
  await page.mouse.move(at[0], at[1], { steps: 4 });
  await page.mouse.down();
  await page.mouse.up();
}

/** The button is held from each place to the next. CSS pixels of the page. */
export async function dragThrough(page: Page, places: readonly Point2[]): Promise<void> {
  const [first, ...rest] = places;
  if (!first) return;
  await page.mouse.move(first[0], first[1]);
  await page.mouse.down();
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 12 });
  await page.mouse.up();
}
