import type { Page } from 'playwright-core';
import { focusStudy } from './worklist.ts';

/** What a viewport says of itself: its data attributes (architecture.md), camel case as the page gives them. */
export type Glass = Readonly<Record<string, string | undefined>>;

const FRAME_MS = 60_000;

const regionOf = (viewportId: string): string => `[data-viewport-id="${viewportId}"]`;

/** All data attributes of all viewports, in their order on the desk. */
export async function readGlasses(page: Page): Promise<readonly Glass[]> {
  return page
    .locator('[data-viewport-id]')
    .evaluateAll((viewports) => viewports.map((viewport) => ({ ...(viewport as HTMLElement).dataset })));
}

export async function readGlass(page: Page, viewportId: string): Promise<Glass> {
  return page.locator(regionOf(viewportId)).evaluate((viewport) => ({ ...(viewport as HTMLElement).dataset }));
}

/**
 * Waits until a viewport has what is wanted on its glass and nothing on its way, and gives its attributes. The page itself
 * watches, so that no frame is lost between two looks.
 * @param wanted attributes that must have these values, for example { index: '4' }
 */
export async function settledGlass(page: Page, viewportId: string, wanted: Glass = {}): Promise<Glass> {
  return page.evaluate(
    ({ id, want, limit }) =>
      new Promise<Record<string, string | undefined>>((resolve, reject) => {
        const read = (): DOMStringMap | undefined =>
          document.querySelector<HTMLElement>(`[data-viewport-id="${id}"]`)?.dataset;
        const look = (): void => {
          const now = read();
          const settled = now !== undefined && (now['state'] === 'shown' || now['state'] === 'failed');
          if (!settled || !Object.entries(want).every(([name, value]) => now[name] === value)) return;
          stop();
          resolve({ ...now });
        };
        const observer = new MutationObserver(look);
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`viewport ${id} did not settle on ${JSON.stringify(want)}: ${JSON.stringify(read())}`));
        }, limit);
        const stop = (): void => {
          observer.disconnect();
          clearTimeout(timer);
        };
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        look();
      }),
    { id: viewportId, want: wanted, limit: FRAME_MS },
  );
}

/** Viewports with a series that do not say in words, uncut and inside themselves, whether it is of the current study or of a prior. */
export async function rolesUnsaid(page: Page): Promise<readonly string[]> {
  return page.locator('[data-viewport-id][data-role]').evaluateAll((viewports) => {
    const isSaid = (viewport: Element): boolean => {
      const { left, top, right, bottom } = viewport.getBoundingClientRect();
      const role = viewport.getAttribute('data-role');
      const words = role === 'prior' ? 'PRIOR' : role === 'sibling' ? 'SAME EXAMINATION' : 'CURRENT';
      return [...viewport.querySelectorAll('p, div')].some((one) => {
        if (!new RegExp(`^${words} (\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d)?|WITHOUT A DATE)$`).test(one.textContent))
          return false;
        const box = one.getBoundingClientRect();
        const isInside = box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
        const isWhole = one.scrollWidth <= Math.ceil(box.width) && one.scrollHeight <= Math.ceil(box.height);
        return isInside && isWhole && getComputedStyle(one).visibility === 'visible' && box.height > 0;
      });
    };
    return viewports.flatMap((one) => (isSaid(one) ? [] : [one.getAttribute('data-viewport-id') ?? '']));
  });
}

/** What stands in the window, for whoever reads of a test that failed elsewhere. */
async function wordsOf(page: Page): Promise<string> {
  return page.evaluate(
    () => `focus: ${document.activeElement?.outerHTML.slice(0, 200) ?? ''}\n${document.body.innerText.slice(0, 1500)}`,
  );
}

/** Waits until the case is open and each viewport that should show something does, or says why it cannot. */
export async function deskReady(page: Page): Promise<readonly Glass[]> {
  await page
    .locator('nav[aria-label="Series"] section')
    .first()
    .waitFor({ timeout: FRAME_MS })
    .catch(async (cause: unknown) => {
      throw new Error(`the case did not open; the window says:\n${await wordsOf(page)}`, { cause });
    });
  await page.waitForFunction(
    () => {
      const viewports = [...document.querySelectorAll<HTMLElement>('[data-viewport-id]')];
      const done = (one: HTMLElement): boolean => {
        const { state } = one.dataset;
        return (
          state === 'shown' ||
          state === 'failed' ||
          /Cannot display|without a picture|No objects of this|LOSSY VIDEO/.test(one.innerText)
        );
      };
      const bare = (one: HTMLElement): boolean => one.dataset['state'] === 'empty';
      return viewports.some(done) && viewports.every((one) => done(one) || bare(one));
    },
    null,
    { timeout: FRAME_MS },
  );
  return readGlasses(page);
}

/** Opens a study from the list by keyboard. */
export async function openStudy(page: Page, studyUid: string): Promise<readonly Glass[]> {
  await focusStudy(page, studyUid);
  await page.keyboard.press('Enter');
  return deskReady(page);
}

export async function closeStudy(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close study' }).click();
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
}

/** Gives the keys to a viewport as a reader does, by pressing on it where no text stands. */
export async function focusViewport(page: Page, viewportId: string): Promise<void> {
  await page.locator(regionOf(viewportId)).focus();
  await page.locator(`${regionOf(viewportId)}:focus`).waitFor();
}

/** Presses a scroll key and waits for the picture it leads to. */
export async function scrollTo(page: Page, viewportId: string, key: string, index: number): Promise<Glass> {
  await page.keyboard.press(key);
  return settledGlass(page, viewportId, { index: String(index) });
}

/** Draws with the tool that has the left button. Points in CSS pixels from the viewport's top left corner. */
export async function drag(
  page: Page,
  viewportId: string,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const box = await page.locator(regionOf(viewportId)).boundingBox();
  if (!box) throw new Error(`viewport ${viewportId} is not on the screen`);
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(box.x + to[0], box.y + to[1], { steps: 4 });
  await page.mouse.up();
}
