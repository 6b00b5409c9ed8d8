import type { RejectedImages, RejectionNote } from '../../../shared/model/rejection.ts';
import { RejectionReason } from '../../../shared/model/rejection.ts';
import { takenBack } from '../../../shared/rules/rejection.ts';
import type { Statements } from '../kernel/statements.ts';
import type { Db, Statement } from '../kernel/sqlite.ts';

/** The gravest first, as in shared/rules/rejection. */
const GRAVEST = `CASE reason WHEN 'safety' THEN 0 WHEN 'worklist' THEN 1 WHEN 'retention' THEN 2 ELSE 3 END`;
const STANDS = `SELECT reason FROM rejection WHERE sop_uid = @sopUid AND study_uid = @studyUid AND site_id = @siteId
  ORDER BY ${GRAVEST} LIMIT 1`;

/** A note that was just stored. */
export interface StoredNote {
  readonly noteId: string;
  readonly studyId: string;
  readonly studyUid: string | null;
  /** The site that it came from. */
  readonly siteId: string;
  readonly rejects: RejectionNote;
  readonly now: string;
}

interface Place {
  readonly sopUid: string;
  readonly studyUid: string;
  readonly siteId: string;
}

/**
 * What sites take back, written down with the objects that say so and looked up with each that comes: whichever was first, the image is
 * marked. Runs inside a transaction.
 */
export class RejectionWriter {
  readonly #siteOfStudy: Statement<[string], string>;
  readonly #known: Statement<[string]>;
  readonly #note: Statement<unknown[]>;
  readonly #rejection: Statement<unknown[]>;
  readonly #named: Statement<[string]>;
  readonly #stands: Statement<[Place], string>;
  readonly #mark: Statement<[string, string]>;
  readonly #markAll: Statement<[Place]>;
  readonly #atEnd: Statement<unknown[]>;

  constructor(db: Db) {
    this.#siteOfStudy = db.prepare<[string], string>('SELECT site_id FROM study WHERE study_id = ?').pluck();
    this.#known = db.prepare<[string]>('SELECT 1 FROM rejection_note WHERE note_id = ?');
    this.#note = db.prepare('INSERT INTO rejection_note VALUES (?, ?, ?, ?, ?, ?)');
    this.#rejection = db.prepare('INSERT INTO rejection VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
    this.#named = db.prepare<[string]>('SELECT 1 FROM rejection WHERE sop_uid = ?');
    this.#stands = db.prepare<[Place], string>(STANDS).pluck();
    this.#mark = db.prepare<[string, string]>('UPDATE object SET rejected = ? WHERE object_id = ?');
    this.#markAll = db.prepare<[Place]>(
      `UPDATE object SET rejected = (${STANDS}) WHERE sop_uid = @sopUid AND series_id IN (
         SELECT series_id FROM series JOIN study USING (study_id) WHERE study_uid = @studyUid AND site_id = @siteId)`,
    );
    // All of the study has served its time: its site wants it gone.
    this.#atEnd = db.prepare(
      `INSERT INTO retention_note (study_id, kind, at, report_id, noted_at, noted_by)
       SELECT study_id, 'site-request', @now, NULL, @now, '' FROM study WHERE study_id = @studyId
         AND (SELECT min(rejected IS 'retention') FROM series JOIN object USING (series_id)
           WHERE series.study_id = study.study_id AND frames > 0) = 1
       ON CONFLICT DO NOTHING`,
    );
  }

  /** An object that was just written; most of them nobody took back. */
  arrived(
    objectId: string,
    sopUid: string | null,
    study: { readonly studyId: string; readonly studyUid: string | null },
  ): void {
    if (sopUid === null || study.studyUid === null || this.#named.get(sopUid) === undefined) return;
    const siteId = this.#siteOfStudy.get(study.studyId) ?? '';
    const reason = this.#stands.get({ sopUid, studyUid: study.studyUid, siteId });
    if (reason !== undefined) this.#mark.run(reason, objectId);
  }

  /** A note that was just written. Twice does nothing: what it said when it came stands. */
  said({ noteId, studyId, studyUid, siteId, rejects, now }: StoredNote): void {
    if (this.#known.get(noteId) !== undefined) return;
    const sameSite = this.#siteOfStudy.get(studyId) === siteId;
    const { sopUids, elsewhere } = takenBack(rejects, { noteStudyUid: studyUid, sameSite });
    this.#note.run(noteId, studyId, rejects.reason, rejects.text, elsewhere, now);
    if (studyUid === null) return;
    for (const sopUid of sopUids) {
      this.#rejection.run(sopUid, noteId, siteId, studyUid, rejects.reason);
      this.#markAll.run({ sopUid, studyUid, siteId });
    }
    if (rejects.reason === 'retention') this.#atEnd.run({ studyId, now });
  }
}

/** Marks every object again as the notes say it: after an index was made anew. */
export function markRejected(db: Db): void {
  db.transaction(() => {
    db.prepare(
      `UPDATE object SET rejected = (
         SELECT reason FROM rejection WHERE rejection.sop_uid = object.sop_uid AND EXISTS (
           SELECT 1 FROM series JOIN study USING (study_id) WHERE series.series_id = object.series_id
             AND study.study_uid = rejection.study_uid AND study.site_id = rejection.site_id)
         ORDER BY ${GRAVEST} LIMIT 1)
       WHERE sop_uid IN (SELECT sop_uid FROM rejection)`,
    ).run();
  }).immediate();
}

/** Objects of a study that are here and that a note takes back. */
export function rejectedObjects(
  db: Db,
  studyUid: string,
  siteId: string,
  sopUids: readonly string[],
): readonly { readonly objectId: string; readonly studyId: string }[] {
  return db
    .prepare<[string, string, string], { objectId: string; studyId: string }>(
      `SELECT object_id AS objectId, study_id AS studyId FROM study JOIN series USING (study_id) JOIN object USING (series_id)
       WHERE study_uid = ? AND site_id = ? AND sop_uid IN (SELECT value FROM json_each(?))`,
    )
    .all(studyUid, siteId, JSON.stringify(sopUids));
}

/** Reports of a study that somebody signed. */
export function signedReports(db: Db, studyId: string): number {
  const count = db.prepare<[string], number>("SELECT count(*) FROM report WHERE study_id = ? AND state <> 'draft'");
  return count.pluck().get(studyId) ?? 0;
}

/** By study: what its site took back of the pictures that are here. Only the few that are there are read. */
export function rejectedCounts(db: Statements, studyIds: string): ReadonlyMap<string, readonly RejectedImages[]> {
  const rows = db
    .prepare<[string], { study_id: string; reason: string; images: number }>(
      `SELECT series.study_id, object.rejected AS reason, count(*) AS images
       FROM object INDEXED BY object_rejected JOIN series USING (series_id)
       WHERE object.rejected IS NOT NULL AND series.made_at IS NULL AND series.study_id IN (SELECT value FROM json_each(?))
       GROUP BY series.study_id, object.rejected ORDER BY ${GRAVEST.replace('reason', 'object.rejected')}`,
    )
    .all(studyIds);
  const found = new Map<string, RejectedImages[]>();
  for (const { study_id: studyId, reason, images } of rows) {
    const one = { reason: RejectionReason.parse(reason), images };
    found.set(studyId, [...(found.get(studyId) ?? []), one]);
  }
  return found;
}
