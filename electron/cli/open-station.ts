import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../station/kernel/clock.ts';
import { nodeProcessHost } from '../station/kernel/node-process-host.ts';
import { openLog } from '../station/kernel/log.ts';
import { Station } from '../station/station.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isErrorCode } from '../../shared/errors/codes.ts';
import { readPassphrase } from './passphrase.ts';
import type { Arguments } from './arguments.ts';
import { defaultDataDir } from './data-dir.ts';

const SOURCES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'station');
const RESOURCES = path.resolve(SOURCES, '..', '..', 'resources');

/** Opens the station on plain Node and unlocks its store; a missing store is made as an evaluation store. */
export async function openStation(
  args: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  say: (text: string) => void,
): Promise<Station> {
  const dataDir = path.resolve(args.value('data') ?? env['NIGHTJAR_DATA'] ?? defaultDataDir(env));
  const station = new Station({
    dataDir,
    clock: systemClock,
    log: openLog(path.join(dataDir, 'logs', 'nightjar.log')),
    processHost: nodeProcessHost({
      parser: path.join(SOURCES, 'dicom', 'parser-process.ts'),
      decoder: path.join(SOURCES, 'dicom', 'decode', 'decoder-process.ts'),
    }),
    blobWorkerFile: path.join(SOURCES, 'kernel', 'blob-worker.ts'),
    templatesDir: path.join(RESOURCES, 'templates'),
    printer: null,
    nativeBinding: null,
    checkReplies: true,
  });
  try {
    await unlock(station, args, env, say);
    return station;
  } catch (error) {
    await station.close();
    throw error;
  }
}

async function unlock(
  station: Station,
  args: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  say: (text: string) => void,
): Promise<void> {
  const state = station.access.state();
  if (state.trouble) {
    const { code, message } = state.trouble;
    throw new AppError(isErrorCode(code) ? code : 'store/damaged', message);
  }
  const passphrase = await readPassphrase(args, env, state.kind === 'evaluation');
  if (state.store === 'absent') {
    const name = args.value('reader') ?? env['NIGHTJAR_READER'] ?? 'Evaluation reader';
    const { recoveryKey } = await station.create(name, passphrase);
    say(`New evaluation store. Recovery key, shown this once: ${recoveryKey}`);
    // The key has just been shown to whoever runs the command: that is the confirmation a terminal can give.
    station.access.confirmRecovery();
    return;
  }
  await station.unlock(null, passphrase);
}
