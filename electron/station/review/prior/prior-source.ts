import { SourceReportId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { PriorReportText } from '../../../../shared/model/prior-report.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** The reading of this store that a report adds to, or is. */
const OF_STATION = `
  WITH RECURSIVE line (report_id, predecessor, state) AS (
    SELECT report_id, predecessor, state FROM report WHERE report_id = ?
    UNION ALL
    SELECT one.report_id, one.predecessor, one.state FROM report AS one JOIN line ON one.report_id = line.predecessor
    WHERE line.state = 'addendum')
  SELECT source_report_id FROM line JOIN review_source ON origin = 'station' AND key = line.report_id
  WHERE line.state IN ('final', 'corrected')`;

/** Brought in, of its study, or under its accession at the site whose patient is read. */
const BROUGHT = `
  SELECT source_report_id FROM review_source WHERE origin NOT IN ('station', 'package') AND gone_at IS NULL
    AND (study_id = @studyId OR (accession = @accession AND lower(site) IN (
      SELECT lower(site.name) FROM study JOIN site USING (site_id) WHERE study.study_id = @followUp)))
  LIMIT 2`;

interface Brought {
  readonly studyId: string | null;
  readonly accession: string | null;
  readonly followUp: string;
}

/**
 * The report of the pool that a prior report is: only of such is it known who wrote it. Null: there is none, or more than one could be meant.
 * What was signed here was noted before.
 */
export function sourceOfPrior(
  index: Db,
  { origin, priorReportId, studyId, accession, doubts }: PriorReportText,
  followUp: StudyId,
): SourceReportId | null {
  if (doubts.length > 0) return null;
  const found =
    origin === 'own'
      ? index.prepare<[string], string>(OF_STATION).pluck().all(priorReportId)
      : index.prepare<[Brought], string>(BROUGHT).pluck().all({ studyId, accession, followUp });
  return found.length === 1 ? SourceReportId.parse(found[0]) : null;
}
