import path from 'node:path';
import { BrowserWindow, session } from 'electron';
import type { ScreenRect, WindowPlace } from '../../shared/model/desk-window.ts';
import { mayRestart } from './restart-limit.ts';
import { APP_ORIGIN } from './window-file.ts';

/** Below this a window has no room for what it is for, pixels of the system. */
const LEAST = { desk: { width: 1024, height: 700 }, glass: { width: 480, height: 480 } } as const;

/**
 * Makes a window that somebody reads in: sandboxed, isolated, no Node. The title never names a patient.
 * @param onClose may hold the window open until what was typed in it is written
 */
export function makeWindow(
  nodeFolder: string,
  place: WindowPlace,
  bounds: ScreenRect,
  onClose: (event: Electron.Event) => void,
): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    show: false,
    title: place === 'desk' ? 'Nightjar' : `Nightjar: pictures, ${place}`,
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
  keepLeast(window, place, bounds);
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', onClose);
  reviveAfterCrash(window, place);
  window.once('ready-to-show', () => window.show());
  return window;
}

export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/index.html`);
}

/** A window larger than the part of the screen that it has would hide a part of itself. */
export function keepLeast(window: BrowserWindow, place: WindowPlace, { width, height }: ScreenRect): void {
  const least = LEAST[place === 'desk' ? 'desk' : 'glass'];
  window.setMinimumSize(Math.min(least.width, width), Math.min(least.height, height));
}

/** The windows in which somebody reads. A report is printed in a hidden one of its own session, which must hear nothing. */
export function deskWindows(): readonly BrowserWindow[] {
  return BrowserWindow.getAllWindows().filter(({ webContents }) => webContents.session === session.defaultSession);
}

/**
 * A page that died is loaded anew in the same window, and finds the study that was on its desk again (fault F04): what was
 * typed and drawn is in the journal. One that dies again and again closes the window: the desk's ends the program in order, one with
 * pictures goes alone.
 */
function reviveAfterCrash(window: BrowserWindow, place: WindowPlace): void {
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
      else if (place === 'desk') window.close();
      // Nobody is in it who could write last words.
      else window.destroy();
    });
  });
}
