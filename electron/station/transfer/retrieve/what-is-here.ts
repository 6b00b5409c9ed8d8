import { StudyId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';

/** Counts of a series here. A damaged object is not here: it is fetched again. What its site took back counts as nothing. */
export interface HereCounts {
  readonly received: number;
  readonly verified: number;
  readonly decodable: number;
}

/** What the store has of a study, by UIDs, whoever brought it: nothing is fetched twice. */
export class WhatIsHere {
  readonly #db: Statements;

  constructor(db: Db) {
    this.#db = new Statements(db);
  }

  studies(studyUid: string): readonly StudyId[] {
    return this.#db
      .prepare<[string], { study_id: string }>('SELECT study_id FROM study WHERE study_uid = ? ORDER BY arrived_at')
      .all(studyUid)
      .map((row) => StudyId.parse(row.study_id));
  }

  studyUid(studyId: string): string | null {
    const row = this.#db
      .prepare<[string], { study_uid: string | null }>('SELECT study_uid FROM study WHERE study_id = ?')
      .get(studyId);
    return row?.study_uid ?? null;
  }

  /** By Series Instance UID; a series that two sources brought is counted by its instances. */
  counts(studyUid: string): ReadonlyMap<string, HereCounts> {
    const rows = this.#db
      .prepare<[string], HereCounts & { seriesUid: string }>(
        `SELECT series.series_uid AS seriesUid, count(DISTINCT object.sop_uid) AS received,
           count(DISTINCT iif(proof.verified = 1, object.sop_uid, NULL)) AS verified,
           count(DISTINCT iif(proof.decoded = 1, object.sop_uid, NULL)) AS decodable
         FROM study JOIN series USING (study_id) JOIN object USING (series_id)
           LEFT JOIN object_proof AS proof USING (object_id)
         WHERE study.study_uid = ? AND object.quarantined IS NULL AND object.rejected IS NULL GROUP BY series.series_uid`,
      )
      .all(studyUid);
    return new Map(rows.map(({ seriesUid, ...counts }) => [seriesUid, counts]));
  }

  /** Objects of a study that its site took back, whether or not they are here. */
  takenBack(studyUid: string): ReadonlySet<string> {
    const rows = this.#db.prepare<[string], { sop_uid: string }>('SELECT sop_uid FROM rejection WHERE study_uid = ?');
    return new Set(rows.all(studyUid).map(({ sop_uid: uid }) => uid));
  }

  /** What need not be fetched: what is here, and what the site took back since its time is over. */
  sopUids(studyUid: string, seriesUid: string): ReadonlySet<string> {
    const rows = this.#db
      .prepare<[string, string], { sop_uid: string | null }>(
        `SELECT object.sop_uid FROM study JOIN series USING (study_id) JOIN object USING (series_id)
         WHERE study.study_uid = ? AND series.series_uid = ? AND object.quarantined IS NULL`,
      )
      .all(studyUid, seriesUid);
    const over = this.#db.prepare<[string], { sop_uid: string }>(
      "SELECT sop_uid FROM rejection WHERE study_uid = ? AND reason = 'retention'",
    );
    return new Set([...rows, ...over.all(studyUid)].flatMap(({ sop_uid: uid }) => (uid === null ? [] : [uid])));
  }
}
