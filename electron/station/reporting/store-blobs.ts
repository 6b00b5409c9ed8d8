import { AppError } from '../../../shared/errors/app-error.ts';
import type { BlobId, ReportId } from '../../../shared/model/ids.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Log } from '../kernel/ports.ts';
import type { StoredFormat } from './outputs/build-outputs.ts';
import type { NewOutput } from './report-store.ts';

interface OutputBytes {
  readonly format: StoredFormat;
  readonly bytes: Uint8Array;
  readonly sopUid: string | null;
}

/**
 * Stores outputs as encrypted blobs under the key of their study and gives them to `keep`, which writes their rows. The first
 * that fails is thrown; then, or when `keep` throws, none of the blobs stays: nothing would ever name them.
 */
export async function storeBlobs<T>(
  parts: { readonly blobs: BlobStore; readonly log: Log },
  owner: { readonly studyKeyId: string; readonly reportId: ReportId },
  outputs: readonly OutputBytes[],
  keep: (stored: readonly NewOutput[]) => T,
): Promise<T> {
  const { blobs, log } = parts;
  const stored = await blobs.put(
    outputs.map(({ bytes, format }) => ({
      source: { bytes },
      expectedBytes: bytes.length,
      studyKeyId: owner.studyKeyId,
      facts: { kind: 'output', report: owner.reportId, format },
    })),
  );
  try {
    return keep(
      outputs.map(({ format, sopUid }, place) => {
        const blob = stored[place];
        if (blob === undefined) throw new AppError('internal/bug', 'a blob was not answered');
        if (blob instanceof AppError) throw blob;
        return { format, sopUid, blobId: blob.blobId, bytes: blob.bytes, sha256: blob.sha256 };
      }),
    );
  } catch (error) {
    await removeBlobs(
      blobs,
      log,
      stored.flatMap((blob) => (blob instanceof AppError ? [] : [blob.blobId])),
    );
    throw error;
  }
}

/** What cannot be removed now is swept at the next start; the reader hears of the first failure, not of this one. */
async function removeBlobs(blobs: BlobStore, log: Log, ids: readonly BlobId[]): Promise<void> {
  const failed = (await Promise.allSettled(ids.map((id) => blobs.remove(id)))).filter(
    ({ status }) => status === 'rejected',
  ).length;
  if (failed > 0) log.warn('report.outputs-left', { failed });
}
