import { packReply } from '../../shared/contract/reply-text.ts';
import { asAppError, toWire } from '../../shared/errors/app-error.ts';
import { openLog } from './kernel/log.ts';
import { systemClock } from './kernel/clock.ts';
import { electronWindowPort } from './shell/electron-window-port.ts';
import { parentPortOf } from './shell/electron-port.ts';
import type { ElectronPort } from './shell/electron-port.ts';
import { StationArguments } from './shell/protocol.ts';
import type { ToStationProcess } from './shell/protocol.ts';
import { ShellLink } from './shell/shell-link.ts';
import { Station } from './station.ts';

/** Entry of the station's utility process. */
function main(): void {
  const parentPort = parentPortOf(process);
  if (!parentPort) throw new TypeError('the station process runs under Electron main only');
  const args = StationArguments.parse(JSON.parse(process.argv.at(-1) ?? ''));
  const log = openLog(args.logFile);
  process.on('uncaughtException', (error) => {
    log.error('uncaught', { code: asAppError(error).code, name: error.name });
    process.exit(70);
  });
  const link = new ShellLink(parentPort);
  const station = new Station({
    dataDir: args.dataDir,
    clock: systemClock,
    log,
    processHost: link,
    printer: link,
    browser: link,
    secrets: link.secrets,
    blobWorkerFile: args.blobWorker,
    templatesDir: args.templates,
    nativeBinding: args.nativeBinding,
    checkReplies: false,
    anchorDir: args.anchorDir,
  });
  // Of the whole life of this process: it ends by exit.
  station.idle.start();
  station.events.on((event) => link.post({ t: 'event', name: event.name, payload: event.payload }));
  link.incoming.on(({ message, port }) => void answer(station, link, message, port));
  link.post({ t: 'ready' });
}

async function answer(
  station: Station,
  link: ShellLink,
  message: ToStationProcess,
  port: ElectronPort | null,
): Promise<void> {
  switch (message.t) {
    case 'call':
      link.post({
        t: 'reply',
        id: message.id,
        envelope: packReply(message.name, await station.call(message.name, message.request, message.page)),
      });
      return;
    case 'frame-port':
      if (port) station.attachFrames(electronWindowPort(port), message.page);
      return;
    case 'page-gone':
      station.forgetPage(message.page);
      return;
    case 'hand':
      station.idle.hand();
      return;
    case 'fault':
      station.options.log.error('shell-fault', { ...message.fault });
      return;
    case 'close':
      try {
        await station.close();
      } catch (error) {
        station.options.log.error('close-failed', { code: toWire(error).code });
      }
      link.post({ t: 'closed' });
      return;
    case 'spawned':
    case 'exited':
    case 'printed':
    case 'browsed':
    case 'secret':
      // The link itself answers these.
      return;
  }
}

main();
