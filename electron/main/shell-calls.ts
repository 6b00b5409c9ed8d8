import { app, MessageChannelMain } from 'electron';
import type { AppInfo, Launch } from '../../shared/contract/app.ts';
import type { ShellHandlers } from './calls.ts';
import type { Pages } from './pages.ts';
import type { RuntimeFacts } from './runtime-facts.ts';
import type { StationHost } from './station-host.ts';

export interface ShellOptions {
  readonly station: StationHost;
  readonly pages: Pages;
  readonly runtime: RuntimeFacts;
  readonly gpu: () => boolean;
  readonly takeLaunch: () => Launch;
  /** The page has written its last words. */
  readonly quit: () => void;
  /** A question is on screen: nothing ends before it is answered. */
  readonly stay: () => void;
}

/** What the shell answers about itself and its windows; files are in file-calls.ts. */
export function shellHandlers(options: ShellOptions): ShellHandlers {
  return {
    'app.info': () => info(options),
    'app.connectFrames': (_request, event) => {
      const { port1, port2 } = new MessageChannelMain();
      options.station.connectFrames(port1, options.pages.keyOf(event.sender));
      event.sender.postMessage('nightjar:frame-port', null, [port2]);
      return {};
    },
    'app.takeLaunch': () => options.takeLaunch(),
    'app.stay': () => {
      options.stay();
      return {};
    },
    'app.quit': () => {
      options.quit();
      return {};
    },
  };
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
