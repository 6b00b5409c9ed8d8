import type { RunningApp } from './launch.ts';

export interface WindowSize {
  readonly name: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Full HD at 150 %, and a portrait head of 1080 × 1920. */
export const SIZES: readonly WindowSize[] = [
  { name: 'scaled', width: 1280, height: 720 },
  { name: 'portrait', width: 1080, height: 1920 },
];
/** Of 1280 pixels at 150 %. */
export const NARROW: WindowSize = { name: 'narrow', width: 854, height: 640 };
/** Full HD at 100 %. */
export const FULL_HD: WindowSize = { name: 'full-hd', width: 1920, height: 1080 };

export async function resizeTo({ app, page }: RunningApp, { width, height }: WindowSize): Promise<void> {
  const size = { width, height };
  await app.evaluate(({ BrowserWindow }, wanted) => {
    // The hidden window that prints is none of the reader's.
    const window = BrowserWindow.getAllWindows().find((one) => one.isVisible());
    // A work area may be smaller than the window would like to be.
    window?.setMinimumSize(0, 0);
    window?.setSize(wanted.width, wanted.height);
  }, size);
  await page.waitForFunction(
    (wanted) => window.innerWidth === wanted.width && window.innerHeight === wanted.height,
    size,
  );
}
