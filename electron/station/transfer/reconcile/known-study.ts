import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { SiteDifference } from '../../../../shared/model/site-difference.ts';
import { studyName } from '../../../../shared/report/together.ts';
import type { KnownStudy } from '../../../../shared/rules/outbox/site-differences.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { receivedObjects, studyFacts } from '../../reporting/study-facts.ts';
import { chosenStudies } from '../../reporting/together-rows.ts';
import { ownObjectsOf } from '../outbox/own-objects.ts';
import type { ReportContent } from '../outbox/report-content.ts';

/** The study as it is here; null where its site could not know it by a UID of ours. */
export function knownStudy(index: Db, content: ReportContent, studyId: StudyId): KnownStudy | null {
  const { studyUid, patient } = studyFacts(index, studyId);
  if (studyUid === null) return null;
  const { count, references } = receivedObjects(index, studyId);
  const own = ownObjectsOf(index, content, studyId);
  return {
    ...{ studyUid, patient, objects: count, delivered: own.delivered },
    ownSeriesUids: new Set(own.seriesUids),
    seriesUids: new Set([...own.seriesUids, ...references.map(({ seriesUid }) => seriesUid)]),
  };
}

/** A study that a report is about beside its own, and what it is called. */
export interface OtherStudy {
  readonly studyId: StudyId;
  readonly name: string;
}

/** Those that are still here. */
export function otherStudiesOf(index: Db, reportId: ReportId): readonly OtherStudy[] {
  return chosenStudies(index, reportId)
    .filter((studyId) => index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) !== undefined)
    .map((studyId) => ({ studyId, name: studyName(studyFacts(index, studyId).study) }));
}

/** A difference of another study of the report, by its name. */
export function ofOther(one: SiteDifference, name: string): SiteDifference {
  return { ...one, signed: `${name}: ${one.signed}`, now: `${name}: ${one.now}` };
}
