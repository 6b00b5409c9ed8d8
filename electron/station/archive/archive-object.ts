import { BlobId, ObjectId, SeriesId, StudyId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { RejectionReason } from '../../../shared/model/rejection.ts';
import { CONFLICT_SQL, storedImage } from './stored-image.ts';

/** One stored object, as everything that reads pixels or files needs it. */
export interface ArchiveObject {
  readonly objectId: ObjectId;
  readonly studyId: StudyId;
  readonly seriesId: SeriesId;
  readonly blobId: BlobId;
  readonly image: ImageInfo;
  readonly sopUid: string | null;
  readonly sopClass: string | null;
  readonly transferSyntax: string;
  readonly bytes: number;
  /** Of the file as it came, hex. */
  readonly sha256: string;
  /** The 128 bytes before DICM look like a program: zeroed on export. */
  readonly preambleFlag: boolean;
  /** Why its site took it back; null: it did not. */
  readonly rejected: RejectionReason | null;
}

export interface ObjectRow {
  readonly object_id: string;
  readonly study_id: string;
  readonly series_id: string;
  readonly blob_id: string;
  readonly image: string;
  readonly sop_uid: string | null;
  readonly sop_class: string | null;
  readonly transfer_syntax: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly preamble_flag: number;
  readonly in_conflict: number;
  readonly rejected: string | null;
}

/** SELECT … FROM, to be followed by WHERE. */
export const OBJECT_SQL = `SELECT object.object_id, series.study_id, object.series_id, object.blob_id, object.image,
  object.sop_uid, object.sop_class, object.transfer_syntax, object.bytes, object.sha256, object.preamble_flag, object.rejected,
  ${CONFLICT_SQL} AS in_conflict
  FROM object JOIN series USING (series_id)`;

export function objectOfRow(row: ObjectRow): ArchiveObject {
  const rejected = row.rejected === null ? null : RejectionReason.parse(row.rejected);
  const image = storedImage(row.image, row.object_id, row.in_conflict === 1);
  return {
    objectId: ObjectId.parse(row.object_id),
    studyId: StudyId.parse(row.study_id),
    seriesId: SeriesId.parse(row.series_id),
    blobId: BlobId.parse(row.blob_id),
    image: rejected === null ? image : { ...image, rejected },
    sopUid: row.sop_uid,
    sopClass: row.sop_class,
    transferSyntax: row.transfer_syntax,
    bytes: row.bytes,
    sha256: row.sha256,
    preambleFlag: row.preamble_flag === 1,
    rejected,
  };
}
