import { app, BrowserWindow, dialog, MessageChannelMain } from 'electron';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { AppInfo } from '../../shared/contract/app.ts';
import type { ShellHandlers } from './calls.ts';
import type { Places } from './places.ts';
import type { RuntimeFacts } from './runtime-facts.ts';
import type { StationHost } from './station-host.ts';

export interface ShellOptions {
  readonly station: StationHost;
  readonly places: Places;
  readonly runtime: RuntimeFacts;
  readonly gpu: () => boolean;
}

export function shellHandlers(options: ShellOptions): ShellHandlers {
  return {
    'app.info': () => info(options),
    'app.chooseImport': async ({ kind }, event) => {
      const properties = kind === 'folder' ? ['openDirectory', 'multiSelections'] : ['openFile', 'multiSelections'];
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        properties: properties as ('openDirectory' | 'openFile' | 'multiSelections')[],
      });
      return { paths: answer.canceled ? null : answer.filePaths };
    },
    'app.chooseExport': async ({ suggestedName }, event) => {
      const answer = await dialog.showSaveDialog(windowOf(event.sender), { defaultPath: path.basename(suggestedName) });
      return { file: answer.canceled || answer.filePath === '' ? null : answer.filePath };
    },
    'app.samples': () => samples(path.join(options.places.resources, 'samples')),
    'app.connectFrames': (_request, event) => {
      const { port1, port2 } = new MessageChannelMain();
      options.station.connectFrames(port1);
      event.sender.postMessage('nightjar:frame-port', null, [port2]);
      return {};
    },
    'app.quit': () => {
      app.quit();
      return {};
    },
  };
}

function windowOf(contents: Electron.WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (!window) throw new TypeError('a call came from no window');
  return window;
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

function samples(folder: string): { folder: string | null; bytes: number } {
  if (!existsSync(path.join(folder, 'samples.json'))) return { folder: null, bytes: 0 };
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.dcm')) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return { folder, bytes };
}
