import { mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, isAbsolute, sep } from 'node:path';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { Jurisdiction } from '../../../../shared/model/credentials.ts';
import { syncFolder } from '../atomic-file.ts';
import type { BlobHeader } from '../blob-format.ts';
import { BlobStore } from '../blob-store.ts';
import { diskError } from '../disk-error.ts';
import { newId } from '../ids.ts';
import type { JobCounts } from '../jobs.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadSlots, slotsText } from '../slots.ts';
import { openDatabase } from '../sqlite.ts';
import type { Db, DatabaseOptions } from '../sqlite.ts';
import type { DatabaseAccess } from '../blob-tasks.ts';
import { copyFileSafely, lengthOf } from './copy-file.ts';
import { readManifest, setFolder, SET_FILES, writeManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { writeWrappedKey } from '../rotation/rotate-study.ts';
import type { WrappedBlobKey } from '../blob-tasks.ts';
import { pruneBlobs } from './prune.ts';
import { blobPath, countBlobs, storedBlobs } from './stored-blobs.ts';
import type { StoredBlobRow } from './stored-blobs.ts';
import { areOfOneBlob, headerOrNull, wrappedKeyOf, writeWrappedKeys } from './wrapped-keys.ts';

export interface BackupParts {
  readonly dir: string;
  readonly storeId: string;
  readonly kind: 'evaluation' | 'clinical';
  readonly ring: KeyRing;
  readonly blobs: Pick<BlobStore, 'verify'>;
  readonly blobWorkerFile: string;
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
  /** Copies a database that is in use, somewhere that is not this thread. */
  readonly snapshot: (database: DatabaseAccess, to: string) => Promise<void>;
  readonly now: () => string;
  /** Takes out of the copies of the databases what may not lie in this place; absent: everything may lie anywhere. */
  readonly leaveOut?: LeaveOut;
}

/** Studies that are in no copy, since their sites keep them in their region. */
export interface LeftOut {
  readonly studyIds: readonly string[];
  /** A sentence a site. */
  readonly words: readonly string[];
}

export type LeaveOut = (copy: { readonly index: Db; readonly journal: Db }, place: Jurisdiction) => LeftOut;

export interface BackupOptions {
  /** Prove all former copies. */
  readonly everything?: boolean;
  /** Where the folder lies, once declared; null: as it was declared, at first the place of the store. */
  readonly place?: Jurisdiction | null;
  /** Rather no backup than one that leaves studies out. */
  readonly whole?: boolean;
}

/** In so many backups every object that lies in the folder has been read again. */
export const TURNS = 16;

export interface BackupReport {
  readonly objects: number;
  readonly copied: number;
  readonly already: number;
  readonly bytes: number;
  /** Damaged here: they are in no new backup. */
  readonly bad: number;
  /** Where the folder lies; null: in the place of the store. */
  readonly place: string | null;
  /** Studies that are not in it: their sites keep them in their region. */
  readonly leftOut: number;
  /** The same in sentences. */
  readonly leftOutWords: readonly string[];
}

interface Progress {
  readonly signal: AbortSignal;
  report(counts: JobCounts): void;
}

/**
 * Copies a store that is open into a folder outside it: everything as encrypted as it lies here, objects that a former backup
 * copied not again, each copy read back and proved before it counts. Of the former copies each backup proves a share anew, so
 * that what rots in the folder is found and copied again; what neither this backup nor the one before it names is removed.
 * Interrupted, the former backup stays whole and the next run goes on.
 * Declared to lie elsewhere than the store, it leaves out what has to stay in its region, and says so.
 * @throws AppError backup/in-store, backup/folder-in-use, backup/other-store, backup/other-place, disk/…, request/bad, job/cancelled;
 * residency/other-region where it has to be whole
 */
export async function runBackup(
  parts: BackupParts,
  to: string,
  progress: Progress,
  options: BackupOptions = {},
): Promise<MadeBackup> {
  const { turn, place } = await prepare(parts, to, options.place ?? null);
  const isDue = (blobId: string): boolean =>
    (options.everything ?? false) || blobId.charCodeAt(blobId.length - 1) % TURNS === turn % TURNS;
  const set = newId();
  const part = join(to, 'sets', `${set}.part`);
  await snapshots(parts, part);
  const left = place === null ? NOTHING_LEFT_OUT : leaveOutOf(parts, part, place);
  if (options.whole === true && left.studyIds.length > 0) {
    throw new AppError('residency/other-region', left.words.join(' '));
  }
  const key = parts.ring.databaseKey('index');
  const index = openDatabase(join(part, 'index.db'), key, {
    ...parts.database,
    mustExist: true,
    journalMode: 'truncate',
  });
  key.fill(0);
  let report: CopiedBlobs;
  const wrapped: WrappedBlobKey[] = [];
  try {
    report = await copyBlobs(parts, { to, index, isDue, wrapped }, progress);
    await syncFile(await writeWrappedKeys(part, wrapped));
  } finally {
    index.close();
  }
  await finish(parts, to, { set, turn: turn + 1, place, alone: left.studyIds.length > 0 });
  const said = { place, leftOut: left.studyIds.length, leftOutWords: left.words };
  return { report: { ...report, ...said }, leftOut: left.studyIds };
}

export interface MadeBackup {
  readonly report: BackupReport;
  /** Ids of ours. */
  readonly leftOut: readonly string[];
}

type CopiedBlobs = Pick<BackupReport, 'objects' | 'copied' | 'already' | 'bytes' | 'bad'>;
const NO_KEY = new Uint8Array(0);
const NOTHING_LEFT_OUT: LeftOut = { studyIds: [], words: [] };

/** Before anything else of the store is copied: what is taken out here has never been in the set. */
function leaveOutOf({ ring, database, leaveOut }: BackupParts, part: string, place: Jurisdiction): LeftOut {
  if (leaveOut === undefined) return NOTHING_LEFT_OUT;
  const opened: Db[] = [];
  const open = (name: 'index' | 'journal'): Db => {
    const key = ring.databaseKey(name);
    const db = openDatabase(join(part, `${name}.db`), key, { ...database, mustExist: true, journalMode: 'truncate' });
    key.fill(0);
    opened.push(db);
    return db;
  };
  try {
    const left = leaveOut({ index: open('index'), journal: open('journal') }, place);
    // What was taken out would still lie in the free pages.
    if (left.studyIds.length > 0) for (const db of opened) db.exec('VACUUM');
    return left;
  } finally {
    for (const db of opened) db.close();
  }
}

/** @returns the turn of this backup, and where the folder lies */
async function prepare(
  { dir, storeId, kind }: BackupParts,
  to: string,
  declared: Jurisdiction | null,
): Promise<{ readonly turn: number; readonly place: Jurisdiction | null }> {
  if (!isAbsolute(to)) throw new AppError('request/bad', 'a backup needs an absolute path');
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    const inside = relative(await realpath(dir), await realpath(to));
    if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) {
      throw new AppError('backup/in-store', 'a backup does not lie in the store itself');
    }
    const manifest = readManifest(to);
    if (manifest === null) {
      if ((await readdir(to)).length > 0)
        throw new AppError('backup/folder-in-use', 'the folder holds something else than a backup');
      await writeManifest(to, {
        format: 'nightjar-backup',
        version: 1,
        storeId,
        kind,
        current: null,
        at: null,
        turn: 0,
        place: declared,
      });
    } else if (manifest.storeId !== storeId) {
      throw new AppError('backup/other-store', 'the folder holds the backup of another store');
    } else if (declared !== null && manifest.place !== declared) {
      throw new AppError('backup/other-place', 'the folder was declared to lie elsewhere');
    }
    // What an interrupted run left: sets that were never finished, and objects that were never proved.
    await mkdir(join(to, 'sets'), { recursive: true, mode: 0o700 });
    for (const name of await readdir(join(to, 'sets'))) {
      if (name.endsWith('.part')) await rm(join(to, 'sets', name), { recursive: true, force: true });
    }
    await rm(join(to, 'incoming'), { recursive: true, force: true });
    return manifest === null ? { turn: 0, place: declared } : { turn: manifest.turn, place: manifest.place };
  } catch (error) {
    throw diskError(error);
  }
}

