import path from 'node:path';
import { onTestFinished } from 'vitest';
import { BlobStore } from '../../../electron/station/kernel/blob-store.ts';
import type { StoredBlob } from '../../../electron/station/kernel/blob-store.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { createKeyRing } from '../../../electron/station/kernel/key-ring.ts';
import type { KeyRing } from '../../../electron/station/kernel/key-ring.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

export const blobWorkerFile = stationFile('blobs');

export interface BlobFixture {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly blobs: BlobStore;
  readonly studyKeyId: string;
  /** Puts one piece; throws its error. */
  putOne(bytes: Uint8Array): Promise<StoredBlob>;
  fileOf(blobId: string): string;
}

/** A real store of blobs with one study, closed when the test ends. */
export async function blobFixture(): Promise<BlobFixture> {
  const dir = await tempDir();
  const person = { personId: PersonId.parse(newId()), name: 'Reader', passphrase: 'correct horse' };
  const { ring } = await createKeyRing(dir, person, { scryptLogN: 10 });
  const blobs = new BlobStore({ dir, ring, workerFile: blobWorkerFile });
  onTestFinished(async () => {
    await blobs.close();
    ring.close();
  });
  const studyKeyId = ring.newStudyKey(newId());
  const putOne = async (bytes: Uint8Array): Promise<StoredBlob> => {
    const [stored] = await blobs.put([{ source: { bytes }, expectedBytes: bytes.length, studyKeyId }]);
    if (stored === undefined || !('blobId' in stored)) throw stored ?? new Error('no outcome');
    return stored;
  };
  return { dir, ring, blobs, studyKeyId, putOne, fileOf: (id) => path.join(dir, 'blobs', id.slice(0, 2), id) };
}
