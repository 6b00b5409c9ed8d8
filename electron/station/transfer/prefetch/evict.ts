import { BlobId } from '../../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface EvictParts {
  readonly index: Db;
  readonly journal: Db;
  readonly blobs: Pick<BlobStore, 'remove'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
}

/**
 * Lets the files of a study go; the row stays and says that its images are at the site. Rows first, then files: what a crash leaves
 * in between has no row, and the next opening clears it. Nothing that was written or drawn may name these objects.
 */
export async function evictStudy(
  { index, journal, blobs, commands, personId }: EvictParts,
  studyId: StudyId,
): Promise<{ readonly objects: number; readonly bytes: number }> {
  const objects = index
    .prepare<[string], { object_id: string; blob_id: string; bytes: number }>(
      `SELECT object_id, blob_id, object.bytes FROM object JOIN series USING (series_id) WHERE study_id = ?`,
    )
    .all(studyId);
  const bytes = objects.reduce((sum, one) => sum + one.bytes, 0);
  const detail = { objects: objects.length, bytes };
  const ids = JSON.stringify(objects.map((one) => one.object_id));
  commands.run({ name: 'prefetch.evict', personId, subject: studyId, detail }, (db) => {
    const run = (sql: string): void => {
      db.prepare(`${sql} IN (SELECT value FROM json_each(?))`).run(ids);
    };
    db.prepare(
      `UPDATE series SET expected = coalesce(expected,
         (SELECT count(*) FROM object WHERE object.series_id = series.series_id)) WHERE study_id = ?`,
    ).run(studyId);
    db.prepare('UPDATE study SET expected = coalesce(expected, ?) WHERE study_id = ?').run(objects.length, studyId);
    run('UPDATE object SET duplicate_of = NULL WHERE duplicate_of');
    run('DELETE FROM object_proof WHERE object_id');
    run('DELETE FROM object WHERE object_id');
  });
  journal.prepare('DELETE FROM seen WHERE object_id IN (SELECT value FROM json_each(?))').run(ids);
  for (const { blob_id: blobId } of objects) await blobs.remove(BlobId.parse(blobId));
  return { objects: objects.length, bytes };
}
