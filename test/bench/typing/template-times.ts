import type { Page } from 'playwright-core';
import { reportPane } from '../../e2e/helpers/report.ts';

/** Opens a template and discards its draft, so many times. @returns milliseconds from each press to after the frame with its sections */
export async function timeTemplates(page: Page, name: string, times: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const button = reportPane(page).getByRole('button', { name, exact: true });
    await button.waitFor();
    await watchTemplate(page);
    await button.click();
    const found = await page.waitForFunction(() => document.documentElement.dataset['templateTook'] ?? null);
    took.push(Number(await found.jsonValue()));
    await reportPane(page)
      .getByRole('button', { name: /^Discard/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard the draft' }).click();
  }
  return took;
}

/** Notes, from the next press on, when the frame was painted in which the sections of a draft stand. */
async function watchTemplate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    delete dataset['templateTook'];
    document.addEventListener(
      'pointerdown',
      ({ timeStamp }) => {
        const watch = new MutationObserver(() => {
          if (document.querySelector('[aria-label="Report"] [data-section] [role="textbox"]') === null) return;
          watch.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              dataset['templateTook'] = String(performance.now() - timeStamp);
            };
            port2.postMessage(null);
          });
        });
        watch.observe(document.body, { childList: true, subtree: true });
      },
      { capture: true, once: true },
    );
  });
}
