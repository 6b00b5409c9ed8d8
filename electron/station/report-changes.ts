import type { AnyEvent } from '../../shared/contract/index.ts';
import type { ReportId, StudyId } from '../../shared/model/ids.ts';
import type { Db } from './kernel/sqlite.ts';
import { chosenStudies } from './reporting/together-rows.ts';

/** A report changed: everybody who looks at one of the studies that it is about hears of it. */
export function tellReportChanged(
  index: Db,
  emit: (event: AnyEvent) => void,
): (change: { readonly studyId: StudyId; readonly reportId: ReportId }) => void {
  return (change) => {
    const studyIds = [...new Set([change.studyId, ...chosenStudies(index, change.reportId)])];
    for (const studyId of studyIds) emit({ name: 'report.changed', payload: { ...change, studyId } });
    emit({ name: 'worklist.changed', payload: { studyIds } });
  };
}
