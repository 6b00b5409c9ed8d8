import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, Menu, Notification, powerMonitor, powerSaveBlocker, safeStorage, session } from 'electron';
import { defaultAnchorDir } from '../station/kernel/recovery/anchor-dir.ts';
import { AccessState } from '../../shared/contract/access.ts';
import { BlankOnLock } from './blank-on-lock.ts';
import { answerCalls } from './calls.ts';
import { ClosingInOrder } from './close-in-order.ts';
import type { ClosingBy } from './close-in-order.ts';
import { readCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { chooseGraphics, failedBefore, graphicsDevices, PROCESSOR_SWITCHES, rememberGraphics } from './graphics.ts';
import { answerDeviceQuestions, deviceHandlers, forgetDevices } from './device-calls.ts';
import { deskWindows } from './desk-window.ts';
import { reviveAfterCrash } from './faults/revive.ts';
import { ShellFaults } from './faults/shell-faults.ts';
import { answerDrops } from './files/drops.ts';
import { fileHandlers } from './files/file-calls.ts';
import { FileTokens } from './files/file-tokens.ts';
import { glasses } from './glass.ts';
import { watchHands } from './hands.ts';
import { HidDevices } from './hid-devices.ts';
import { isLinkWithMore } from './launch-request.ts';
import { inOrder, Launches } from './launches.ts';
import { Microphone } from './microphone.ts';
import { speechHandlers } from './speech-calls.ts';
import { closeSpelling, lockDown, NOWHERE_SWITCHES } from './lockdown.ts';
import { lockWithSystem } from './lock-with-system.ts';
import { Pages } from './pages.ts';
import { printToPdf } from './pdf-window.ts';
import { places } from './places.ts';
import { refusedSwitches } from './refused-switches.ts';
import { runtimeFacts } from './runtime-facts.ts';
import { keepScreenshot } from './screenshot.ts';
import { askSecrets } from './secret-store.ts';
import { SecurityAlerts } from './security-alerts.ts';
import { shellHandlers } from './shell-calls.ts';
import { openProviderPage } from './sign-in-browser.ts';
import { StationHost } from './station-host.ts';
import { overdueNotice } from './overdue-notice.ts';
import { stayAwake } from './stay-awake.ts';
import { registerScheme, serveWindow } from './window-protocol.ts';
import { DeskWindows } from './windows/desk-windows.ts';
import { windowHandlers } from './windows/window-calls.ts';
import { WindowMemory } from './windows/window-memory.ts';

if (app.isPackaged && isLinkWithMore(process.argv.slice(1))) {
  process.stderr.write('Nightjar was not started: a link may name one study and nothing else.\n');
  process.exit(2);
}
const { debuggable } = runtimeFacts(places(app.isPackaged, process.resourcesPath).node);
const refused = refusedSwitches(process.argv.slice(1), {
  debuggable: debuggable || !app.isPackaged,
  platform: process.platform,
  userId: process.getuid?.() ?? null,
});
if (refused.length > 0) {
  process.stderr.write(`Nightjar does not start with ${refused.join(', ')}: it would let others look in.\n`);
  process.exit(2);
}

const faults = new ShellFaults({
  print: (line) => process.stderr.write(`${line}\n`),
  stop: () => app.exit(1),
});
process.on('uncaughtException', (error) => faults.take('exception', error));
process.on('unhandledRejection', (reason) => faults.take('rejection', reason));

registerScheme();
// The launcher's --no-sandbox (root on Linux) and this do not go together: every child process would refuse to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Nothing of the page is kept on disk outside the store.
app.commandLine.appendSwitch('disable-http-cache');
// Nothing is fetched, reported or looked up by Chromium itself.
for (const name of ['disable-background-networking', 'disable-domain-reliability', 'no-pings', 'disable-breakpad']) {
  app.commandLine.appendSwitch(name);
}
// Before any session is there to be locked down.
for (const [name, value] of NOWHERE_SWITCHES) app.commandLine.appendSwitch(name, value);
// Memory of scripts begins larger than Chromium lets it: else a collection of all of it falls into the opening of a study.
if (!app.commandLine.hasSwitch('js-flags')) {
  app.commandLine.appendSwitch('js-flags', '--initial-old-space-size=256 --min-semi-space-size=16');
}
app.on('session-created', closeSpelling);
Menu.setApplicationMenu(null);

const commandLine = readCommandLine(process.argv, process.env, app.getPath('userData'));
mkdirSync(commandLine.profileDir, { recursive: true, mode: 0o700 });
app.setPath('userData', commandLine.profileDir);
app.setPath('sessionData', commandLine.profileDir);
app.setAppLogsPath(path.join(commandLine.profileDir, 'logs'));

const graphics = chooseGraphics({
  platform: process.platform,
  devices: graphicsDevices(process.platform),
  failedBefore: failedBefore(commandLine.profileDir, process.versions.electron, Date.now()),
});
if (graphics === 'processor') {
  for (const [name, value] of PROCESSOR_SWITCHES) {
    if (!app.commandLine.hasSwitch(name)) app.commandLine.appendSwitch(name, value);
  }
}

const launches = new Launches(process.argv);

if (app.requestSingleInstanceLock({ dataDir: commandLine.dataDir })) {
  app.on('second-instance', (_event, args) => {
    launches.add(inOrder(args));
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

async function start({ dataDir, profileDir, screenshot }: CommandLine): Promise<void> {
  const where = places(app.isPackaged, process.resourcesPath);
  const runtime = runtimeFacts(where.node);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  serveWindow(session.defaultSession, where.window);
  const station = new StationHost({
    nodeFolder: where.node,
    args: {
      dataDir,
      logFile: path.join(app.getPath('logs'), 'nightjar.log'),
      blobWorker: path.join(where.node, 'blob-worker.mjs'),
      anchorDir: defaultAnchorDir(process.env),
      templates: path.join(where.resources, 'templates'),
      nativeBinding: runtime.nativeBinding,
    },
    print: printToPdf,
    browse: openProviderPage,
    secrets: (act, bytes) => askSecrets(safeStorage, process.platform, act, bytes),
  });
  const alerts = new SecurityAlerts(
    async (kind, count) => (await station.call('security.alert', { kind, count }, null)).ok,
  );
  const devices = new HidDevices();
  const microphone = new Microphone();
  await lockDown(app, session.defaultSession, alerts, { devices, microphone });
  const pages = new Pages();
  const tokens = new FileTokens();
  pages.gone.on((page) => {
    tokens.forget(page);
    station.forgetPage(page);
  });
  station.events.on(({ name }) => {
    // Locked or unlocked: who sits there now may not be who chose the files.
    if (name !== 'access.changed') return;
    tokens.forget();
    void alerts.flush();
  });
  const samples = path.join(where.resources, 'samples');
  const closing = closeInOrder(station);
  const windows = openWindows(where.node, profileDir, closing, station);
  const shell = {
    ...windowHandlers(windows),
    ...shellHandlers({
      station,
      pages,
      runtime,
      gpu: hasGpu,
      takeLaunch: () => launches.take(),
      quit: (window) =>
        closing.written(
          window,
          deskWindows().map(({ webContents }) => webContents.id),
        ),
      stay: () => closing.stay(),
    }),
    ...fileHandlers({ station, tokens, pages, samples }),
    ...deviceHandlers({ station, pages, devices }),
    ...speechHandlers({ station, pages, microphone }),
  };
  answerCalls({ station, shell, pages, alerts });
  answerDrops({ tokens, pages });
  forgetDevices({ station, pages, devices });
  microphone.follow(station, pages);
  answerDeviceQuestions(session.defaultSession, {
    ...{ station, pages, devices, alerts },
    tell: (found) => tellWindows('controls.devicesFound', found),
  });
  station.events.on(({ name, payload }) => tellWindows(name, payload));
  station.restarted.on(() => tellWindows('app.stationRestarted', {}));
  followStation(station);
  launches.came.on(() => tellWindows('app.launched', {}));
  lockWithSystem(powerMonitor, {
    events: station.events,
    askWindows: (reason) => tellWindows('app.locking', { reason }),
    lock: (reason) => void station.call('access.lock', { reason }, null),
  });
  passFaultsOn(station);
  const window = await windows.start();
  // Pictures of patients outside the store: for a checkout without a display only.
  if (screenshot && !app.isPackaged) keepScreenshot(app, window, screenshot);
  rememberCard(profileDir);
}

/** The window of the desk, and those with pictures on other monitors. */
function openWindows(
  nodeFolder: string,
  profileDir: string,
  closing: ClosingInOrder,
  station: StationHost,
): DeskWindows {
  const windows = new DeskWindows({
    nodeFolder,
    memory: new WindowMemory(path.join(profileDir, 'windows.json')),
    deskCloses: (event) => holdUntil(closing, event, 'window'),
    isOver: () => closing.isOver,
    opened: (window, place) => {
      const { webContents } = window;
      reviveAfterCrash(window, place, (ended, reason, again) => {
        station.fault({ kind: 'window', name: ended, code: reason, at: '' });
        const code = again ? 'process/window' : 'process/window-closed';
        // The desk's own page is the one that is gone then.
        if (ended !== 'desk') tellWindows('app.fault', { code, place: ended });
      });
      watchHands(webContents, () => {
        station.hand();
        // The desk locks when nobody is there, and sees its own glass only.
        if (place !== 'desk') windows.desk?.webContents.send('nightjar:event', 'windows.hand', {});
      });
    },
  });
  windows.changed.on((open) => tellWindows('windows.changed', { open }));
  return windows;
}

/** What goes wrong where no window is looking is logged, and said to whoever reads. */
function passFaultsOn(station: StationHost): void {
  faults.reads({
    log: (fault) => station.fault(fault),
    tell: () => tellWindows('app.fault', { code: 'process/shell', place: null }),
    endInOrder: () => app.quit(),
  });
  // Chromium starts its own again by itself; the station says what becomes of those that are lent to it.
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit' && type !== 'Utility')
      station.fault({ kind: 'process', name: type, code: reason, at: '' });
  });
}

/** A start that failed must not stay behind as a program without a window. */
function endWithReason(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Nightjar could not start: ${reason}\n`);
  app.exit(1);
}

/** Windows and the program end by one way only. */
function closeInOrder(station: StationHost): ClosingInOrder {
  const closing = new ClosingInOrder({
    askWindows: (by) => {
      // Nobody is there to answer: a page that died took its window with it.
      if (deskWindows().length === 0) void closing.close();
      else tellWindows('app.closing', { by });
    },
    closeStation: () => station.close(),
    end: () => app.quit(),
  });
  app.on('before-quit', (event) => holdUntil(closing, event, 'program'));
  app.on('window-all-closed', () => app.quit());
  return closing;
}

/** What a window shows ends with the lock, even where its page takes no notice. */
function blankOnLock(station: StationHost): void {
  const blank = new BlankOnLock(glasses(deskWindows));
  station.events.on(({ name, payload }) => {
    if (name !== 'access.changed') return;
    if (AccessState.safeParse(payload).data?.store === 'open') blank.opened();
    else void blank.locked();
  });
  // A station that starts anew has nothing open.
  station.restarted.on(() => void blank.locked());
}

/** Windows are blank at a lock; the machine stays awake while something is fetched, and says what is overdue, behind a lock too. */
function followStation(station: StationHost): void {
  blankOnLock(station);
  stayAwake(station.events, powerSaveBlocker);
  overdueNotice(station.events, (notice) => new Notification(notice).show());
}

function holdUntil(closing: ClosingInOrder, event: { readonly preventDefault: () => void }, by: ClosingBy): void {
  if (!closing.mayGo(by)) event.preventDefault();
}

function tellWindows(name: string, payload: unknown): void {
  for (const window of deskWindows()) window.webContents.send('nightjar:event', name, payload);
}

function focusFirstWindow(): void {
  const [window] = deskWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** A card that Chromium found unusable is not tried at the next start. */
function rememberCard(profileDir: string): void {
  if (graphics !== 'card') return;
  const { gpu_compositing: compositing } = app.getGPUFeatureStatus();
  rememberGraphics(profileDir, compositing === 'enabled', process.versions.electron, Date.now());
}

function hasGpu(): boolean {
  return app.getGPUFeatureStatus()['webgl2'] === 'enabled';
}
