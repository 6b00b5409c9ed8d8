import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import type { Log } from '../../../../electron/station/kernel/ports.ts';
import { Station } from '../../../../electron/station/station.ts';
import type { StationOptions } from '../../../../electron/station/station-parts.ts';
import { stationFile } from '../../../helpers/station-file.ts';

export const PASSPHRASE = 'correct horse battery';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The whole station on plain Node over a store in `dir`, made when it is not there. */
export async function openTestStation(dir: string, options: Partial<StationOptions> = {}): Promise<Station> {
  const station = new Station({
    dataDir: dir,
    clock: systemClock,
    log: quiet,
    processHost: nodeProcessHost({
      parser: stationFile('parser'),
      decoder: stationFile('decoder'),
    }),
    blobWorkerFile: stationFile('blobs'),
    templatesDir: path.join(root, 'resources', 'templates'),
    printer: null,
    nativeBinding: null,
    checkReplies: true,
    scryptLogN: 10,
    ...options,
  });
  try {
    if (existsSync(path.join(dir, 'store.json'))) await station.unlock(null, PASSPHRASE);
    else {
      await station.create('Test reader', PASSPHRASE);
      station.access.confirmRecovery();
    }
    return station;
  } catch (error) {
    await station.close();
    throw error;
  }
}

/** What the program tells the test, a line each. */
export function say(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
