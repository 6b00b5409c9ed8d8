import path from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { APP_ORIGIN } from './window-file.ts';

/** Opens the reading window: sandboxed, isolated, no Node. The title never names a patient. */
export async function openDeskWindow(nodeFolder: string): Promise<BrowserWindow> {
  const { workArea } = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    ...workArea,
    minWidth: 1024,
    minHeight: 700,
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
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