async function snapshots(parts: BackupParts, folder: string): Promise<void> {
  const { dir, ring, database, snapshot } = parts;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of ['index', 'journal'] as const) {
      const file = join(dir, `${name}.db`);
      await snapshot({ file, key: ring.databaseKey(name), options: database }, join(folder, `${name}.db`));
    }
  } catch (error) {
    throw diskError(error);
  }
}

interface Copying {
  readonly to: string;
  readonly index: Db;
  /** Whether a copy that is there is proved again. */
  readonly isDue: (blobId: string) => boolean;
  /** Takes what stands in the header of each object. */
  readonly wrapped: WrappedBlobKey[];
}

interface Places {
  readonly to: string;
  readonly incoming: BlobStore;
  readonly former: BlobStore;
  readonly isDue: Copying['isDue'];
  readonly wrapped: Copying['wrapped'];
}

async function copyBlobs(
  parts: BackupParts,
  { to, index, isDue, wrapped }: Copying,
  progress: Progress,
): Promise<CopiedBlobs> {
  const total = countBlobs(index);
  const counts = { copied: 0, already: 0, bytes: 0, bad: 0 };
  let doneBytes = 0;
  const common = { ring: parts.ring, workerFile: parts.blobWorkerFile };
  const incoming = new BlobStore({ dir: join(to, 'incoming'), ...common });
  const former = new BlobStore({ dir: to, ...common });
  const places = { to, incoming, former, isDue, wrapped };
  try {
    for (const row of storedBlobs(index)) {
      progress.signal.throwIfAborted();
      const outcome = await copyBlob(parts, places, row);
      counts[outcome] += 1;
      if (outcome === 'copied') counts.bytes += row.bytes;
      doneBytes += row.bytes;
      const doneCount = counts.copied + counts.already + counts.bad;
      progress.report({ doneCount, totalCount: total.count, doneBytes, totalBytes: total.bytes });
    }
  } finally {
    await Promise.all([incoming.close(), former.close()]);
  }
  return { objects: total.count, ...counts };
}

