import { app, BrowserWindow, MessageChannelMain, screen } from 'electron';
import type { AppInfo, AppMonitor, Launch } from '../../shared/contract/app.ts';
import type { Response } from '../../shared/contract/index.ts';
import type { ShellHandlers } from './calls.ts';
import type { Pages } from './pages.ts';
import type { RuntimeFacts } from './runtime-facts.ts';
import { graphicsDriver } from './graphics.ts';
import type { StationHost } from './station-host.ts';
import { appMonitor } from './windows/monitors.ts';

export interface ShellOptions {
  readonly station: StationHost;
  readonly pages: Pages;
  readonly runtime: RuntimeFacts;
  readonly gpu: () => boolean;
  readonly takeLaunch: () => Launch;
  /** The page has written its last words. @param window its number */
  readonly quit: (window: number) => void;
  /** A question is on screen: nothing ends before it is answered. */
  readonly stay: () => void;
}

/** What the shell answers about itself and its windows; files are in files/. */
export function shellHandlers(options: ShellOptions): ShellHandlers {
  return {
    'app.info': () => info(options),
    'app.connectFrames': (_request, event) => {
      const { port1, port2 } = new MessageChannelMain();
      options.station.connectFrames(port1, options.pages.keyOf(event.sender));
      event.sender.postMessage('nightjar:frame-port', null, [port2]);
      return {};
    },
    'app.monitor': (_request, event) => monitorOf(BrowserWindow.fromWebContents(event.sender)),
    'app.graphics': async () => ({ driver: await graphicsDriver(app) }),
    'app.fillScreen': ({ on, next }, event) => fillScreen(BrowserWindow.fromWebContents(event.sender), on, next),
    'app.takeLaunch': () => options.takeLaunch(),
    'app.stay': () => {
      options.stay();
      return {};
    },
    'app.quit': (_request, event) => {
      options.quit(event.sender.id);
      return {};
    },
  };
}

function monitorOf(window: BrowserWindow | null): AppMonitor | null {
  return window ? appMonitor(screen.getDisplayMatching(window.getBounds())) : null;
}

/** Goes over to the next monitor where that is wanted, and fills the one that it stands on then, or gives it back. */
function fillScreen(window: BrowserWindow | null, on: boolean, next: boolean): Response<'app.fillScreen'> {
  const displays = screen.getAllDisplays();
  if (window && next && displays.length > 1) {
    const { id } = screen.getDisplayMatching(window.getBounds());
    const other = displays[(displays.findIndex((one) => one.id === id) + 1) % displays.length];
    // A window that fills one monitor cannot be moved.
    window.setFullScreen(false);
    if (other) window.setBounds(other.bounds);
  }
  window?.setFullScreen(on);
  return { monitor: monitorOf(window), monitors: displays.length };
}

function info({ runtime, gpu }: ShellOptions): AppInfo {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    runtime: runtime.label,
    packaged: app.isPackaged,
    evaluation: true,
    gpu: gpu(),
    platform: `${process.platform} ${process.arch}`,
  };
}
