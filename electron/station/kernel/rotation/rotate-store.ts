import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { syncFolder } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';
import { NO_FAULTS } from '../fault-points.ts';
import type { FaultPoints } from '../fault-points.ts';
import type { BlobLane } from '../blob-lane.ts';
import { storeFileKey } from '../key-ring-keys.ts';
import type { KeyRing } from '../key-ring-keys.ts';
import { KEY_BYTES } from '../sealed-key.ts';
import { markClosedInOrder } from '../recovery/clean-mark.ts';
import { slotsText } from '../slots.ts';
import type { Slot } from '../slots.ts';
import type { DatabaseOptions } from '../sqlite.ts';
import { reencrypt } from './reencrypt.ts';
import type { Reencryption } from './reencrypt.ts';

/*
 * The store key is changed beside the store: every file that hangs on it is made anew in rotation/, and one rename of that folder is the
 * moment at which the new key is the key. Killed before, the folder is thrown away; killed after, the files are moved to their places
 * at the next opening. Objects stay as they are: their keys hang on study keys, and those on site keys, which are wrapped anew.
 */
const MAKING = 'rotation';
const READY = 'rotation-ready';

export interface StoreRotation {
  /** Folder of a store that nobody has open, and whose lock the caller holds. */
  readonly dir: string;
  /** The ring of this store; stays the caller's. */
  readonly ring: KeyRing;
  /** The slots to keep, and new ones made with the ring's key. */
  readonly slots: readonly Slot[];
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
  /** Something was erased: no page that is free keeps what was in it. */
  readonly erasing: boolean;
  readonly faults?: FaultPoints | undefined;
  /** Does what takes long; without it the event loop waits. */
  readonly worker?: Pick<BlobLane, 'ask'> | undefined;
  readonly onStep?: ((done: number, total: number) => void) | undefined;
}

/** Keys, index, journal, ledger. */
const STEPS = 4;

/** What nothing may be left of once the key has changed: it would open with the old one, or could not be opened with the new. */
const OF_THE_OLD_KEY = [
  ...['slots-copy.json', 'keys-copy.db', 'keys-copy.db.damaged', 'journal-copy.db', 'closed.json', 'damaged'],
  ...[
    'ledger.log.new',
    'index-new.db',
    'index.db-wal',
    'index.db-shm',
    'journal.db-wal',
    'journal.db-shm',
    'keys.db-journal',
  ],
];

/**
 * Gives the store a new key that these slots open and no other; forged ones are left out. Gives how many stayed.
 * @throws AppError store/damaged where nobody could open it, disk/… and nothing has changed
 */
export async function rotateStoreKey(rotation: StoreRotation): Promise<number> {
  const { dir, ring, slots, faults = NO_FAULTS } = rotation;
  const making = join(dir, MAKING);
  let done = 0;
  const tell = (): void => rotation.onStep?.((done += 1), STEPS);
  const next = randomBytes(KEY_BYTES);
  const kept = ring.slotsUnder(slots, next);
  if (!kept.some(({ kind }) => kind === 'passphrase')) {
    throw new AppError('store/damaged', 'no key slot of this store is sound');
  }
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    faults.around('rotation keys', () => ring.writeUnder(join(making, 'keys.db'), next));
    tell();
    for (const name of ['index', 'journal'] as const) {
      await faults.aroundAsync('rotation database', () => reencryptCopy(rotation, name, next));
      tell();
    }
    await faults.aroundAsync('rotation ledger', () => resealLedger(rotation, next));
    tell();
    await faults.aroundAsync('rotation slots', () => writeSynced(join(making, 'slots.json'), slotsText(kept)));
    for (const name of await readdir(making)) await syncFile(join(making, name));
    await syncFolder(making);
    await faults.aroundAsync('rotation commit', async () => {
      await rename(making, join(dir, READY));
      await syncFolder(dir);
    });
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw diskError(error);
  } finally {
    next.fill(0);
  }
  await finishRotation(dir, faults);
  // Each was read through under its new key just now.
  await markClosedInOrder(dir, ['index.db', 'journal.db', 'keys.db']);
  return kept.length;
}

/**
 * Ends a change of the store key that was cut off: before its moment it never was, after it the files go to their places. Harmless when
 * there is nothing to end. The caller holds the lock of the store.
 */
export async function finishRotation(dir: string, faults: FaultPoints = NO_FAULTS): Promise<void> {
  const ready = join(dir, READY);
  try {
    if (existsSync(join(dir, MAKING))) await rm(join(dir, MAKING), { recursive: true, force: true });
    if (!existsSync(ready)) return;
    for (const name of OF_THE_OLD_KEY) await rm(join(dir, name), { recursive: true, force: true });
    for (const name of await readdir(ready)) {
      await faults.aroundAsync('rotation rename', () => rename(join(ready, name), join(dir, name)));
    }
    await syncFolder(dir);
    await rm(ready, { recursive: true, force: true });
    await syncFolder(dir);
  } catch (error) {
    throw diskError(error);
  }
}

async function reencryptCopy(
  { dir, ring, database, erasing, worker }: StoreRotation,
  name: 'index' | 'journal',
  next: Uint8Array,
): Promise<void> {
  const file = join(dir, MAKING, `${name}.db`);
  // A copy is what may be half written: the database itself is whole until the moment of change.
  await copyFile(join(dir, `${name}.db`), file);
  const [before, after] = [ring.databaseKey(name), storeFileKey(next, name)];
  await inWorker(worker, { what: 'database', file, to: '', before, after, erasing, database });
}

async function resealLedger({ dir, ring, database, worker }: StoreRotation, next: Uint8Array): Promise<void> {
  const file = join(dir, 'ledger.log');
  if (!existsSync(file)) return;
  const [before, after] = [ring.databaseKey('ledger'), storeFileKey(next, 'ledger')];
  const to = join(dir, MAKING, 'ledger.log');
  await inWorker(worker, { what: 'ledger', file, to, before, after, erasing: false, database });
}

async function inWorker(worker: StoreRotation['worker'], task: Reencryption): Promise<void> {
  try {
    if (worker === undefined) reencrypt(task);
    else await worker.ask<'reencrypt'>({ kind: 'reencrypt', task });
  } finally {
    task.before.fill(0);
    task.after.fill(0);
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
