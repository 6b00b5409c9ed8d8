import { AppError } from '../../../shared/errors/app-error.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { StoredFormat } from './outputs/build-outputs.ts';
import type { NewOutput } from './report-store.ts';

/** Stores outputs as encrypted blobs under the key of their study. The first that fails is thrown. */
export async function storeBlobs(
  blobs: BlobStore,
  studyKeyId: string,
  outputs: readonly { readonly format: StoredFormat; readonly bytes: Uint8Array; readonly sopUid: string | null }[],
): Promise<NewOutput[]> {
  const stored = await blobs.put(
    outputs.map(({ bytes }) => ({ source: { bytes }, expectedBytes: bytes.length, studyKeyId })),
  );
  return outputs.map(({ format, sopUid }, place) => {
    const blob = stored[place];
    if (blob === undefined) throw new AppError('internal/bug', 'a blob was not answered');
    if (blob instanceof AppError) throw blob;
    return { format, sopUid, blobId: blob.blobId, bytes: blob.bytes, sha256: blob.sha256 };
  });
}
