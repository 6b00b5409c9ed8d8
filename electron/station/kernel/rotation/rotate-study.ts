import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import { blobPath } from '../backup/stored-blobs.ts';
import { readBlobHeader } from '../blob-facts.ts';
import { isRewrappable, rewrapBlobKey, WRAPPED_KEY } from '../blob-format.ts';
import type { BlobHeader } from '../blob-format.ts';
import type { WrappedBlobKey } from '../blob-tasks.ts';
import { diskError, systemCode } from '../disk-error.ts';
import { NO_FAULTS } from '../fault-points.ts';
import type { FaultPoints } from '../fault-points.ts';
import type { KeyRing } from '../key-ring-keys.ts';

/*
 * Another key for one study. Its chunks do not hang on the wrapped key in the header (blob-format, version 3), so a change writes 60
 * bytes of each file and no pixel: first the new key and every one of those 60 bytes go to the key ring, for good; then they are put
 * into the headers; then the former key goes. Killed at any point, each header holds the former bytes, the new ones, or torn ones that
 * the key ring knows: the next opening puts them in again, before anything is read.
 */

export interface StudyRotation {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly faults?: FaultPoints | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Files that are written to and synced at once: a disk takes several syncs nearly as fast as one. */
const AT_ONCE = 8;

/** The headers of every blob that lies under one of these keys, whoever names it; what cannot be read has none. */
export async function headersUnder(dir: string, studyKeyIds: ReadonlySet<string>): Promise<readonly BlobHeader[]> {
  const found: BlobHeader[] = [];
  const root = join(dir, 'blobs');
  for (const shelf of await namesIn(root)) {
    for (const name of await namesIn(join(root, shelf))) {
      if (!BlobId.safeParse(name).success) continue;
      const header = await headerOf(join(root, shelf, name));
      if (header !== null && header.blobId === name && studyKeyIds.has(header.studyKeyId)) found.push(header);
    }
  }
  return found;
}

/**
 * Gives a study another key, up to where it is durable: `endStudyRotations` does the rest. Nobody writes blobs of it meanwhile.
 * @param headers of all its blobs, none of a version whose chunks hang on the wrapped key
 * @returns how many blobs are wrapped anew, and how many could not be, since their header is damaged
 */
export function beginStudyRotation(
  { ring, faults = NO_FAULTS }: Pick<StudyRotation, 'ring' | 'faults'>,
  studyKeyId: string,
  headers: readonly BlobHeader[],
): { readonly rewrapped: number; readonly bad: number } {
  let rewrapped = 0;
  const wrap = (former: Uint8Array, next: Uint8Array): readonly WrappedBlobKey[] => {
    const blobs = headers.flatMap((header) => wrapOne(header, former, next));
    rewrapped = blobs.length;
    return blobs;
  };
  faults.around('rewrap list', () => ring.beginChange(studyKeyId, wrap));
  return { rewrapped, bad: headers.length - rewrapped };
}

/** Ends every change of a study's key that was begun; harmless where there is none. @throws AppError disk/… */
export async function endStudyRotations(rotation: StudyRotation): Promise<void> {
  const { ring, faults = NO_FAULTS, onProgress } = rotation;
  for (const studyKeyId of ring.changes.list()) {
    const waiting = [...ring.changes.blobsOf(studyKeyId)];
    const total = waiting.length;
    let done = 0;
    const lane = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        await writeWrappedKey(rotation.dir, one, faults);
        done += 1;
        onProgress?.(done, total);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    faults.around('rewrap end', () => ring.changes.end(studyKeyId));
  }
}

/** Puts a wrapped key into the header of a blob, durable when this resolves. A blob that is not there has none. @throws AppError disk/… */
export async function writeWrappedKey(
  dir: string,
  { blobId, sealed }: WrappedBlobKey,
  faults: FaultPoints = NO_FAULTS,
): Promise<void> {
  try {
    const handle = await open(join(dir, ...blobPath(blobId)), 'r+');
    try {
      await faults.aroundAsync('rewrap header', () => handle.write(sealed, 0, WRAPPED_KEY.bytes, WRAPPED_KEY.offset));
      await faults.aroundAsync('rewrap sync', () => handle.sync());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw diskError(error);
  }
}

/** A header that does not open is damaged: its blob cannot be read now either, and is said by whoever reads it. */
function wrapOne(header: BlobHeader, former: Uint8Array, next: Uint8Array): readonly WrappedBlobKey[] {
  if (!isRewrappable(header)) return [];
  try {
    return [{ blobId: header.blobId, sealed: rewrapBlobKey(header, former, next) }];
  } catch (error) {
    if (asAppError(error).code !== 'blob/damaged') throw error;
    return [];
  }
}

async function headerOf(file: string): Promise<BlobHeader | null> {
  try {
    return await readBlobHeader(file);
  } catch (error) {
    if (!asAppError(error).code.startsWith('blob/')) throw error;
    return null;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw diskError(error);
  }
}
