import type { Page } from 'playwright-core';

/** OHIF's own protocol for two studies of one patient beside each other. */
const SIDE_BY_SIDE = '@ohif/hpCompare';
const LIMIT_MS = 120_000;

/**
 * Opens two studies side by side in OHIF's viewer, in the page that has its list open, and says how long it took until each of the two
 * stands drawn with contrast and was given to the compositor, in milliseconds.
 */
export async function hangInOhif(page: Page, studyUids: readonly [string, string]): Promise<number> {
  await page.evaluate(
    ({ uids, protocol }) => {
      const probe = { took: 0 };
      Object.assign(window, { hangProbe: probe });
      const drawn = new Set<Element>();
      const hasContrast = (canvas: HTMLCanvasElement): boolean => {
        const small = document.createElement('canvas');
        small.width = 32;
        small.height = 32;
        const context = small.getContext('2d');
        if (!context || canvas.width < 300) return false;
        context.drawImage(canvas, 0, 0, 32, 32);
        const { data } = context.getImageData(0, 0, 32, 32);
        const greys = Array.from({ length: data.length / 4 }, (_, at) => data[at * 4] ?? 0);
        return Math.max(...greys) - Math.min(...greys) > 40;
      };
      const start = performance.now();
      const look = (event: Event): void => {
        const canvas = event.target instanceof Element ? event.target.querySelector('canvas') : null;
        if (!canvas || !hasContrast(canvas)) return;
        drawn.add(canvas);
        const standing = [...drawn].filter((one) => one.isConnected);
        if (standing.length < uids.length) return;
        window.removeEventListener('CORNERSTONE_IMAGE_RENDERED', look, true);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => (probe.took = performance.now() - start);
          port2.postMessage(null);
        });
      };
      // Cornerstone's events do not bubble, but they do pass the window on their way down.
      window.addEventListener('CORNERSTONE_IMAGE_RENDERED', look, true);
      // As its router does for a link: the program stays loaded.
      history.pushState({}, '', `/viewer?StudyInstanceUIDs=${uids.join(',')}&hangingProtocolId=${protocol}`);
      window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    },
    { uids: [...studyUids], protocol: SIDE_BY_SIDE },
  );
  const took = await page.waitForFunction(
    () => (window as { hangProbe?: { took: number } }).hangProbe?.took ?? 0,
    null,
    { timeout: LIMIT_MS, polling: 20 },
  );
  return took.jsonValue();
}
