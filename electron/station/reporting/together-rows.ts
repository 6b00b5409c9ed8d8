import { z } from 'zod';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ReportId } from '../../../shared/model/ids.ts';
import { studyName, togetherReason } from '../../../shared/report/together.ts';
import type { TogetherSubject } from '../../../shared/report/together.ts';
import type { SignPermission } from '../../../shared/rules/sign-permission/question.ts';
import type { Db } from '../kernel/sqlite.ts';
import { studyFacts } from './study-facts.ts';

const Row = z.object({
  study_id: StudyId,
  patient_key: z.string(),
  identity_conflict: z.number(),
  site_id: z.string(),
  study_date: z.string().nullable(),
  accession: z.string().nullable(),
});

/** Whatever the rule says of them: studies of the patient of one, itself among them. */
const OF_PATIENT = `SELECT study.study_id, study.patient_key, patient.identity_conflict, study.site_id, study.study_date, study.accession
  FROM study JOIN patient USING (patient_key)
  WHERE study.patient_key = (SELECT patient_key FROM study WHERE study_id = ?)
  ORDER BY study.accession NULLS LAST, study.study_time NULLS LAST, study.study_id`;

/** An order and its studies: numbers are its site's. */
export const ORDERS_OF_STUDY = `FROM imaging_order JOIN imaging_order_number AS named USING (order_id)
    JOIN study ON study.study_id = ? AND ((named.kind = 'accession' AND named.number = study.accession)
      OR (named.kind = 'study' AND named.number = study.study_uid))
    JOIN site ON site.site_id = study.site_id AND lower(site.name) = lower(imaging_order.site)`;

/** Studies that may be reported together with one, with the reason. */
export function studiesTogether(db: Db, studyId: StudyId): ReadonlyMap<StudyId, string> {
  const subjects = db
    .prepare<[string]>(OF_PATIENT)
    .all(studyId)
    .map((found) => subject(db, Row.parse(found)));
  const own = subjects.find((one) => one.studyId === studyId);
  const found = new Map<StudyId, string>();
  for (const other of subjects) {
    const reason = own === undefined ? null : togetherReason(own, other);
    if (reason !== null) found.set(other.studyId, reason);
  }
  return found;
}

function subject(db: Db, row: z.infer<typeof Row>): TogetherSubject & { readonly studyId: StudyId } {
  const orders = db.prepare<[string], string>(`SELECT DISTINCT order_id ${ORDERS_OF_STUDY}`).pluck().all(row.study_id);
  return {
    ...{ studyId: row.study_id, patientKey: row.patient_key, isInDoubt: row.identity_conflict !== 0 },
    ...{ siteId: row.site_id, date: row.study_date, accession: row.accession, orders },
  };
}

/** The other studies of a report, in their order. */
export function chosenStudies(db: Db, reportId: ReportId): readonly StudyId[] {
  return db
    .prepare<[string], string>('SELECT study_id FROM report_accession WHERE report_id = ? ORDER BY position')
    .pluck()
    .all(reportId)
    .map((id) => StudyId.parse(id));
}

const Named = z.object({ accession: z.string().nullable(), description: z.string().nullable() });

/** What a report is about, its own study first; nothing where that is all. */
export function namesTogether(db: Db, reportId: ReportId, own: StudyId): { readonly together?: string[] } {
  const others = chosenStudies(db, reportId);
  if (others.length === 0) return {};
  const named = db.prepare<[string]>('SELECT accession, description FROM study WHERE study_id = ?');
  return {
    together: [own, ...others].flatMap((studyId) => {
      const found = named.get(studyId);
      return found === undefined ? [] : [studyName(Named.parse(found))];
    }),
  };
}

/** What the sites say of who signs, and of each study of a report; what is said of another one alone stands under its name. */
export function permissionOfAll(
  {
    index,
    permission,
  }: { readonly index: Db; readonly permission: (studyId: StudyId) => Pick<SignPermission, 'reasons'> },
  own: StudyId,
  others: readonly StudyId[],
): Pick<SignPermission, 'reasons'> {
  const { reasons } = permission(own);
  const isSaid = (one: SignPermission['reasons'][number]): boolean =>
    reasons.some(({ code, words }) => code === one.code && words === one.words);
  const more = others.flatMap((studyId) => {
    const { study } = studyFacts(index, studyId);
    const said = permission(studyId).reasons.filter((one) => !isSaid(one));
    return said.map((one) => ({ ...one, words: `${studyName(study)}: ${one.words}` }));
  });
  return { reasons: [...reasons, ...more] };
}

/** Inside a transaction. */
export function chooseStudies(db: Db, reportId: ReportId, studyIds: readonly StudyId[]): void {
  db.prepare('DELETE FROM report_accession WHERE report_id = ?').run(reportId);
  const put = db.prepare('INSERT INTO report_accession (report_id, study_id, position) VALUES (?, ?, ?)');
  for (const [position, studyId] of studyIds.entries()) put.run(reportId, studyId, position);
}

/** What follows a report goes where that went. Inside a transaction. */
export function followStudies(db: Db, reportId: ReportId, predecessor: ReportId | null): void {
  if (predecessor !== null) chooseStudies(db, reportId, chosenStudies(db, predecessor));
}

/** Reports that are about a study, its own and those of others, without discarded ones and but for one line. */
export function reportsAbout(
  db: Db,
  studyId: StudyId,
  beside: ReadonlySet<string>,
): readonly { readonly reportId: string; readonly studyId: StudyId; readonly state: string }[] {
  return db
    .prepare<[string, string], { reportId: string; studyId: string; state: string }>(
      `SELECT report_id AS reportId, study_id AS studyId, state FROM report
       WHERE state <> 'discarded' AND (study_id = ?
         OR report_id IN (SELECT report_id FROM report_accession WHERE study_id = ?)) ORDER BY seq`,
    )
    .all(studyId, studyId)
    .filter(({ reportId }) => !beside.has(reportId))
    .map((row) => ({ ...row, studyId: StudyId.parse(row.studyId) }));
}
