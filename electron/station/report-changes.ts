import { z } from 'zod';
import type { AnyEvent } from '../../shared/contract/index.ts';
import { ReportId, StudyId } from '../../shared/model/ids.ts';
import type { Db } from './kernel/sqlite.ts';
import { chosenStudies } from './reporting/together-rows.ts';

interface Change {
  readonly studyId: StudyId;
  readonly reportId: ReportId;
}

/** A report changed: everybody who looks at one of the studies that it is about hears of it. */
export function tellReportChanged(index: Db, emit: (event: AnyEvent) => void): (change: Change) => void {
  return (change) => {
    emit({ name: 'worklist.changed', payload: { studyIds: tellAll(index, emit, change) } });
  };
}

/**
 * For what brings objects: where a signed report is about their study, what it was signed over is no longer all, and whoever looks at any of
 * its studies hears of it.
 */
export function tellOfArrivals(index: Db, emit: (event: AnyEvent) => void): (event: AnyEvent) => void {
  return (event) => {
    if (event.name !== 'worklist.changed') return emit(event);
    const studyIds = new Set(event.payload.studyIds);
    for (const change of signedAbout(index, event.payload.studyIds))
      for (const studyId of tellAll(index, emit, change)) studyIds.add(studyId);
    emit({ ...event, payload: { ...event.payload, studyIds: [...studyIds] } });
  };
}

/** @returns the studies that the report is about */
function tellAll(index: Db, emit: (event: AnyEvent) => void, change: Change): StudyId[] {
  const studyIds = [...new Set([change.studyId, ...chosenStudies(index, change.reportId)])];
  for (const studyId of studyIds) emit({ name: 'report.changed', payload: { ...change, studyId } });
  return studyIds;
}

const Row = z.object({ studyId: StudyId, reportId: ReportId });

/** The newest signed report of each line that is about one of the studies. */
function signedAbout(index: Db, studyIds: readonly StudyId[]): readonly Change[] {
  const ids = JSON.stringify(studyIds);
  return index
    .prepare<[string, string]>(
      `SELECT study_id AS studyId, report_id AS reportId FROM report
       WHERE signed IS NOT NULL AND (study_id IN (SELECT value FROM json_each(?))
         OR report_id IN (SELECT report_id FROM report_accession WHERE study_id IN (SELECT value FROM json_each(?))))
         AND NOT EXISTS (SELECT 1 FROM report AS later WHERE later.predecessor = report.report_id AND later.signed IS NOT NULL)`,
    )
    .all(ids, ids)
    .map((row) => Row.parse(row));
}
