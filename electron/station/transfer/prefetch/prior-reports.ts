import type { ReadinessFacts } from '../../../../shared/model/readiness.ts';
import type { Statements } from '../../kernel/statements.ts';

/** Modalities under which reports lie beside the images of a study. */
const REPORT_MODALITIES: ReadonlySet<string> = new Set(['SR', 'DOC']);
/**
 * SOP classes that say something about findings: basic text, enhanced, comprehensive and comprehensive 3D SR, encapsulated PDF and
 * CDA (Part 4, B.5). A radiation dose SR is modality SR too, and no report.
 */
const REPORT_CLASSES = JSON.stringify([
  '1.2.840.10008.5.1.4.1.1.88.11',
  '1.2.840.10008.5.1.4.1.1.88.22',
  '1.2.840.10008.5.1.4.1.1.88.33',
  '1.2.840.10008.5.1.4.1.1.88.34',
  '1.2.840.10008.5.1.4.1.1.104.1',
  '1.2.840.10008.5.1.4.1.1.104.2',
]);

/** A prior that matters, as far as its report goes. */
export interface PriorForReport {
  readonly studyUid: string;
  /** It is here whole: what has not come with it does not exist. */
  readonly complete: boolean;
  /** One of our own was signed. */
  readonly isSigned: boolean;
  /** As its sources tell them, or as they lie here. */
  readonly modalities: readonly string[];
}

/** Whether an object that is here reports on a study. */
export function hasReportObject(db: Statements, studyUid: string): boolean {
  return (
    db
      .prepare<[string, string], number>(
        `SELECT EXISTS (SELECT 1 FROM study JOIN series USING (study_id) JOIN object USING (series_id)
         WHERE study.study_uid = ? AND series.modality IN ('SR', 'DOC', 'OT') AND object.quarantined IS NULL
           AND object.sop_class IN (SELECT value FROM json_each(?)))`,
      )
      .pluck()
      .get(studyUid, REPORT_CLASSES) === 1
  );
}

/**
 * Reports of priors: our own, and those that lie beside their images.
 * @param sendsReports as the sources of the site are set up; null: nobody said
 * @param isHere whether a report object of a study is here
 */
export function priorReports(
  priors: readonly PriorForReport[],
  sendsReports: boolean | null,
  isHere: (studyUid: string) => boolean,
): NonNullable<ReadinessFacts['priorReports']> {
  const told = { wanted: 0, here: 0, unsaid: 0 };
  for (const { studyUid, complete, isSigned, modalities } of priors) {
    if (isSigned || isHere(studyUid)) {
      told.wanted += 1;
      told.here += 1;
    } else if (!complete && modalities.some((modality) => REPORT_MODALITIES.has(modality))) told.wanted += 1;
    else if (sendsReports === null) told.unsaid += 1;
  }
  return told;
}
