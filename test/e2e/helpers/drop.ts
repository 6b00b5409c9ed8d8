import type { Page } from 'playwright-core';

const MIDDLE = { x: 600, y: 400 } as const;
/** As the bits of DragOperationsMask: copy. */
const COPY = 1;

/**
 * Drops files and folders on the middle of the window, as the system's drag and drop hands them to Chromium: the debugger takes
 * the place of the window system, everything from the browser process on is real, the file objects too.
 * @param paths absolute
 */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const debug = await page.context().newCDPSession(page);
  try {
    const data = { items: [], files: [...paths], dragOperationsMask: COPY };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await debug.send('Input.dispatchDragEvent', { type, ...MIDDLE, data });
    }
  } finally {
    await debug.detach();
  }
}
