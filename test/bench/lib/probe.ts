import type { Page } from 'playwright-core';

/** What the probe saw since the last double click, in milliseconds from it. */
export interface Opened {
  /** The first picture with contrast was drawn and given to the compositor. */
  readonly painted: number;
  /** Every slice of the study lay decoded in the page. */
  readonly ready: number | null;
}

interface Probe {
  start: number | null;
  first: number | null;
  painted: number | null;
  ready: number | null;
}

declare global {
  interface Window {
    benchProbe?: Probe;
    /** How many slices of the open study lie decoded in the page; each viewer has its own way of knowing. */
    benchCount?: () => number;
  }
}

/** The peer takes half a minute for 1,000 slices on a quiet machine, and several on a busy one. */
const LIMIT_MS = 240_000;

/**
 * Watches a page of either viewer from within: both draw by Cornerstone, whose event says that a viewport was drawn. Both
 * are timed by the same clock and the same rule. To be called again after a page was loaded anew.
 */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe: Probe = { start: null, first: null, painted: null, ready: null };
    window.benchProbe = probe;
    const hasContrast = (canvas: HTMLCanvasElement): boolean => {
      const small = document.createElement('canvas');
      small.width = 32;
      small.height = 32;
      const context = small.getContext('2d');
      if (!context || canvas.width < 300) return false;
      context.drawImage(canvas, 0, 0, 32, 32);
      const { data } = context.getImageData(0, 0, 32, 32);
      let [least, most] = [255, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (!data[i + 3]) continue;
        least = Math.min(least, data[i] ?? 0);
        most = Math.max(most, data[i] ?? 0);
      }
      return most - least > 40;
    };
    const onClick = (event: Event): void => {
      Object.assign(probe, { start: event.timeStamp, first: null, painted: null, ready: null });
    };
    const onDrawn = (event: Event): void => {
      const canvas = event.target instanceof Element ? event.target.querySelector('canvas') : null;
      const start = probe.start;
      if (start === null || probe.first !== null || !canvas || !hasContrast(canvas)) return;
      probe.first = performance.now() - start;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          probe.painted = performance.now() - start;
        };
        port2.postMessage(null);
      });
    };
    window.addEventListener('dblclick', onClick, true);
    // Cornerstone's events do not bubble, but they do pass the window on their way down.
    window.addEventListener('CORNERSTONE_IMAGE_RENDERED', onDrawn, true);
  });
}

/**
 * Waits for what a double click opened.
 * @param slices how many are to be ready; null: nobody waits for them
 */
export async function waitOpened(page: Page, slices: number | null): Promise<Opened> {
  await page.waitForFunction(() => typeof window.benchProbe?.painted === 'number', null, { timeout: LIMIT_MS });
  if (slices !== null) {
    await page.waitForFunction(
      (wanted) => {
        const probe = window.benchProbe;
        if (!probe || probe.start === null || (window.benchCount?.() ?? 0) < wanted) return false;
        probe.ready ??= performance.now() - probe.start;
        return true;
      },
      slices,
      { timeout: LIMIT_MS, polling: 20 },
    );
  }
  return page.evaluate(() => ({ painted: window.benchProbe?.painted ?? 0, ready: window.benchProbe?.ready ?? null }));
}
