import type { WorklistRow } from '../../../shared/model/study.ts';
import type { Statements } from '../kernel/statements.ts';

type Wanted = Pick<WorklistRow, 'studyId' | 'received'>;

/**
 * Of studies with a signed report: how many objects more are here than it was signed over. Those without such objects are left out. What was
 * signed last counts: an addendum was written with what had come by then.
 * @param studies with the objects that a list counts; only where those are more is looked closer
 */
export function imagesSince(db: Statements, studies: readonly Wanted[]): ReadonlyMap<string, number> {
  const ids = JSON.stringify(studies.map(({ studyId }) => studyId));
  const signedOver = new Map(
    [...ofOthers(db, ids), ...ofOwn(db, ids)].sort(byTime).map((one) => [one.study_id, one.objects]),
  );
  const more = new Map<string, number>();
  for (const { studyId, received } of studies) {
    const then = signedOver.get(studyId);
    if (then === undefined || then === null || received <= then) continue;
    const now = namedObjects(db, studyId);
    if (now > then) more.set(studyId, now - then);
  }
  return more;
}

interface SignedOver {
  readonly study_id: string;
  readonly signed_at: string;
  readonly objects: number | null;
}

function byTime(a: SignedOver, b: SignedOver): number {
  return a.signed_at < b.signed_at ? -1 : 1;
}

const STANDS = "state IN ('preliminary', 'final', 'addendum', 'corrected')";

/** The number is a column of its index: no signed report is read. */
function ofOwn(db: Statements, ids: string): readonly SignedOver[] {
  return db
    .prepare<[string], SignedOver>(
      `SELECT study_id, signed_at, CASE WHEN json_valid(signed) THEN json_extract(signed, '$.objectsReceived') END AS objects
       FROM json_each(?) AS wanted JOIN report INDEXED BY report_signed_objects ON report.study_id = wanted.value
       WHERE signed IS NOT NULL AND ${STANDS}`,
    )
    .all(ids);
}

/** Studies that are part of another one's report. */
function ofOthers(db: Statements, ids: string): readonly SignedOver[] {
  return db
    .prepare<[string], SignedOver>(
      `SELECT about.study_id, signed_at,
         (SELECT json_extract(part.value, '$.objects') FROM json_each(signed, '$.accessions') AS part
          WHERE json_extract(part.value, '$.studyId') = about.study_id) AS objects
       FROM json_each(?) AS wanted
         JOIN report_accession AS about INDEXED BY report_accession_study ON about.study_id = wanted.value
         JOIN report USING (report_id)
       WHERE signed IS NOT NULL AND ${STANDS}`,
    )
    .all(ids);
}

/** As a report counts them: copies that differ from a first one are one. */
function namedObjects(db: Statements, studyId: string): number {
  const found = db
    .prepare<[string], { objects: number }>(
      `SELECT count(DISTINCT sop_uid) + count(*) - count(sop_uid) AS objects FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND object.rejected IS NULL AND series.made_at IS NULL`,
    )
    .get(studyId);
  return found?.objects ?? 0;
}
