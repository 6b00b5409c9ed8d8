import { findStudy } from '../../electron/station/archive/study-rows.ts';
import { newId } from '../../electron/station/kernel/ids.ts';
import type { Db } from '../../electron/station/kernel/sqlite.ts';
import { Statements } from '../../electron/station/kernel/statements.ts';
import { ownText } from '../../electron/station/reporting/own-text.ts';
import { searchReports } from '../../electron/station/reporting/report-search.ts';
import { isSameId } from '../../electron/station/worklist/imaging-orders/patient-merges.ts';
import { priorTexts } from '../../electron/station/worklist/prior-reports/prior-texts.ts';
import { StudyId } from '../../shared/model/ids.ts';
import { PriorReportText } from '../../shared/model/prior-report.ts';
import { ReportHit, ReportSearch } from '../../shared/model/report-hit.ts';
import { documentJson } from '../../shared/report/signed-document.ts';
import { intakeOver, openIndex } from '../integration/worklist/order-bench.ts';
import { contentWith, hashOf, signedDocument, templateFile } from './report-document.ts';

const TEMPLATE = templateFile('ct-chest');
const ada = newId();

/** An index with patients, studies and signed reports as rows, and what searches and shows them. */
export function library(dir: string) {
  const db = openIndex(dir);
  const statements = new Statements(db);
  const site = newId();
  db.prepare("INSERT INTO site VALUES (?, 'St. Anna', '')").run(site);
  db.prepare("INSERT INTO person (person_id, name, roles, created_at) VALUES (?, 'Ada Reader', '[]', '')").run(ada);
  const intake = intakeOver(db);
  const hidden = new Set<string>();
  return {
    db,
    hidden,
    study: (patientId = 'MRN1', date = '20260301', name = 'DOE^JANE'): StudyId =>
      addStudy(db, site, { patientId, date, name }),
    search: (words: string, more: Partial<ReportSearch> = {}): ReportHit[] => {
      const parts = {
        ...{
          index: db,
          statements,
          study: (id: StudyId) => findStudy(statements, id),
          maySee: (id: StudyId) => !hidden.has(id),
        },
        sameId: (at: string, issuer: string, a: string, b: string) => isSameId(statements, at, issuer, a, b),
      };
      return searchReports(parts, ReportSearch.parse({ words, ...more })).hits.map((hit) => ReportHit.parse(hit));
    },
    priors: async (studyId: StudyId): Promise<PriorReportText[]> => {
      const found = await priorTexts(
        {
          ...{ index: db, ownText, study: (id) => findStudy(statements, id), priors: () => [] },
          readContent: () => Promise.reject(new Error('no objects')),
        },
        studyId,
      );
      return found.map((one) => PriorReportText.parse(one));
    },
    receive: async (text: string, from = 'St. Anna'): Promise<string | undefined> => {
      const terms = intake.terms({
        name: 'ris',
        site: from,
        trusted: false,
        charset: 'UNICODE UTF-8',
        zone: null,
      });
      return /MSA\|(\w+)/.exec((await intake.receive(Buffer.from(text, 'utf8'), terms)).answer)?.[1];
    },
  };
}

function addStudy(
  db: Db,
  site: string,
  { patientId, date, name }: { patientId: string; date: string; name: string },
): StudyId {
  const known = db
    .prepare<[string], string>('SELECT patient_key FROM patient WHERE patient_id = ?')
    .pluck()
    .get(patientId);
  const [patient, study] = [known ?? newId(), newId()];
  if (known === undefined) {
    db.prepare("INSERT INTO patient VALUES (?, 'St. Anna', ?, ?, '', '', ?, '19600101', 'F', 0)").run(
      ...[patient, patientId, name, name.toLowerCase()],
    );
  }
  db.prepare(
    `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, accession, arrived_at)
     VALUES (?, ?, ?, 'key', ?, ?, ?, '2026-03-01T02:20:00.000Z')`,
  ).run(study, patient, site, `1.2.${date}.${patientId.length}`, date, `ACC${date}`);
  db.prepare("INSERT INTO series (series_id, study_id, series_uid, modality) VALUES (?, ?, '1.2.3', 'CT')").run(
    newId(),
    study,
  );
  return StudyId.parse(study);
}

/** A row as a signature leaves it. */
export function addReport(db: Db, studyId: StudyId, findings: string, at = '2026-03-01T00:00:00.000Z'): string {
  const document = signedDocument({ at, content: contentWith(TEMPLATE, { findings, impression: 'See above.' }) });
  const id = newId();
  db.prepare(
    `INSERT INTO report (report_id, study_id, template_id, template_name, state, predecessor, author, created_at, signed, signed_hash,
       signed_at) VALUES (?, ?, 'ct-chest', 'CT chest', 'final', NULL, ?, ?, ?, ?, ?)`,
  ).run(id, studyId, ada, at, documentJson(document), hashOf(document), at);
  return id;
}
