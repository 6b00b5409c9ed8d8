import path from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import { readStoreFile } from '../station/access/store-file.ts';
import { defaultAnchorDir } from '../station/kernel/recovery/anchor-dir.ts';
import { systemClock } from '../station/kernel/clock.ts';
import { nodeProcessHost } from '../station/kernel/node-process-host.ts';
import { openLog } from '../station/kernel/log.ts';
import { Station } from '../station/station.ts';
import { readPassphrase } from './passphrase.ts';
import type { Arguments } from './arguments.ts';
import { dataDirOf } from './data-dir.ts';
import type { ProgramFiles } from './program-files.ts';

/** What the station needs of the process that it is opened in. */
export interface OpenedIn {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: ProgramFiles;
  say(text: string): void;
}

/** Opens the station on plain Node and unlocks its store; a missing store is made as an evaluation store. */
export async function openStation(
  args: Arguments,
  { env, files, say }: OpenedIn,
  before: (station: Station) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly station: Station; readonly secret: string; close(): Promise<void> }> {
  const dataDir = dataDirOf(args, env);
  // Before anything is opened: a store that cannot be, or without a passphrase, is left exactly as it was.
  const file = readStoreFile(dataDir);
  const passphrase = await readPassphrase(args, env, file === null || file.kind === 'evaluation');
  const log = openLog(path.join(dataDir, 'logs', 'nightjar.log'));
  const station = new Station({
    dataDir,
    clock: systemClock,
    log,
    processHost: nodeProcessHost({ parser: files.parser, decoder: files.decoder, dimse: files.dimse }),
    blobWorkerFile: files.blobWorker,
    templatesDir: path.join(files.resources, 'templates'),
    printer: null,
    lines: 'asked',
    browser: {
      open: (address) => Promise.resolve(say(`Open this address in a browser on this computer:\n${address}`)),
    },
    nativeBinding: files.nativeBinding,
    checkReplies: true,
    anchorDir: defaultAnchorDir(env),
  });
  const close = async (): Promise<void> => {
    await station.close();
    log.close();
  };
  try {
    await before(station);
    if (file === null) await create(station, args.value('reader') ?? env['NIGHTJAR_READER'], passphrase, say);
    else await unlock(station, personNamed(station, args.value('reader')), passphrase, say);
    return { station, secret: passphrase, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function unlock(
  station: Station,
  personId: PersonId | null,
  passphrase: string,
  say: (text: string) => void,
): Promise<void> {
  const { recoveryKey } = await station.unlock(personId, passphrase);
  if (recoveryKey === undefined) return;
  say(`A change of keys that was cut off has ended. New recovery key, shown this once: ${recoveryKey}`);
  // As with a new store: the terminal has just shown it.
  station.access.confirmRecovery();
}

/** Null: whoever the passphrase fits. */
function personNamed(station: Station, name: string | null): PersonId | null {
  if (name === null) return null;
  const person = station.access.state().people.find((one) => one.name === name);
  if (person === undefined) throw new AppError('access/unknown-person', 'the store does not know this person');
  return person.personId;
}

async function create(
  station: Station,
  reader: string | undefined,
  passphrase: string,
  say: (text: string) => void,
): Promise<void> {
  const { recoveryKey } = await station.create(reader ?? 'Evaluation reader', passphrase);
  say(`New evaluation store. Recovery key, shown this once: ${recoveryKey}`);
  // The key has just been shown to whoever runs the command: that is the confirmation a terminal can give.
  station.access.confirmRecovery();
}
