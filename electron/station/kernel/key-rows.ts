import type { SealedKeys } from './blob-tasks.ts';
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
  readonly wrapped: readonly { readonly studyKeyId: string; readonly sealed: Uint8Array }[];
}

/** Studies, then sites with all that is left of them; all or nothing. */
export function deleteKeys(db: Db, studyKeyIds: readonly string[], siteIds: readonly string[]): void {
  const remove = (where: string, ids: readonly string[]): void => {
    db.prepare(`DELETE FROM ${where} IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
  };
  db.transaction(() => {
    remove('study_key WHERE study_key_id', studyKeyIds);
    remove('study_key WHERE site_id', siteIds);
    remove('site_key WHERE site_id', siteIds);
  }).immediate();
}

/** All or nothing. Between the two files of the keys the first is right: see `openKeyCopy`. */
export function replaceSite(db: Db, { siteId, sealed, wrapped }: RewrappedSite): void {
  const site = db.prepare('UPDATE site_key SET sealed = ? WHERE site_id = ?');
  const study = db.prepare('UPDATE study_key SET sealed = ? WHERE study_key_id = ?');
  db.transaction(() => {
    site.run(sealed, siteId);
    for (const one of wrapped) study.run(one.sealed, one.studyKeyId);
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
