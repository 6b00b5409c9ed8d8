import type { SealedKeys, WrappedBlobKey } from './blob-tasks.ts';
import type { Db } from './sqlite.ts';

/** Of the table site_key. */
export interface SiteRow {
  readonly site_id: string;
  readonly sealed: Buffer;
  readonly created_at: string;
}

interface StudyRow extends SiteRow {
  readonly study_key_id: string;
}

/** A site's key and its studies', sealed under other keys than before. */
export interface RewrappedSite {
  readonly siteId: string;
  readonly sealed: Uint8Array;
  readonly wrapped: readonly SealedStudy[];
  /** Keys from before a change that has not ended. */
  readonly former: readonly SealedStudy[];
}

export interface SealedStudy {
  readonly studyKeyId: string;
  readonly sealed: Uint8Array;
}

/** Studies, then sites with all that is left of them; all or nothing. */
export function deleteKeys(db: Db, studyKeyIds: readonly string[], siteIds: readonly string[]): void {
  const remove = (where: string, ids: readonly string[], end = ''): void => {
    db.prepare(`DELETE FROM ${where} IN (SELECT value FROM json_each(?))${end}`).run(JSON.stringify(ids));
  };
  db.transaction(() => {
    for (const table of ['rewrapped_blob', 'former_study_key']) {
      remove(`${table} WHERE study_key_id`, studyKeyIds);
      remove(`${table} WHERE study_key_id IN (SELECT study_key_id FROM study_key WHERE site_id`, siteIds, ')');
    }
    remove('study_key WHERE study_key_id', studyKeyIds);
    remove('study_key WHERE site_id', siteIds);
    remove('site_key WHERE site_id', siteIds);
  }).immediate();
}

/** All or nothing. Between the two files of the keys the first is right: see `openKeyCopy`. */
export function replaceSite(db: Db, { siteId, sealed, wrapped, former }: RewrappedSite): void {
  const site = db.prepare('UPDATE site_key SET sealed = ? WHERE site_id = ?');
  const study = db.prepare('UPDATE study_key SET sealed = ? WHERE study_key_id = ?');
  const before = db.prepare('UPDATE former_study_key SET sealed = ? WHERE study_key_id = ?');
  db.transaction(() => {
    site.run(sealed, siteId);
    for (const one of wrapped) study.run(one.sealed, one.studyKeyId);
    for (const one of former) before.run(one.sealed, one.studyKeyId);
  }).immediate();
}

/** Every study key there is, sealed as it is. */
export function storedStudies(db: Db): SealedKeys['studies'] {
  const rows = db.prepare<[], StudyRow>('SELECT study_key_id, site_id, sealed, created_at FROM study_key').all();
  return rows.map((row) => ({
    studyKeyId: row.study_key_id,
    siteId: row.site_id,
    sealed: row.sealed,
    createdAt: row.created_at,
  }));
}

/** A study's key that is being changed. */
export interface ChangedStudy extends SealedStudy {
  /** The key it had, sealed. */
  readonly former: Uint8Array;
  readonly blobs: readonly WrappedBlobKey[];
}

/** From here on the new key is the study's, and what its headers are to hold is known for good. All or nothing. */
export function insertChange(db: Db, { studyKeyId, sealed, former, blobs }: ChangedStudy): void {
  const blob = db.prepare('INSERT INTO rewrapped_blob (blob_id, study_key_id, sealed) VALUES (?, ?, ?)');
  db.transaction(() => {
    db.prepare('UPDATE study_key SET sealed = ?, generation = generation + 1 WHERE study_key_id = ?').run(
      sealed,
      studyKeyId,
    );
    db.prepare('INSERT INTO former_study_key (study_key_id, sealed) VALUES (?, ?)').run(studyKeyId, former);
    for (const one of blobs) blob.run(one.blobId, studyKeyId, one.sealed);
  }).immediate();
}

/** Every header holds what it should: the former key goes. */
export function deleteChange(db: Db, studyKeyId: string): void {
  db.transaction(() => {
    db.prepare('DELETE FROM former_study_key WHERE study_key_id = ?').run(studyKeyId);
    db.prepare('DELETE FROM rewrapped_blob WHERE study_key_id = ?').run(studyKeyId);
  }).immediate();
}

/** Keys from before changes that have not ended. */
export function formerStudies(db: Db): readonly (SealedStudy & { readonly siteId: string })[] {
  return db
    .prepare<[], { studyKeyId: string; siteId: string; sealed: Buffer }>(
      `SELECT study_key_id AS studyKeyId, site_id AS siteId, former.sealed AS sealed
       FROM former_study_key AS former JOIN study_key USING (study_key_id) ORDER BY study_key_id`,
    )
    .all();
}

export function rewrappedBlobs(db: Db, studyKeyId: string): readonly WrappedBlobKey[] {
  return db
    .prepare<[string], { blobId: string; sealed: Buffer }>(
      'SELECT blob_id AS blobId, sealed FROM rewrapped_blob WHERE study_key_id = ? ORDER BY blob_id',
    )
    .all(studyKeyId);
}

/** How often the keys were changed, and changes that have not ended, into a file that has the same studies. */
export function copyChanges(from: Db, to: Db): void {
  const generation = to.prepare('UPDATE study_key SET generation = ? WHERE study_key_id = ?');
  const former = to.prepare('INSERT INTO former_study_key (study_key_id, sealed) VALUES (?, ?)');
  const blob = to.prepare('INSERT INTO rewrapped_blob (blob_id, study_key_id, sealed) VALUES (?, ?, ?)');
  const changed = from.prepare<[], { id: string; generation: number }>(
    'SELECT study_key_id AS id, generation FROM study_key WHERE generation > 1',
  );
  to.transaction(() => {
    for (const one of changed.all()) generation.run(one.generation, one.id);
    for (const { studyKeyId, sealed } of formerStudies(from)) {
      former.run(studyKeyId, sealed);
      for (const one of rewrappedBlobs(from, studyKeyId)) blob.run(one.blobId, studyKeyId, one.sealed);
    }
  }).immediate();
}
