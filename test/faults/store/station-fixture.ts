import path from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { Log } from '../../../electron/station/kernel/ports.ts';
import { Station } from '../../../electron/station/station.ts';
import type { StationOptions } from '../../../electron/station/station-parts.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { realHost } from '../../integration/import/import-fixture.ts';

export const PASSPHRASE = 'correct horse battery';
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** As `newStation`, closed when the test ends. */
export function stationOn(dir: string, more: Partial<StationOptions> = {}): Station {
  const station = newStation(dir, more);
  onTestFinished(() => station.close());
  return station;
}

/** The whole station on plain Node, with real processes, on the store in `dir`. */
export function newStation(dir: string, more: Partial<StationOptions> = {}): Station {
  return new Station({
    dataDir: dir,
    clock: systemClock,
    log: quiet,
    processHost: realHost(),
    blobWorkerFile: stationFile('blobs'),
    templatesDir: path.join(projectRoot, 'resources/templates'),
    printer: null,
    nativeBinding: null,
    checkReplies: true,
    // A test is about what happens behind the lock: a passphrase of full cost takes half a second at every opening.
    scryptLogN: 10,
    ...more,
  });
}

/** What a call answers; throws what it refuses with. */
export async function answer<T>(station: Station, name: string, request: unknown): Promise<T> {
  const envelope = await station.call(name, request);
  if (!envelope.ok) throw new Error(`${name}: ${envelope.error.code} ${envelope.error.message}`);
  return envelope.value as T;
}
