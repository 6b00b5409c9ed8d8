import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ObjectId, PersonId } from '../../../shared/model/ids.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import { diskError } from '../kernel/disk-error.ts';
import { requireOutsideStore } from '../kernel/outside-store.ts';
import { newId } from '../kernel/ids.ts';
import type { Archive } from './archive.ts';

export interface ExportedObject {
  readonly objectId: ObjectId;
  readonly file: string;
  readonly bytes: number;
  /** Of what was written. */
  readonly sha256: string;
  /** The preamble looked like a program and was zeroed. */
  readonly preambleZeroed: boolean;
}

export interface ExportOptions {
  readonly archive: Pick<Archive, 'object'>;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly storeDir: string;
}

const PREAMBLE_BYTES = 128;

/**
 * Writes one stored object to a file, byte for byte but for a suspicious preamble. A deliberate act: audited before
 * anything is written. The file appears whole or not at all.
 * @throws AppError archive/unknown-object, request/bad inside the store, blob/…, disk/…
 */
export async function exportObject(options: ExportOptions, objectId: ObjectId, file: string): Promise<ExportedObject> {
  const object = options.archive.object(objectId);
  await requireOutsideStore(options.storeDir, file);
  const bytes = Uint8Array.from(await options.blobs.read(object.blobId));
  if (object.preambleFlag) bytes.fill(0, 0, Math.min(PREAMBLE_BYTES, bytes.length));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const detail = { bytes: bytes.length, sha256, preambleZeroed: object.preambleFlag };
  options.commands.run(
    { name: 'archive.exportObject', personId: options.personId, subject: objectId, detail },
    () => undefined,
  );
  await writeWhole(file, bytes);
  return { objectId, file, ...detail };
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${newId()}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error);
  }
}
