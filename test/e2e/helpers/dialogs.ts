import type { ElectronApplication } from 'playwright-core';

// The system's own file dialogs cannot be driven from outside: they belong to the desktop, not to the page. Only they are
// replaced, in the main process; the call, the paths and everything behind them are the program's own.

/** What the next choice of files or folders answers. */
export async function answerOpenDialog(app: ElectronApplication, paths: readonly string[]): Promise<void> {
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [...paths],
  );
}

/** Where the next exports go. */
export async function answerSaveDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
  }, filePath);
}
