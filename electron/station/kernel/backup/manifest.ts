import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { Jurisdiction } from '../../../../shared/model/credentials.ts';
import { writeFileAtomic } from '../atomic-file.ts';
import { diskError, systemCode } from '../disk-error.ts';

/*
 * A backup folder: backup.json; blobs/ with the encrypted objects of every backup made into it; sets/ID/ with index, journal,
 * keys and slots of one moment. backup.json is written last and names the set that is whole.
 */
const Id = z.string().regex(/^[0-9a-z]{26}$/i);
const Manifest = z.strictObject({
  format: z.literal('nightjar-backup'),
  version: z.literal(1),
  storeId: z.string(),
  kind: z.enum(['evaluation', 'clinical']),
  /** Null until the first backup is whole. */
  current: Id.nullable(),
  /** When that one ended, UTC by the computer's clock. */
  at: z.string().nullable(),
  /** Counts the backups that were finished: says which objects the next one reads again. */
  turn: z.number().int().nonnegative().default(0),
  /** Where the folder lies, for good; null: in the place of the store. */
  place: Jurisdiction.nullable().default(null),
});
export type Manifest = z.infer<typeof Manifest>;

/** Files of a set, in the order in which they are put back. */
export const SET_FILES = ['index.db', 'journal.db', 'keys.db', 'slots.json'] as const;

/** Null where the folder holds no backup. @throws AppError backup/damaged, disk/… */
export function readManifest(folder: string): Manifest | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'backup.json'), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw diskError(error);
  }
  const parsed = Manifest.safeParse(parseJson(text));
  if (!parsed.success) throw new AppError('backup/damaged', 'backup.json cannot be read');
  return parsed.data;
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  try {
    await writeFileAtomic(join(folder, 'backup.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (error) {
    throw diskError(error);
  }
}

export function setFolder(folder: string, set: string): string {
  return join(folder, 'sets', set);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
