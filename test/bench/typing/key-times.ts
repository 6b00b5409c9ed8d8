import type { Page } from 'playwright-core';
import { z } from 'zod';

/** One key press, in milliseconds on the page's clock. */
const KeyTime = z.object({
  /** From the system's time of the press to after the frame that was painted with its letter. */
  painted: z.number(),
  /** Until the page came to it: what else ran in the window then. */
  waited: z.number(),
  /** What the page did for it, until everything that follows from it at once was done. */
  worked: z.number(),
  /** Style, layout and painting of its frame, and what was drawn beside it. */
  drew: z.number(),
});
export type KeyTime = z.infer<typeof KeyTime>;

/** Notes for each letter when the page came to it, when it had done its work, and when the frame that shows it was painted. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    const soon = (then: () => void): void => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    };
    document.addEventListener(
      'keydown',
      ({ timeStamp, key }) => {
        if (key.length > 1) return;
        const came = performance.now();
        let done = came;
        soon(() => {
          done = performance.now();
        });
        requestAnimationFrame(() => {
          const began = performance.now();
          soon(() => {
            const end = performance.now();
            const time = { painted: end - timeStamp, waited: came - timeStamp, worked: done - came, drew: end - began };
            dataset['keyTimes'] = `${dataset['keyTimes'] ?? ''}${JSON.stringify(time)}\n`;
          });
        });
      },
      true,
    );
  });
}

/** Types at the end of what has the focus, one key every 30 ms at the fastest. */
export async function timeKeys(page: Page, keys: number): Promise<readonly KeyTime[]> {
  await page.keyboard.press('Control+End');
  await page.evaluate(() => {
    document.documentElement.dataset['keyTimes'] = '';
  });
  for (let key = 0; key < keys; key += 1) await page.keyboard.type(key % 7 === 6 ? ' ' : 'a', { delay: 30 });
  const times = await page.waitForFunction((wanted) => {
    const all = (document.documentElement.dataset['keyTimes'] ?? '').trim().split('\n');
    return all.length >= wanted ? all.join(',') : null;
  }, keys);
  return z.array(KeyTime).parse(JSON.parse(`[${(await times.jsonValue()) ?? ''}]`));
}
