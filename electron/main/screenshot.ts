import { writeFile } from 'node:fs/promises';
import type { BrowserWindow } from 'electron';

const INTERVAL_MS = 2000;

/** Keeps a picture of the window at `file`, for machines without a display. Returns the way to stop it. */
export function keepScreenshot(window: BrowserWindow, file: string): () => void {
  const take = async (): Promise<void> => {
    if (window.isDestroyed()) return;
    const picture = await window.webContents.capturePage();
    if (!picture.isEmpty()) await writeFile(file, picture.toPNG(), { mode: 0o600 });
  };
  const timer = setInterval(() => {
    take().catch((error: unknown) =>
      process.stderr.write(`The picture of the window was not written: ${String(error)}\n`),
    );
  }, INTERVAL_MS);
  const stop = (): void => clearInterval(timer);
  window.once('closed', stop);
  return stop;
}
