import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { readBlobHeader } from '../blob-facts.ts';
import { isRewrappable, WRAPPED_KEY } from '../blob-format.ts';
import type { BlobHeader } from '../blob-format.ts';
import type { WrappedBlobKey } from '../blob-tasks.ts';
import { diskError, systemCode } from '../disk-error.ts';

/*
 * Objects lie once in a backup folder, sets of keys twice: where a study got another key between two backups, one copy has to open
 * with either set. So each set says what stands in the header of each object, 60 bytes; the rest of an object never changes.
 */
const FILE = 'wrapped-keys';
const ID_BYTES = 26;
const RECORD = ID_BYTES + WRAPPED_KEY.bytes;

/** What is wrapped in this header; null where the chunks hang on it, and it never changes. */
export function wrappedKeyOf(header: BlobHeader): WrappedBlobKey | null {
  if (!isRewrappable(header)) return null;
  const sealed = header.bytes.subarray(WRAPPED_KEY.offset, WRAPPED_KEY.offset + WRAPPED_KEY.bytes);
  return { blobId: header.blobId, sealed };
}

/** Null for a file that is not there or whose header is damaged. @throws AppError disk/… */
export async function headerOrNull(file: string): Promise<BlobHeader | null> {
  try {
    return await readBlobHeader(file);
  } catch (error) {
    if (!asAppError(error).code.startsWith('blob/')) throw error;
    return null;
  }
}

/** True where two headers differ in the wrapped key alone, or in nothing. */
export function areOfOneBlob(one: BlobHeader, other: BlobHeader): boolean {
  const apart = ({ bytes }: BlobHeader): Buffer => {
    const copy = Buffer.from(bytes);
    copy.fill(0, WRAPPED_KEY.offset, WRAPPED_KEY.offset + WRAPPED_KEY.bytes);
    return copy;
  };
  return isRewrappable(one) && apart(one).equals(apart(other));
}

/** Into the folder of a set that has no name yet. Durable when the set is. */
export async function writeWrappedKeys(set: string, keys: readonly WrappedBlobKey[]): Promise<string> {
  const file = join(set, FILE);
  try {
    await writeFile(
      file,
      Buffer.concat(keys.flatMap(({ blobId, sealed }) => [Buffer.from(blobId, 'latin1'), sealed])),
      {
        mode: 0o600,
      },
    );
    return file;
  } catch (error) {
    throw diskError(error);
  }
}

/** Empty for the set of a former version: its objects' keys never changed. */
export async function readWrappedKeys(set: string): Promise<ReadonlyMap<string, Uint8Array>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(set, FILE));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return new Map();
    throw diskError(error);
  }
  const keys = new Map<string, Uint8Array>();
  for (let at = 0; at + RECORD <= bytes.length; at += RECORD) {
    keys.set(bytes.toString('latin1', at, at + ID_BYTES), bytes.subarray(at + ID_BYTES, at + RECORD));
  }
  return keys;
}
