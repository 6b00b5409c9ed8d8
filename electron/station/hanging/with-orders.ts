import type { StudyId } from '../../../shared/model/ids.ts';
import type { StudyForReading, WorklistRow } from '../../../shared/model/study.ts';

/** Studies with what their orders ask for, as the desk opens them: protocols judge both. */
export function withOrders(
  archive: { openStudy(studyId: StudyId): StudyForReading },
  orders: { withOrder(study: WorklistRow): WorklistRow },
): { openStudy(studyId: StudyId): StudyForReading } {
  return {
    openStudy: (studyId) => {
      const opened = archive.openStudy(studyId);
      return { ...opened, study: orders.withOrder(opened.study) };
    },
  };
}
