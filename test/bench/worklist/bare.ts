import type { Db } from '../../../electron/station/kernel/sqlite.ts';

/** The floor: what a person would type into SQLite for the same answers. Rows as they come, no encryption, no checks. */
export interface BareQueries {
  list(): number;
  search(name: string): number;
  preview(studyId: string): number;
  priors(studyId: string): number;
}

const ROW = `SELECT study.*, patient.*, site.name AS site FROM study JOIN patient USING (patient_key) JOIN site USING (site_id)`;
const ORDER = 'ORDER BY study.study_date DESC, study.study_time DESC, study.study_id LIMIT 500';

export function bareQueries(db: Db): BareQueries {
  const list = db.prepare(`${ROW} ${ORDER}`);
  const count = db.prepare('SELECT count(*) FROM study').pluck();
  const search = db.prepare(
    `${ROW} WHERE patient.name_search LIKE @text OR patient.patient_id LIKE @text OR study.accession LIKE @text
       OR study.description LIKE @text ${ORDER}`,
  );
  const found = db
    .prepare(
      `SELECT count(*) FROM study JOIN patient USING (patient_key) WHERE patient.name_search LIKE @text
         OR patient.patient_id LIKE @text OR study.accession LIKE @text OR study.description LIKE @text`,
    )
    .pluck();
  const series = db.prepare(
    `SELECT study_id, modality, body_part, (SELECT count(*) FROM object WHERE object.series_id = series.series_id) AS received
     FROM series WHERE study_id IN (SELECT value FROM json_each(?))`,
  );
  const others = db.prepare(
    'SELECT study_id, patient_key, study_date FROM study WHERE patient_key IN (SELECT value FROM json_each(?))',
  );
  const reports = db.prepare('SELECT study_id, state FROM report WHERE study_id IN (SELECT value FROM json_each(?))');
  const inStudy = db.prepare(
    `SELECT series.*, (SELECT count(*) FROM object WHERE object.series_id = series.series_id) AS received,
       (SELECT object_id FROM object WHERE object.series_id = series.series_id ORDER BY sort_key LIMIT 1) AS picture
     FROM series WHERE study_id = ?`,
  );
  const ofPatient = db.prepare(
    `${ROW} WHERE patient_key = (SELECT patient_key FROM study WHERE study_id = ?) ORDER BY study.study_date DESC`,
  );
  const whole = (rows: readonly unknown[]): number => {
    const studies = rows as readonly { readonly study_id: string; readonly patient_key: string }[];
    const ids = JSON.stringify(studies.map((row) => row.study_id));
    const patients = JSON.stringify(studies.map((row) => row.patient_key));
    return studies.length + series.all(ids).length + others.all(patients).length + reports.all(ids).length;
  };
  return {
    list: () => whole(list.all()) + Number(count.get()),
    search: (name) => whole(search.all({ text: `%${name}%` })) + Number(found.get({ text: `%${name}%` })),
    preview: (studyId) => inStudy.all(studyId).length + whole(ofPatient.all(studyId)),
    priors: (studyId) => whole(ofPatient.all(studyId)),
  };
}