async function copyBlob(
  parts: BackupParts,
  { to, incoming, former, isDue, wrapped }: Places,
  row: StoredBlobRow,
): Promise<'copied' | 'already' | 'bad'> {
  const place = blobPath(row.blobId);
  const source = join(parts.dir, ...place);
  const final = join(to, ...place);
  const there = await lengthOf(final);
  // A name there means that the copy was proved; a length says that nobody cut it since. What rots keeps its length.
  const seemsWhole =
    there !== null &&
    there === (await lengthOf(source)) &&
    (await levelHeader(to, wrapped, { source: await headerOrNull(source), copy: await headerOrNull(final) }));
  if (seemsWhole && !(isDue(row.blobId) && (await isRotten(former, row)))) return 'already';
  try {
    const temporary = join(to, 'incoming', ...place);
    await copyFileSafely(source, { temporary, final }, () => incoming.verify(row.blobId, row.sha256));
    const header = await headerOrNull(final);
    const key = header === null ? null : wrappedKeyOf(header);
    if (key !== null) wrapped.push(key);
    return 'copied';
  } catch (error) {
    const { code } = asAppError(error);
    if (!code.startsWith('blob/') && code !== 'disk/not-found') throw error;
    // Damaged on the way, or here? Reading the original says so, and quarantines it.
    try {
      await parts.blobs.verify(row.blobId, row.sha256);
    } catch {
      return 'bad';
    }
    throw new AppError('disk/failed', 'a copy in the backup is not what was written', { retry: 'later', cause: error });
  }
}

/**
 * A copy from before its study got another key is the same object: its header is brought up to date, and what stood there is in the
 * set that was made then. False where it is no copy of this object.
 */
async function levelHeader(
  to: string,
  wrapped: WrappedBlobKey[],
  { source, copy }: { readonly source: BlobHeader | null; readonly copy: BlobHeader | null },
): Promise<boolean> {
  // A damaged original is no measure of its copy.
  if (source === null) return true;
  if (copy === null) return false;
  const key = wrappedKeyOf(source);
  if (key === null) return true;
  if (!areOfOneBlob(source, copy)) return false;
  if (!Buffer.from(key.sealed).equals(wrappedKeyOf(copy)?.sealed ?? NO_KEY)) await writeWrappedKey(to, key);
  wrapped.push(key);
  return true;
}

async function isRotten(former: BlobStore, { blobId, sha256 }: StoredBlobRow): Promise<boolean> {
  try {
    await former.verify(blobId, sha256);
    return false;
  } catch (error) {
    if (!asAppError(error).code.startsWith('blob/')) throw error;
    return true;
  }
}

interface FinishedSet extends Pick<Manifest, 'turn' | 'place'> {
  readonly set: string;
  /** The set before goes too: it may hold what has to stay elsewhere. */
  readonly alone: boolean;
}

/** Keys last: they open everything that was copied before. Then the set gets its name, then the manifest names it. */
async function finish(parts: BackupParts, to: string, { set, turn, place, alone }: FinishedSet): Promise<void> {
  const { dir, storeId, kind, ring } = parts;
  const part = join(to, 'sets', `${set}.part`);
  try {
    await parts.snapshot(ring.fileAccess(), join(part, 'keys.db'));
    // A copy opens with what people know and hold; a key store of a system is of one computer.
    await writeFile(join(part, 'slots.json'), slotsText(loadSlots(dir).filter(({ kind }) => kind !== 'os')), {
      mode: 0o600,
    });
    for (const name of SET_FILES) await syncFile(join(part, name));
    await syncFolder(part);
    await rename(part, setFolder(to, set));
    await syncFolder(join(to, 'sets'));
    const former = readManifest(to)?.current ?? null;
    const at = parts.now();
    await writeManifest(to, { format: 'nightjar-backup', version: 1, storeId, kind, current: set, at, turn, place });
    const kept = former === null || alone ? [set] : [set, former];
    for (const name of await readdir(join(to, 'sets'))) {
      if (!kept.includes(name)) await rm(join(to, 'sets', name), { recursive: true, force: true });
    }
    await pruneBlobs(parts, to, kept);
  } catch (error) {
    throw diskError(error);
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
