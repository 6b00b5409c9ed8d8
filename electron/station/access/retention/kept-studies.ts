import { z } from 'zod';
import { StudyId } from '../../../../shared/model/ids.ts';
import { RETENTION_EVENTS } from '../../../../shared/model/site-profile.ts';
import type { KeptStudy } from '../../../../shared/rules/retention.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** A study as retention sees it, and how much it is. */
export interface SizedStudy extends KeptStudy {
  readonly studyId: StudyId;
  readonly objects: number;
  readonly bytes: number;
}

export interface LastBackup {
  /** UTC; null: there is none. */
  readonly at: string | null;
  /** Studies that it left out, since their site keeps them in their region. */
  readonly leftOut: ReadonlySet<string>;
}

const Row = z.strictObject({
  study_id: StudyId,
  objects: z.number().int(),
  bytes: z.number(),
  changed_at: z.string(),
  last_report: z.string().nullable(),
  last_state: z.string().nullable(),
  drafts: z.number().int(),
  owed: z.number().int(),
  /**
   * Rows of the outbox that have not ended, or whose archive does not answer for keeping them; and when the site had the last report in
   * every form.
   */
  going: z.number().int(),
  delivered_at: z.string().nullable(),
});
const Note = z.strictObject({ kind: z.string(), at: z.string(), report_id: z.string().nullable() });

const SIGNED = "state IN ('final', 'addendum', 'preliminary')";
const NEWEST = 'ORDER BY coalesce(signed_at, created_at) DESC, report_id DESC LIMIT 1';
const STUDIES = `
  SELECT study_id,
    (SELECT count(*) FROM object JOIN series USING (series_id) WHERE series.study_id = study.study_id) AS objects,
    (SELECT coalesce(sum(bytes), 0) FROM object JOIN series USING (series_id) WHERE series.study_id = study.study_id) AS bytes,
    max(arrived_at,
      coalesce((SELECT max(object.arrived_at) FROM object JOIN series USING (series_id)
        WHERE series.study_id = study.study_id), ''),
      coalesce((SELECT max(coalesce(signed_at, created_at)) FROM report
        WHERE report.study_id = study.study_id AND ${SIGNED}), '')) AS changed_at,
    (SELECT report_id FROM report WHERE report.study_id = study.study_id AND ${SIGNED} ${NEWEST}) AS last_report,
    (SELECT state FROM report WHERE report.study_id = study.study_id AND ${SIGNED} ${NEWEST}) AS last_state,
    (SELECT count(*) FROM report WHERE report.study_id = study.study_id AND state = 'draft') AS drafts,
    (SELECT count(*) FROM check_again WHERE check_again.study_id = study.study_id) AS owed,
    (SELECT count(*) FROM outbox LEFT JOIN outbox_commitment AS asking USING (outgoing_id)
      WHERE outbox.study_id = study.study_id AND (outbox.state NOT IN ('delivered', 'dropped') OR outbox.may_be_twice = 1
        OR coalesce(asking.state, 'committed') <> 'committed')) AS going,
    (SELECT CASE WHEN min(outbox.state = 'delivered' AND coalesce(asking.state, 'committed') = 'committed') = 1
        THEN max(json_extract(outbox.receipt, '$.at')) END
      FROM outbox LEFT JOIN outbox_commitment AS asking USING (outgoing_id)
      WHERE outbox.report_id = (SELECT report_id FROM report WHERE report.study_id = study.study_id AND ${SIGNED} ${NEWEST})
    ) AS delivered_at
  FROM study JOIN site USING (site_id) WHERE lower(site.name) IN (SELECT lower(value) FROM json_each(?))
  ORDER BY study_id`;

/** Every study of these sites of the store. @param names as in `studiesOf` of a profile */
export function keptStudies(index: Db, names: readonly string[], backup: LastBackup): SizedStudy[] {
  const working = openJobs(index);
  const notes = index.prepare<[string]>('SELECT kind, at, report_id FROM retention_note WHERE study_id = ?');
  return index
    .prepare<[string]>(STUDIES)
    .all(JSON.stringify(names))
    .map((found) => {
      const row = Row.parse(found);
      const noted = notes.all(row.study_id).map((note) => Note.parse(note));
      const delivered = noted.find(({ kind, report_id }) => kind === 'delivered' && report_id === row.last_report);
      const isWorkedOn = working.some(
        (payload) => payload.includes(row.study_id) || payload.includes(row.last_report ?? row.study_id),
      );
      return {
        ...{ studyId: row.study_id, objects: row.objects, bytes: row.bytes },
        deliveredAt: delivered?.at ?? row.delivered_at,
        signed: row.last_state === 'final' || row.last_state === 'addendum',
        openWork: row.drafts > 0 || row.owed > 0 || row.going > 0 || isWorkedOn,
        held: noted.some(({ kind }) => kind === 'hold'),
        backedUp: isBackedUp(row.changed_at, row.study_id, backup),
        events: RETENTION_EVENTS.flatMap((event) =>
          noted.filter(({ kind }) => kind === event).map(({ at }) => ({ event, at })),
        ),
      };
    });
}

/** Payloads of work that has not ended. */
function openJobs(index: Db): readonly string[] {
  return index
    .prepare<[], string>("SELECT payload FROM job WHERE state NOT IN ('done', 'failed', 'cancelled')")
    .pluck()
    .all();
}

function isBackedUp(changedAt: string, studyId: string, { at, leftOut }: LastBackup): boolean {
  if (at === null) return false;
  return leftOut.has(studyId) || Date.parse(changedAt) <= Date.parse(at);
}
