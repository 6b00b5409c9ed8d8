import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { systemCode } from '../disk-error.ts';
import type { KeyRing } from '../key-ring.ts';
import { openDatabase } from '../sqlite.ts';
import type { DatabaseOptions, Db } from '../sqlite.ts';
import { setFolder } from './manifest.ts';

interface Opener {
  readonly ring: Pick<KeyRing, 'databaseKey'>;
  readonly database: Pick<DatabaseOptions, 'nativeBinding'>;
}

/**
 * Removes the objects of a backup folder that none of these sets names. An object in quarantine is named too: the sound copy
 * may be the one that lies here. Where a set cannot be read nothing is removed.
 */
export async function pruneBlobs(parts: Opener, to: string, sets: readonly string[]): Promise<void> {
  const opened: Db[] = [];
  try {
    for (const set of sets) opened.push(openIndex(parts, to, set));
    const names = opened.map(namesOf);
    const root = join(to, 'blobs');
    for (const folder of await namesIn(root)) {
      for (const name of await namesIn(join(root, folder))) {
        if (!names.some((has) => has(name))) await rm(join(root, folder, name), { force: true });
      }
    }
  } catch (error) {
    // A set that cannot be opened: what it names is not known.
    if (!asAppError(error).code.startsWith('store/')) throw error;
  } finally {
    for (const db of opened) db.close();
  }
}

function openIndex({ ring, database }: Opener, to: string, set: string): Db {
  const key = ring.databaseKey('index');
  try {
    return openDatabase(join(setFolder(to, set), 'index.db'), key, { ...database, readonly: true });
  } finally {
    key.fill(0);
  }
}

function namesOf(index: Db): (blobId: string) => boolean {
  const inObject = index.prepare<[string], number>('SELECT 1 FROM object WHERE blob_id = ?').pluck();
  const outputs = new Set(index.prepare<[], string>('SELECT blob_id FROM report_output').pluck().all());
  return (blobId) => inObject.get(blobId) !== undefined || outputs.has(blobId);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // A backup of an empty store has no objects.
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
