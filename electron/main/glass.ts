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
const DARK = '#0b0d10';

/** The glass of each window; the same for as long as the window is there. */
export function glasses(windows: () => readonly BrowserWindow[]): () => readonly Glass[] {
  const known = new WeakMap<BrowserWindow, Glass>();
  return () =>
    windows().map((window) => {
      const glass = known.get(window) ?? glassOf(window);
      known.set(window, glass);
      return glass;
    });
}

function glassOf(window: BrowserWindow): Glass {
  let cover: View | null = null;
  const fit = (): void => {
    const { width, height } = window.getContentBounds();
    cover?.setBounds({ x: 0, y: 0, width, height });
  };
  return {
    async isBlank() {
      const found: unknown = await window.webContents.executeJavaScriptInIsolatedWorld(WORLD, [{ code: IS_BLANK }]);
      return found === true;
    },
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
      process.stderr.write('The reading window did not take notice of the lock and is loaded anew.\n');
      window.webContents.forcefullyCrashRenderer();
    },
    isGone: () => window.isDestroyed(),
  };
}
