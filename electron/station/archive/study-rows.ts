import { PatientKey, SeriesId, StudyId, ObjectId } from '../../../shared/model/ids.ts';
import { ReportState } from '../../../shared/model/report-state.ts';
import type { RejectedImages } from '../../../shared/model/rejection.ts';
import type { PersonName, SeriesInfo, WorklistRow } from '../../../shared/model/study.ts';
import { listedState } from '../../../shared/report/standing.ts';
import type { LineReport } from '../../../shared/report/standing.ts';
import { readinessOf } from '../../../shared/rules/readiness.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Statements } from '../kernel/statements.ts';
import { NO_SERIES } from './identity.ts';
import { imagesSince } from './images-since.ts';
import { mergedPatients } from './merged-patients.ts';
import { rejectedCounts } from './rejections.ts';
import { siteNews } from './site-news.ts';
import type { SearchCondition } from './study-search.ts';
import type { PatientColumns } from './patient-columns.ts';

interface StudyRow extends PatientColumns {
  readonly study_id: string;
  readonly study_uid: string | null;
  readonly patient_key: string;
  readonly identity_conflict: number;
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly patient_age: string | null;
  readonly accession: string | null;
  readonly description: string | null;
  readonly referring: string | null;
  readonly institution: string | null;
  readonly reason: string | null;
  readonly priority: string | null;
  readonly expected: number | null;
  readonly arrived_at: string;
  readonly site: string;
}

const STUDY_SQL = `SELECT study.*, patient.*, site.name AS site FROM study JOIN patient USING (patient_key)
  JOIN site USING (site_id)`;

/** Modalities of objects about images: they stand last in a list of modalities and never for a study's picture. */
const ABOUT_IMAGES: ReadonlySet<string> = new Set(['SR', 'PR', 'KO', 'SEG', 'DOC', 'REG', 'RWV', 'RTSTRUCT', 'RTPLAN']);

/** Copies without a name are read under Review alone. */
const NO_COPY = '(study.study_uid IS NULL OR study.study_uid NOT IN (SELECT study_uid FROM review_copy))';
/** How many studies there are, without counting each. */
const EVERY = `((SELECT count(*) FROM study)
  - (SELECT count(*) FROM review_copy JOIN study USING (study_uid)))`;

/** Newest study first; studies without a date after all others. */
export function listStudies(
  db: Statements,
  condition: SearchCondition,
  limit: number,
): { readonly rows: readonly WorklistRow[]; readonly total: number } {
  // Order and number are made from the narrowest rows; whole ones are fetched for the chosen few.
  const chosen = db
    .prepare<[Record<string, string | number>], { study_id: string; total: number }>(
      `SELECT study.study_id, ${condition.sql === 'TRUE' ? EVERY : 'count(*) OVER ()'} AS total
       FROM study WHERE ${condition.sql} AND ${NO_COPY}
       ORDER BY study.study_date DESC NULLS LAST, study.study_time DESC NULLS LAST, study.study_id LIMIT @limit`,
    )
    .all({ ...condition.values, limit });
  const studies = studiesById(
    db,
    chosen.map((row) => row.study_id),
  );
  return { rows: assemble(db, studies), total: chosen[0]?.total ?? 0 };
}

/** Every study of the store, in the order of a list. */
export function idsOfStudies(db: Statements): readonly StudyId[] {
  const rows = db
    .prepare<[], { study_id: string }>(
      `SELECT study_id FROM study WHERE ${NO_COPY} ORDER BY study_date DESC NULLS LAST, study_time DESC NULLS LAST, study_id`,
    )
    .all();
  return rows.map((row) => StudyId.parse(row.study_id));
}

/** In the order of the ids; those that are gone are left out. */
export function listedStudies(db: Statements, ids: readonly StudyId[]): readonly WorklistRow[] {
  return assemble(db, studiesById(db, ids));
}

