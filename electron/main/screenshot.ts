import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { App, BrowserWindow } from 'electron';

const INTERVAL_MS = 2000;

/**
 * Keeps a picture of the window at `file`, for machines without a display, and removes it when the program ends: it may show a
 * patient, and lies outside the store.
 */
export function keepScreenshot(app: App, window: BrowserWindow, file: string): void {
  let ended = false;
  const take = async (): Promise<void> => {
    if (ended || window.isDestroyed()) return;
    const picture = await window.webContents.capturePage();
    if (picture.isEmpty() || ended) return;
    await writeFile(file, picture.toPNG(), { mode: 0o600 });
    // The program ended while these bytes were on their way.
    if (ended) remove();
  };
  const remove = (): void => rmSync(file, { force: true });
  const timer = setInterval(() => {
    take().catch((error: unknown) =>
      process.stderr.write(`The picture of the window was not written: ${String(error)}\n`),
    );
  }, INTERVAL_MS);
  const end = (): void => {
    ended = true;
    clearInterval(timer);
    remove();
  };
  window.once('closed', end);
  app.once('quit', end);
}
