import path from 'node:path';
import { BrowserWindow, screen, session } from 'electron';
import { mayRestart } from './restart-limit.ts';
import { APP_ORIGIN } from './window-file.ts';

/**
 * Opens the reading window: sandboxed, isolated, no Node. The title never names a patient.
 * @param onClose may hold the window open until what was typed in it is written
 */
export async function openDeskWindow(
  nodeFolder: string,
  onClose: (event: Electron.Event) => void,
): Promise<BrowserWindow> {
  const { workArea } = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    ...workArea,
    // A window larger than its screen would hide a part of itself.
    minWidth: Math.min(1024, workArea.width),
    minHeight: Math.min(700, workArea.height),
    show: false,
    title: 'Nightjar',
    backgroundColor: '#0b0d10',
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(nodeFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', onClose);
  reviveAfterCrash(window);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}

/** The windows in which somebody reads. A report is printed in a hidden one of its own session, which must hear nothing. */
export function deskWindows(): readonly BrowserWindow[] {
  return BrowserWindow.getAllWindows().filter(({ webContents }) => webContents.session === session.defaultSession);
}

/**
 * A page that died is loaded anew in the same window, and finds the study that was on its desk again (fault F04): what was
 * typed and drawn is in the journal. One that dies again and again closes the window, which ends the program in order.
 */
function reviveAfterCrash(window: BrowserWindow): void {
  let endings: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    endings = [...endings.slice(-10), Date.now()];
    const again = mayRestart(endings);
    process.stderr.write(`The reading window ended (${reason}) and is ${again ? 'loaded anew' : 'closed'}.\n`);
    // Not within the event: the ended page is taken down after it.
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (again) window.webContents.reload();
      else window.close();
    });
  });
}
