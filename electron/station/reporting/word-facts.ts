import type { StudyId } from '../../../shared/model/ids.ts';
import type { WordFacts } from '../../../shared/report/word-checks.ts';
import type { ReportingOptions } from './reporting-options.ts';
import type { StudyFacts } from './study-facts.ts';

/** What the words of a report of a study are held against. */
export function wordFacts(
  { priors, told }: Pick<ReportingOptions, 'priors' | 'told'>,
  studyId: StudyId,
  { patient, study }: StudyFacts,
  /** What it is about beside the study. */
  others: readonly StudyId[] = [],
): WordFacts {
  return {
    patient,
    studyDate: study.date,
    accession: study.accession,
    description: study.description,
    priors: priors(studyId),
    told: [studyId, ...others].flatMap((one) => told(one)),
  };
}
