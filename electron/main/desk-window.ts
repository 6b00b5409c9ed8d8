import path from 'node:path';
import { BrowserWindow, session } from 'electron';
import type { ScreenRect, WindowPlace } from '../../shared/model/desk-window.ts';
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
