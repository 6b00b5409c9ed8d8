import { AppError } from '../../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { BlobSource } from '../../kernel/blob-tasks.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface HealParts {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'put' | 'has' | 'remove'>;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly personId: PersonId;
}

/** A stored object whose bytes are in quarantine or missing. */
export interface HurtObject {
  readonly objectId: ObjectId;
  readonly studyId: string;
  readonly studyKeyId: string;
  readonly facts: {
    readonly series: string;
    readonly patient: string;
    readonly folder: string | null;
    readonly at: string;
  };
}

interface Row {
  readonly object_id: string;
  readonly blob_id: string;
  readonly quarantined: string | null;
  readonly series_id: string;
  readonly study_id: string;
  readonly study_key_id: string;
  readonly patient_key: string;
  readonly folder_mark: string | null;
  readonly arrived_at: string;
}

const ROW_SQL = `SELECT object.object_id, object.blob_id, object.quarantined, object.series_id, object.arrived_at,
  study.study_id, study.study_key_id, study.patient_key, study.folder_mark
  FROM object JOIN series USING (series_id) JOIN study USING (study_id) WHERE object.sha256 = ?`;

/** What a file with this hash (hex) would heal: null when it is not stored, 'sound' when nothing is wrong with it. */
export async function hurtObject(parts: HealParts, sha256: string): Promise<HurtObject | 'sound' | null> {
  const row = parts.db.prepare<[string], Row>(ROW_SQL).get(sha256);
  if (row === undefined) return null;
  if (row.quarantined === null && (await parts.blobs.has(BlobId.parse(row.blob_id)))) return 'sound';
  const { series_id: series, patient_key: patient, folder_mark: folder, arrived_at: at } = row;
  return {
    objectId: ObjectId.parse(row.object_id),
    studyId: row.study_id,
    studyKeyId: row.study_key_id,
    facts: { series, patient, folder, at },
  };
}

/**
 * Gives a hurt object the good bytes that came again, proved by the hash of the bad ones. The damaged file stays in quarantine.
 * @throws AppError disk/…, import/changed-while-reading
 */
export async function heal(
  parts: HealParts,
  hurt: HurtObject,
  file: {
    readonly source: BlobSource;
    readonly bytes: number;
    readonly sha256: string;
  },
): Promise<void> {
  const { objectId, studyId, studyKeyId, facts } = hurt;
  const [stored] = await parts.blobs.put([
    {
      source: file.source,
      expectedBytes: file.bytes,
      studyKeyId,
      facts: { kind: 'object', object: objectId, study: studyId, ...facts },
    },
  ]);
  if (stored === undefined) throw new AppError('internal/bug', 'the blob store gave no outcome');
  if (stored instanceof AppError) throw stored;
  if (stored.sha256 !== file.sha256) {
    await parts.blobs.remove(stored.blobId);
    throw new AppError('import/changed-while-reading', 'the file changed while it was read', { retry: 'now' });
  }
  const { personId } = parts;
  const detail = { blobId: stored.blobId };
  await parts.commands.runInBackground({ name: 'store.heal', personId, subject: objectId, detail }, (db) => {
    db.prepare('UPDATE object SET blob_id = ?, quarantined = NULL WHERE object_id = ?').run(stored.blobId, objectId);
  });
}
