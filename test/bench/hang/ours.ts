import type { Page } from 'playwright-core';
import { plugMonitors } from '../../e2e/helpers/monitors.ts';
import { chooseCommand } from '../../e2e/helpers/palette.ts';
import { focusStudy } from '../../e2e/helpers/worklist.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { treeCpu, untilIdle } from '../lib/processes.ts';

const LIMIT_MS = 60_000;
const MONITORS = [
  { id: 1, x: 0, width: 960, height: 1100 },
  { id: 2, x: 960, width: 960, height: 1100 },
];

/** A second window for pictures, as a reader asks for it. */
export async function openSecondWindow({ app, page }: RunningApp): Promise<Page> {
  await plugMonitors(app, MONITORS);
  await chooseCommand(page, 'Monitors: what each is for');
  const opened = app.waitForEvent('window');
  const dialog = page.getByRole('dialog', { name: 'Monitors' });
  await dialog.getByRole('combobox', { name: /^Monitor 2/ }).selectOption('left');
  const glass = await opened;
  await glass.getByText('No case is open').waitFor();
  await dialog.getByRole('button', { name: 'Close monitors' }).click();
  return glass;
}

/** What each window shows, and when it did, milliseconds after the key. */
export interface HungOver {
  readonly desk: number;
  readonly glass: number;
  /** CPU seconds of all processes until then. */
  readonly cpu: number;
}

/**
 * Rests on a study of the list as a reader does, who reads its preview there; then everything is at rest, as it is while the case
 * before is read, when the station reads ahead what comes next. Then opens a study from the list by its key and waits until every viewport of both windows shows a picture of the study that belongs
 * there. Both windows have the clock of the machine.
 * @param wanted study of the second window, and of the desk's
 */
export async function hangOverTwo(
  { app, page }: RunningApp,
  glass: Page,
  wanted: { readonly open: string; readonly glass: string; readonly desk: string },
): Promise<HungOver> {
  await focusStudy(page, wanted.open);
  await page.getByRole('region', { name: 'Preview' }).getByRole('list', { name: 'Series' }).waitFor();
  await Promise.all([watch(page, wanted.desk), watch(glass, wanted.glass)]);
  await page.evaluate(() => {
    const probe = { at: 0 };
    Object.assign(window, { keyProbe: probe });
    window.addEventListener('keydown', (event) => (probe.at = performance.timeOrigin + event.timeStamp), {
      capture: true,
      once: true,
    });
  });
  await untilIdle(process.pid);
  const pid = app.process().pid ?? 0;
  const before = treeCpu(pid);
  await page.keyboard.press('Enter');
  const [desk, other] = await Promise.all([whenHung(page), whenHung(glass)]);
  const cpu = treeCpu(pid) - before;
  const start = await page.evaluate(() => (window as { keyProbe?: { at: number } }).keyProbe?.at ?? Number.NaN);
  return { desk: desk - start, glass: other - start, cpu };
}

/** Watches from within until all viewports show the study, and the compositor has them. */
async function watch(page: Page, studyUid: string): Promise<void> {
  await page.evaluate((study) => {
    const probe = { at: 0 };
    Object.assign(window, { hangProbe: probe });
    const look = (): void => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-viewport-id]')];
      if (
        all.length === 0 ||
        !all.every(({ dataset }) => dataset['state'] === 'shown' && dataset['studyUid'] === study)
      )
        return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (probe.at = performance.timeOrigin + performance.now());
        port2.postMessage(null);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  }, studyUid);
}

async function whenHung(page: Page): Promise<number> {
  const at = await page.waitForFunction(() => (window as { hangProbe?: { at: number } }).hangProbe?.at ?? 0, null, {
    timeout: LIMIT_MS,
    polling: 20,
  });
  return at.jsonValue();
}
