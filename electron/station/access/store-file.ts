import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { writeFileAtomic } from '../kernel/atomic-file.ts';
import { diskError, systemCode } from '../kernel/disk-error.ts';
import { isWiped } from './orders/wiped-store.ts';

/** store.json: plain, and written last, so that a folder with it is a whole store. */
const StoreFile = z.strictObject({
  format: z.literal('nightjar-store'),
  version: z.literal(1),
  storeId: z.string(),
  kind: z.enum(['evaluation', 'clinical']),
});
export type StoreFile = z.infer<typeof StoreFile>;

const VersionOnly = z.object({ format: z.literal('nightjar-store'), version: z.number() });

/** Stands while a store is being made; what lies beside it was never finished. */
const MARK = 'creating';
const MADE_BEFORE = [
  ...['slots.json', 'slots-copy.json', 'keys.db', 'keys-copy.db', 'index.db', 'journal.db'],
  ...['ledger.log', 'attempts.json'],
];

/** The store of this folder, or null where there is none; a small file, read at once. Throws `store/damaged`, `store/newer-version`. */
export function readStoreFile(dir: string): StoreFile | null {
  // What may still lie beside it is on its way out.
  if (isWiped(dir)) return null;
  const text = textOf(join(dir, 'store.json'));
  if (text === null) {
    if (!existsSync(join(dir, MARK)) && existsSync(join(dir, 'slots.json'))) {
      throw new AppError('store/damaged', 'store.json is missing beside the key slots of a store');
    }
    return null;
  }
  const json = parseJson(text);
  const version = VersionOnly.safeParse(json);
  if (version.success && version.data.version > 1) {
    throw new AppError('store/newer-version', 'the store was made by a newer version of the program');
  }
  const parsed = StoreFile.safeParse(json);
  if (!parsed.success) throw new AppError('store/damaged', 'store.json cannot be read');
  return parsed.data;
}

/** @throws AppError disk/… */
export async function makeStoreFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw diskError(error);
  }
}

/** @throws AppError access/store-exists, store/wiped, and as `readStoreFile` */
export function requireNoStore(dir: string): void {
  if (isWiped(dir)) throw new AppError('store/wiped', 'the store of this folder was wiped');
  if (readStoreFile(dir) !== null) {
    throw new AppError('access/store-exists', 'there is a store in this folder already');
  }
}

/** Before the first file of a new store: removes what an interrupted making left. */
export async function beginStore(dir: string): Promise<void> {
  try {
    await writeFileAtomic(join(dir, MARK), '');
    for (const name of MADE_BEFORE) {
      for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(join(dir, name + suffix), { force: true });
    }
  } catch (error) {
    throw diskError(error);
  }
}

/** After the last one: from here on it is a store. */
export async function finishStore(dir: string, store: Pick<StoreFile, 'storeId' | 'kind'>): Promise<void> {
  const file: StoreFile = { format: 'nightjar-store', version: 1, storeId: store.storeId, kind: store.kind };
  try {
    await writeFileAtomic(join(dir, 'store.json'), `${JSON.stringify(file, null, 2)}\n`);
    await rm(join(dir, MARK), { force: true });
  } catch (error) {
    throw diskError(error);
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw diskError(error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
