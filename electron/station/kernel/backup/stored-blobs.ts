import { BlobId } from '../../../../shared/model/ids.ts';
import type { Db } from '../sqlite.ts';

export interface StoredBlobRow {
  readonly blobId: BlobId;
  /** Of the plain bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
}

const SQL = `SELECT blob_id, sha256, bytes FROM object WHERE quarantined IS NULL
  UNION ALL SELECT blob_id, sha256, bytes FROM report_output`;

/** Every blob that an index names, but for those in quarantine. */
export function* storedBlobs(index: Db): Generator<StoredBlobRow> {
  const rows = index.prepare<[], { blob_id: string; sha256: string; bytes: number }>(SQL);
  for (const { blob_id: id, sha256, bytes } of rows.iterate()) yield { blobId: BlobId.parse(id), sha256, bytes };
}

export function countBlobs(index: Db): { readonly count: number; readonly bytes: number } {
  const row = index
    .prepare<[], { count: number; bytes: number | null }>(`SELECT count(*) AS count, sum(bytes) AS bytes FROM (${SQL})`)
    .get();
  return { count: row?.count ?? 0, bytes: row?.bytes ?? 0 };
}

/** Where a blob lies in a store or a backup. */
export function blobPath(id: string): readonly [string, string, string] {
  return ['blobs', id.slice(0, 2), id];
}
