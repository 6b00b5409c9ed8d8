import { ReportId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { pdfUids } from '../../reporting/outputs/pdf-object.ts';
import type { ReportContent } from './report-content.ts';

/** What this station made for a study, and may be at its site by now. */
export interface OwnObjects {
  readonly seriesUids: readonly string[];
  /** Objects of it that arrived, or may have. */
  readonly delivered: number;
}

/** Series of the reports of a study that were signed here, and the objects of it that went out. */
export function ownObjectsOf(index: Db, content: Pick<ReportContent, 'document'>, studyId: StudyId): OwnObjects {
  const signed = index
    .prepare<[string], string>('SELECT report_id FROM report WHERE signed IS NOT NULL AND study_id = ?')
    .pluck()
    .all(studyId);
  const delivered = index
    .prepare<[string], number>(
      `SELECT count(DISTINCT key) FROM outbox WHERE state IN ('delivered', 'unclear') AND sop_class IS NOT NULL
         AND study_id = ?`,
    )
    .pluck()
    .get(studyId);
  const seriesUids = signed.flatMap((id) => {
    const document = content.document(ReportId.parse(id));
    return [document.uids.series, document.uids.measurementSeries, pdfUids(document).series];
  });
  // Of objects that are no report: those that this station made are in the archive, too.
  const made = index
    .prepare<[string], string>(
      `SELECT DISTINCT series.series_uid FROM outbox JOIN object ON object.sop_uid = outbox.key JOIN series USING (series_id)
       WHERE outbox.study_id = ? AND outbox.report_id IS NULL AND outbox.sop_class IS NOT NULL`,
    )
    .pluck()
    .all(studyId);
  return { seriesUids: [...seriesUids, ...made], delivered: delivered ?? 0 };
}
