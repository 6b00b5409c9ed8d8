import type { ElectronApplication } from 'playwright-core';
import { DesktopDialogs } from '../../smoke/desktop-dialogs.ts';

// The system's own file dialogs cannot be driven from outside: they belong to the desktop, not to the page. Only they are
// replaced, in the main process; the call, the paths and everything behind them are the program's own. A packaged program
// lets nobody into its main process: there the dialogs are the real ones, answered by keys.

export type DialogHost = ElectronApplication | DesktopDialogs;

/** What the next choice of files or folders answers. */
export async function answerOpenDialog(app: DialogHost, paths: readonly string[]): Promise<void> {
  if (app instanceof DesktopDialogs) {
    for (const one of paths) app.expect(one);
    return;
  }
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [...paths],
  );
}

/** Where the next exports go. */
export async function answerSaveDialog(app: DialogHost, filePath: string): Promise<void> {
  if (app instanceof DesktopDialogs) {
    app.expect(filePath);
    return;
  }
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
  }, filePath);
}
