import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import { mergedPatients } from '../archive/merged-patients.ts';
import type { Db } from '../kernel/sqlite.ts';
import { Statements } from '../kernel/statements.ts';

/**
 * Studies that a person was given to read blind, by whatever number their report names them: the next draw, which gives a study that came
 * later to its report, is not waited for. Where several bear that number, each may be it. `lock`, `unblind` and `skip` end the blindness; a
 * programme that scores priors is not blind.
 */
const NAMED = `
  WITH of_case AS MATERIALIZED (
    SELECT DISTINCT review_source.study_id, review_source.study_uid, review_source.accession, review_source.site
    FROM review JOIN review_source USING (source_report_id) JOIN review_programme USING (programme_id, version)
    WHERE reviewer = ? AND json_extract(review_programme.content, '$.kind') <> 'prior-while-reading'
      AND NOT EXISTS (SELECT 1 FROM review_event WHERE review_event.review_id = review.review_id
        AND json_extract(review_event.content, '$.move.kind') IN ('lock', 'unblind', 'skip')))
  SELECT study_id FROM of_case WHERE study_id IS NOT NULL
  UNION SELECT study.study_id FROM of_case JOIN study ON study.study_uid = of_case.study_uid
  UNION SELECT study.study_id FROM of_case JOIN study ON study.accession = of_case.accession JOIN site USING (site_id)
    WHERE of_case.study_id IS NULL AND of_case.accession <> '' AND lower(site.name) = lower(of_case.site)`;

/** The same study from elsewhere, and what its site has under the same accession. */
const LIKE_THEM = `
  SELECT other.study_id AS studyId, own.patient_key AS own, other.patient_key AS other
  FROM json_each(?) AS wanted JOIN study AS own ON own.study_id = wanted.value
  JOIN study AS other ON other.study_uid = own.study_uid
    OR (own.accession <> '' AND other.accession = own.accession AND other.site_id = own.site_id)`;

/** What reports are about together with them. */
const TOGETHER = `
  WITH about AS MATERIALIZED (
    SELECT report.report_id FROM json_each(@studies) AS wanted JOIN report ON report.study_id = wanted.value WHERE state <> 'discarded'
    UNION SELECT report.report_id FROM json_each(@studies) AS wanted JOIN report_accession AS of ON of.study_id = wanted.value
      JOIN report ON report.report_id = of.report_id WHERE state <> 'discarded')
  SELECT study_id FROM about JOIN report USING (report_id)
  UNION SELECT report_accession.study_id FROM about JOIN report_accession USING (report_id)`;

interface Alike {
  readonly studyId: string;
  readonly own: string;
  readonly other: string;
}

/** Studies that a person may not be told of now. They are looked up each time: what comes, or is joined to them, is kept back at once. */
export function blindStudies(index: Db, reader: ReaderPseudonym): ReadonlySet<string> {
  const named = index.prepare<[string], string>(NAMED).pluck().all(reader);
  if (named.length === 0) return new Set();
  const alike = index.prepare<[string], Alike>(LIKE_THEM).all(JSON.stringify(named));
  const merged = mergedPatients(new Statements(index), [...new Set(alike.map(({ own }) => own))]);
  // Some devices write one accession for everybody.
  const same = alike.filter(({ own, other }) => own === other || merged.get(own)?.includes(other) === true);
  const all = [...new Set([...named, ...same.map(({ studyId }) => studyId)])];
  const together = index.prepare<[{ readonly studies: string }], string>(TOGETHER).pluck();
  return new Set([...all, ...together.all({ studies: JSON.stringify(all) })]);
}
