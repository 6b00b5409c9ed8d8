import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, Menu, session } from 'electron';
import { answerCalls } from './calls.ts';
import { readCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { openDeskWindow } from './desk-window.ts';
import { answerDrops, fileHandlers } from './file-calls.ts';
import { FileTokens } from './file-tokens.ts';
import { isLinkWithMore } from './launch-request.ts';
import { Launches } from './launches.ts';
import { lockDown } from './lockdown.ts';
import { Pages } from './pages.ts';
import { printToPdf } from './pdf-window.ts';
import { places } from './places.ts';
import { runtimeFacts } from './runtime-facts.ts';
import { keepScreenshot } from './screenshot.ts';
import { shellHandlers } from './shell-calls.ts';
import { StationHost } from './station-host.ts';
import { registerScheme, serveWindow } from './window-protocol.ts';

registerScheme();
// The launcher's --no-sandbox (root on Linux) and this do not go together: every child process would refuse to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Nothing of the page is kept on disk outside the store.
app.commandLine.appendSwitch('disable-http-cache');
Menu.setApplicationMenu(null);

const commandLine = readCommandLine(process.argv, process.env, app.getPath('userData'));
mkdirSync(commandLine.profileDir, { recursive: true, mode: 0o700 });
app.setPath('userData', commandLine.profileDir);
app.setPath('sessionData', commandLine.profileDir);
app.setAppLogsPath(path.join(commandLine.profileDir, 'logs'));

if (app.isPackaged && isLinkWithMore(process.argv.slice(1))) {
  process.stderr.write('Nightjar was not started: a link may name one study and nothing else.\n');
  process.exit(2);
}
const launches = new Launches(process.argv);

if (app.requestSingleInstanceLock({ dataDir: commandLine.dataDir })) {
  app.on('second-instance', (_event, args) => {
    launches.add(args);
    focusFirstWindow();
  });
  // macOS hands links over so; elsewhere they are arguments.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    launches.add([url]);
    focusFirstWindow();
  });
  app
    .whenReady()
    .then(() => start(commandLine))
    .catch(endWithReason);
} else {
  process.stderr.write('Nightjar is already open: its window was brought to the front.\n');
  app.exit(0);
}

async function start({ dataDir, screenshot }: CommandLine): Promise<void> {
  const where = places(app.isPackaged, process.resourcesPath);
  const runtime = runtimeFacts(where.node);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  serveWindow(session.defaultSession, where.window);
  lockDown(app, session.defaultSession);
  const station = new StationHost({
    nodeFolder: where.node,
    args: {
      dataDir,
      logFile: path.join(app.getPath('logs'), 'nightjar.log'),
      blobWorker: path.join(where.node, 'blob-worker.mjs'),
      templates: path.join(where.resources, 'templates'),
      nativeBinding: runtime.nativeBinding,
    },
    print: printToPdf,
  });
  const pages = new Pages();
  const tokens = new FileTokens();
  pages.gone.on((page) => tokens.forget(page));
  station.events.on(({ name }) => {
    // Locked or unlocked: who sits there now may not be who chose the files.
    if (name === 'access.changed') tokens.forget();
  });
  const samples = path.join(where.resources, 'samples');
  answerCalls(station, {
    ...shellHandlers({ station, runtime, gpu: hasGpu, takeLaunch: () => launches.take() }),
    ...fileHandlers({ station, tokens, pages, samples }),
  });
  answerDrops({ tokens, pages });
  station.events.on(({ name, payload }) => tellWindows(name, payload));
  station.restarted.on(() => tellWindows('app.stationRestarted', {}));
  launches.came.on(() => tellWindows('app.launched', {}));
  closeInOrder(station);
  const window = await openDeskWindow(where.node);
  // Pictures of patients outside the store: for a checkout without a display only.
  if (screenshot && !app.isPackaged) keepScreenshot(window, screenshot);
}

/** A start that failed must not stay behind as a program without a window. */
function endWithReason(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Nightjar could not start: ${reason}\n`);
  app.exit(1);
}

/** Quitting waits until the station has drained its work and closed the store. */
function closeInOrder(station: StationHost): void {
  let closed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void station.close().then(() => {
      closed = true;
      app.quit();
    });
  });
}

function tellWindows(name: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('nightjar:event', name, payload);
}

function focusFirstWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

function hasGpu(): boolean {
  return app.getGPUFeatureStatus()['webgl2'] === 'enabled';
}
