import { View } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Glass } from './blank-on-lock.ts';

/** A world of its own in the page, which no script of the page reaches; what it looks at is the page itself. */
const WORLD = 1001;
/** The screens of a locked store are all but this one, and no picture is on any of them. */
const IS_BLANK = `(() => {
  const screen = document.querySelector('[data-screen]')?.dataset.screen;
  return screen !== undefined && screen !== 'main' && document.querySelector('canvas') === null;
})()`;
/** The case whose pictures the window shows, by the number that the desk gave it; none: null. */
const CASE_SHOWN = `document.querySelector('[data-window]')?.dataset.case ?? null`;
const DARK = '#0b0d10';

/** A window with pictures is clear of a case when its page says that it shows another one, or none. */
export function glassOfCase(window: BrowserWindow, caseId: string): Glass {
  const shown = (): Promise<unknown> =>
    window.webContents.executeJavaScriptInIsolatedWorld(WORLD, [{ code: CASE_SHOWN }]);
  return glassOf(
    window,
    async () => (await shown()) !== caseId,
    'The window with pictures went on showing a case that was closed and is loaded anew.',
  );
}

/** The glass of each window; the same for as long as the window is there. */
export function glasses(windows: () => readonly BrowserWindow[]): () => readonly Glass[] {
  const known = new WeakMap<BrowserWindow, Glass>();
  return () =>
    windows().map((window) => {
      const glass =
        known.get(window) ??
        glassOf(
          window,
          () => isBlank(window),
          'The reading window did not take notice of the lock and is loaded anew.',
        );
      known.set(window, glass);
      return glass;
    });
}

async function isBlank({ webContents }: BrowserWindow): Promise<boolean> {
  const found: unknown = await webContents.executeJavaScriptInIsolatedWorld(WORLD, [{ code: IS_BLANK }]);
  return found === true;
}

/** @param isClear asks the page @param ended said when it is loaded anew */
function glassOf(window: BrowserWindow, isClear: () => Promise<boolean>, ended: string): Glass {
  let cover: View | null = null;
  const fit = (): void => {
    const { width, height } = window.getContentBounds();
    cover?.setBounds({ x: 0, y: 0, width, height });
  };
  return {
    isBlank: isClear,
    cover() {
      if (cover !== null || window.isDestroyed()) return;
      cover = new View();
      cover.setBackgroundColor(DARK);
      fit();
      window.contentView.addChildView(cover);
      window.on('resize', fit);
    },
    uncover() {
      if (cover === null || window.isDestroyed()) return;
      window.contentView.removeChildView(cover);
      window.off('resize', fit);
      cover = null;
    },
    end() {
      process.stderr.write(`${ended}\n`);
      window.webContents.forcefullyCrashRenderer();
    },
    isGone: () => window.isDestroyed(),
  };
}