function studiesById(db: Statements, ids: readonly string[]): readonly StudyRow[] {
  const rows = db
    .prepare<[string], StudyRow>(`${STUDY_SQL} WHERE study.study_id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids));
  const byId = new Map(rows.map((row) => [row.study_id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export function findStudy(db: Statements, studyId: string): WorklistRow | null {
  const study = db.prepare<[string], StudyRow>(`${STUDY_SQL} WHERE study.study_id = ?`).get(studyId);
  return study ? (assemble(db, [study])[0] ?? null) : null;
}

/** All studies of a patient, newest first; those of patients that the site merged with it are among them. */
export function studiesOfPatient(db: Statements, patientKey: string): readonly WorklistRow[] {
  const keys = [patientKey, ...(mergedPatients(db, [patientKey]).get(patientKey) ?? [])];
  const studies = db
    .prepare<[string], StudyRow>(
      `${STUDY_SQL} WHERE study.patient_key IN (SELECT value FROM json_each(?)) ORDER BY study.study_date DESC NULLS LAST`,
    )
    .all(JSON.stringify(keys));
  return assemble(db, studies);
}

/** Of a series: objects that its site took back. */
const TAKEN_BACK = `(SELECT count(*) FROM object INDEXED BY object_rejected
  WHERE object.series_id = series.series_id AND object.rejected IS NOT NULL)`;

/** A dozen queries for any number of studies. */
function assemble(db: Statements, studies: readonly StudyRow[]): readonly WorklistRow[] {
  const ids = JSON.stringify(studies.map((study) => study.study_id));
  const series = group(seriesOf(db, ids), (row) => row.study_id);
  const reports = reportStates(db, ids);
  const priors = priorCounts(db, studies);
  const damaged = damagedCounts(db, ids);
  const rejected = rejectedCounts(db, ids);
  const news = siteNews(db, ids);
  const together = reportedWith(db, ids);
  const rows = studies.map((study) =>
    worklistRow(study, series.get(study.study_id) ?? [], {
      reportState: reports.get(study.study_id) ?? 'none',
      priors: priors.get(study.study_id) ?? 0,
      damaged: damaged.get(study.study_id) ?? 0,
      rejected: rejected.get(study.study_id) ?? [],
      siteNews: news.get(study.study_id) ?? [],
      reportedWith: together.get(study.study_id) ?? [],
    }),
  );
  const since = imagesSince(db, rows);
  return rows.map((row) => {
    const more = since.get(row.studyId);
    return more === undefined ? row : { ...row, imagesSince: more };
  });
}

interface SeriesCount {
  readonly study_id: string;
  readonly modality: string | null;
  readonly body_part: string | null;
  readonly received: number;
  readonly thumbnail: string | null;
  readonly frames: number | null;
}

/**
 * The picture of a series is the object in the middle of its instance numbers: the first slices of a volume show little.
 * Counts and places come from the index (series_id, sort_key) alone, so that long series cost little.
 */
function seriesOf(db: Statements, ids: string): readonly SeriesCount[] {
  return db
    .prepare<[string], SeriesCount>(
      `WITH counted AS MATERIALIZED (
         SELECT series.study_id, series.series_id, series.modality, series.body_part, series.number,
           iif(series.made_at IS NULL,
             (SELECT count(*) FROM object WHERE object.series_id = series.series_id) - ${TAKEN_BACK}, 0) AS received,
           ((SELECT min(sort_key) FROM object WHERE object.series_id = series.series_id)
             + (SELECT max(sort_key) FROM object WHERE object.series_id = series.series_id)) / 2 AS middle
         FROM json_each(?) AS wanted JOIN series ON series.study_id = wanted.value)
       SELECT study_id, modality, body_part, received, picture.object_id AS thumbnail,
         ${picturesOf('picture')} AS frames
       FROM counted LEFT JOIN object AS picture ON picture.frames > 0 AND picture.object_id = coalesce(
         (SELECT object_id FROM object WHERE object.series_id = counted.series_id
            AND object.rejected IS NULL AND object.sort_key >= counted.middle ORDER BY sort_key LIMIT 1),
         (SELECT object_id FROM object WHERE object.series_id = counted.series_id AND object.rejected IS NULL
            ORDER BY sort_key LIMIT 1))
       ORDER BY number NULLS LAST, counted.series_id`,
    )
    .all(ids);
}

function reportStates(db: Statements, ids: string): ReadonlyMap<string, WorklistRow['reportState']> {
  const rows = db
    .prepare<
      [{ readonly ids: string }],
      { study_id: string; reportId: string; state: string; predecessor: string | null }
    >(
      `SELECT study_id, report_id AS reportId, state, predecessor FROM report
       WHERE study_id IN (SELECT value FROM json_each(@ids)) AND state <> 'discarded'
       UNION ALL SELECT about.study_id, report_id, state, predecessor
       FROM report_accession AS about INDEXED BY report_accession_study JOIN report USING (report_id)
       WHERE about.study_id IN (SELECT value FROM json_each(@ids)) AND state <> 'discarded'`,
    )
    .all({ ids });
  const byStudy = new Map<string, LineReport[]>();
  for (const { study_id: studyId, reportId, state, predecessor } of rows) {
    const reports = byStudy.get(studyId) ?? [];
    reports.push({ reportId, state: ReportState.parse(state), predecessor });
    byStudy.set(studyId, reports);
  }
  return new Map([...byStudy].map(([studyId, reports]) => [studyId, listedState(reports)]));
}

/** What the other studies are called that a report of each study is about. */
function reportedWith(db: Statements, ids: string): ReadonlyMap<string, readonly string[]> {
  const rows = db
    .prepare<[{ readonly ids: string }], { study_id: string; name: string }>(
      `WITH about (report_id, study_id) AS (
         SELECT report_id, study_id FROM report_accession
         UNION SELECT report_id, report.study_id FROM report JOIN report_accession USING (report_id))
       SELECT DISTINCT mine.study_id, coalesce(study.accession, study.description, '') AS name
       FROM about AS mine JOIN report ON report.report_id = mine.report_id AND report.state NOT IN ('discarded', 'withdrawn')
         JOIN about AS other ON other.report_id = mine.report_id AND other.study_id <> mine.study_id
         JOIN study ON study.study_id = other.study_id
       WHERE mine.study_id IN (SELECT value FROM json_each(@ids)) ORDER BY name`,
    )
    .all({ ids });
  const byStudy = group(rows, (row) => row.study_id);
  return new Map([...byStudy].map(([studyId, found]) => [studyId, found.map(({ name }) => name)]));
}

/** Objects in quarantine; only the few that are there are read. */
function damagedCounts(db: Statements, ids: string): ReadonlyMap<string, number> {
  const rows = db
    .prepare<[string], { study_id: string; damaged: number }>(
      `SELECT series.study_id, count(*) AS damaged
       FROM object INDEXED BY object_quarantined JOIN series USING (series_id)
       WHERE object.quarantined IS NOT NULL AND series.study_id IN (SELECT value FROM json_each(?))
       GROUP BY series.study_id`,
    )
    .all(ids);
  return new Map(rows.map((row) => [row.study_id, row.damaged]));
}

/** Earlier or undated studies of the same patient. */
function priorCounts(db: Statements, studies: readonly StudyRow[]): ReadonlyMap<string, number> {
  const own = [...new Set(studies.map((study) => study.patient_key))];
  const merged = mergedPatients(db, own);
  const keys = JSON.stringify([...new Set([...own, ...[...merged.values()].flat()])]);
  const all = db
    .prepare<[string], { study_id: string; patient_key: string; study_date: string | null }>(
      'SELECT study_id, patient_key, study_date FROM study WHERE patient_key IN (SELECT value FROM json_each(?))',
    )
    .all(keys);
  const byPatient = group(all, (row) => row.patient_key);
  return new Map(
    studies.map((study) => {
      const others = [study.patient_key, ...(merged.get(study.patient_key) ?? [])]
        .flatMap((key) => byPatient.get(key) ?? [])
        .filter((other) => other.study_id !== study.study_id);
      const earlier = others.filter(
        (other) => other.study_date === null || study.study_date === null || other.study_date <= study.study_date,
      );
      return [study.study_id, earlier.length];
    }),
  );
}

function worklistRow(
  study: StudyRow,
  series: readonly SeriesCount[],
  facts: Pick<WorklistRow, 'reportState' | 'priors' | 'damaged'> & {
    readonly rejected: readonly RejectedImages[];
    readonly siteNews: readonly string[];
    readonly reportedWith: readonly string[];
  },
): WorklistRow {
  const received = series.reduce((sum, row) => sum + row.received, 0);
  const pictured = series.find((row) => row.thumbnail !== null && !ABOUT_IMAGES.has(row.modality ?? ''));
  return {
    studyId: StudyId.parse(study.study_id),
    studyUid: study.study_uid ?? `${NO_SERIES}${study.study_id}`,
    patient: patientOf(study),
    studyDate: study.study_date,
    studyTime: study.study_time,
    patientAge: study.patient_age,
    modalities: modalitiesOf(series),
    description: study.description,
    bodyParts: distinct(series.map((row) => row.body_part)),
    accession: study.accession,
    referring: study.referring,
    site: study.site,
    institution: study.institution,
    reason: study.reason,
    priority: priorityOf(study.priority),
    series: series.length,
    received,
    expected: study.expected,
    damaged: facts.damaged,
    ...(facts.rejected.length > 0 ? { rejected: [...facts.rejected] } : {}),
    ...(facts.siteNews.length > 0 ? { siteNews: [...facts.siteNews] } : {}),
    priors: facts.priors,
    readiness: readinessOf({ received, expected: study.expected, damaged: facts.damaged }),
    reportState: facts.reportState,
    ...(facts.reportedWith.length > 0 ? { reportedWith: [...facts.reportedWith] } : {}),
    thumbnail: pictured ? thumbnailOf(pictured) : null,
    arrivedAt: study.arrived_at,
  };
}

function patientOf(study: StudyRow): WorklistRow['patient'] {
  return {
    patientKey: PatientKey.parse(study.patient_key),
    issuer: study.issuer,
    patientId: study.patient_id,
    name: nameOf(study),
    birthDate: study.birth_date,
    sex: study.sex,
    identityConflict: study.identity_conflict === 1,
  };
}

function nameOf(row: Pick<StudyRow, 'name_alphabetic' | 'name_ideographic' | 'name_phonetic'>): PersonName {
  return { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic };
}

function modalitiesOf(series: readonly SeriesCount[]): string[] {
  const all = distinct(series.map((row) => row.modality));
  const about = (modality: string): boolean => ABOUT_IMAGES.has(modality);
  return [...all.filter((modality) => !about(modality)), ...all.filter(about)];
}

function priorityOf(text: string | null): WorklistRow['priority'] {
  return text === 'stat' || text === 'urgent' || text === 'routine' ? text : null;
}

function thumbnailOf(row: {
  readonly thumbnail: string | null;
  readonly frames: number | null;
}): SeriesInfo['thumbnail'] {
  if (row.thumbnail === null) return null;
  return { objectId: ObjectId.parse(row.thumbnail), frame: Math.ceil((row.frames ?? 1) / 2) };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

function group<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const found = groups.get(key(row));
    if (found) found.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

interface SeriesRow {
  readonly series_id: string;
  readonly series_uid: string;
  readonly modality: string | null;
  readonly number: number | null;
  readonly description: string | null;
  readonly body_part: string | null;
  readonly laterality: string | null;
  readonly protocol: string | null;
  readonly frame_of_reference: string | null;
  readonly series_date: string | null;
  readonly series_time: string | null;
  readonly expected: number | null;
  readonly received: number;
  readonly taken_back: number;
}

/** Series of a study by number, without thumbnails: those come with the images in display order. */
export function seriesOfStudy(db: Statements, studyId: string): readonly Omit<SeriesInfo, 'thumbnail'>[] {
  const rows = db
    .prepare<[string], SeriesRow>(
      `SELECT series.*, (SELECT count(*) FROM object WHERE object.series_id = series.series_id) AS received,
         ${TAKEN_BACK} AS taken_back
       FROM series WHERE study_id = ? ORDER BY number NULLS LAST, series_date, series_time, series_uid`,
    )
    .all(studyId);
  return rows.map((row) => ({
    seriesId: SeriesId.parse(row.series_id),
    seriesUid: row.series_uid,
    modality: row.modality,
    number: row.number,
    description: row.description,
    bodyPart: row.body_part,
    laterality: row.laterality,
    protocol: row.protocol,
    frameOfReference: row.frame_of_reference,
    date: row.series_date,
    time: row.series_time,
    received: row.received - row.taken_back,
    expected: row.expected,
    ...(row.taken_back > 0 ? { rejected: row.taken_back } : {}),
  }));
}
