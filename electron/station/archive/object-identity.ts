import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReadObject } from '../../../shared/model/dicom-object.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

interface Held {
  readonly study_id: string;
  readonly study_uid: string | null;
}

/**
 * Whether an object may be opened with a study: what it speaks of is of this study, or of the priors of this patient.
 * @param known the study and its priors
 * @throws AppError objects/other-patient, objects/other-study, objects/other-frame-of-reference
 */
export function requireOwn(db: Db, known: readonly StudyId[], { content, references }: ReadObject): void {
  const own = new Set<string>(known);
  const held = heldImages(db, references.images);
  for (const holders of held.values()) {
    if (!holders.some(({ study_id: id }) => own.has(id))) {
      throw new AppError('objects/other-patient', 'it names an image of another patient');
    }
  }
  const ownUids = studyUids(db, known);
  if (references.studies.length > 0 && !references.studies.some((uid) => ownUids.has(uid))) {
    throw new AppError('objects/other-study', 'it names other studies, and not the one it came with');
  }
  const isDrawn = ['segmentation', 'contours', 'registration'].includes(content.kind);
  const here = [...held.values()].flat().some(({ study_id: id }) => own.has(id));
  if (!isDrawn || here) return;
  const spaces = framesOfReference(db, known);
  if (!references.framesOfReference.some((uid) => spaces.has(uid))) {
    throw new AppError('objects/other-frame-of-reference', 'no picture here has its frame of reference');
  }
}

/** Studies that hold each of the named objects; what is not here is left out. */
function heldImages(db: Db, images: readonly string[]): ReadonlyMap<string, readonly Held[]> {
  const rows = db
    .prepare<[string], Held & { readonly sop_uid: string }>(
      `SELECT object.sop_uid, series.study_id, study.study_uid
      FROM object JOIN series USING (series_id) JOIN study USING (study_id)
      WHERE object.sop_uid IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(images));
  const held = new Map<string, Held[]>();
  for (const row of rows) held.set(row.sop_uid, [...(held.get(row.sop_uid) ?? []), row]);
  return held;
}

function studyUids(db: Db, known: readonly StudyId[]): ReadonlySet<string> {
  const rows = db
    .prepare<[string], { readonly study_uid: string | null }>(
      'SELECT study_uid FROM study WHERE study_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(known));
  return new Set(rows.flatMap(({ study_uid: uid }) => uid ?? []));
}

/** Of the pictures, not of the objects that are checked against them. */
function framesOfReference(db: Db, known: readonly StudyId[]): ReadonlySet<string> {
  const rows = db
    .prepare<[string], { readonly uid: string | null }>(
      `SELECT DISTINCT json_extract(object.image, '$.frameOfReference') AS uid FROM object JOIN series USING (series_id)
      WHERE study_id IN (SELECT value FROM json_each(?)) AND json_extract(object.image, '$.picture.shown') = 1`,
    )
    .all(JSON.stringify(known));
  return new Set(rows.flatMap(({ uid }) => uid ?? []));
}
