import { BrowserWindow, screen, session } from 'electron';
import { monitorsNow } from './monitors.ts';

const SHOWN_MS = 3000;
const SIDE = 220;

/** Writes on each monitor which number it has in the list, left to right; goes by itself. */
export async function identifyMonitors(): Promise<void> {
  const own = session.fromPartition('identify', { cache: false });
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('data:') }));
  const monitors = monitorsNow(screen.getAllDisplays(), screen.getPrimaryDisplay());
  const windows = monitors.map(({ workArea: { x, y, width, height } }, at) => {
    const side = Math.min(SIDE, width, height);
    const window = new BrowserWindow({
      x: x + Math.floor((width - side) / 2),
      y: y + Math.floor((height - side) / 2),
      width: side,
      height: side,
      frame: false,
      focusable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      resizable: false,
      show: false,
      backgroundColor: '#1a2027',
      title: `Monitor ${at + 1}`,
      webPreferences: {
        session: own,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        javascript: false,
      },
    });
    return { window, number: at + 1 };
  });
  try {
    await Promise.all(windows.map(({ window, number }) => window.loadURL(pageOf(number))));
    for (const { window } of windows) window.showInactive();
    await new Promise((resolve) => setTimeout(resolve, SHOWN_MS));
  } finally {
    for (const { window } of windows) if (!window.isDestroyed()) window.destroy();
  }
}

function pageOf(number: number): string {
  const html = `<!doctype html><title>Monitor ${number}</title><body style="margin:0;height:100vh;display:grid;place-items:center;
    background:#1a2027;color:#d7dde5;font:600 140px sans-serif">${number}</body>`;
  return `data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`;
}
