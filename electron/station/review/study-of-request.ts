import { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** By what else a request may name something of a study. */
const BY_PART: readonly (readonly [key: string, sql: string])[] = [
  ['objectId', 'SELECT study_id FROM object JOIN series USING (series_id) WHERE object_id = ?'],
  ['communicationId', 'SELECT study_id FROM communication WHERE communication_id = ?'],
  ['followUpId', 'SELECT study_id FROM follow_up WHERE follow_up_id = ?'],
  ['outgoingId', 'SELECT study_id FROM outbox WHERE outgoing_id = ?'],
  ['noteId', 'SELECT study_id FROM rejection_note WHERE note_id = ?'],
];

/** The study that a request is about, however it names it; null: about none that is here. */
export function studyOfRequest(
  index: Db,
  request: object,
  studyOfReport: (reportId: ReportId) => StudyId | null,
): StudyId | null {
  const named = 'studyId' in request ? StudyId.safeParse(request.studyId).data : undefined;
  if (named !== undefined) return named;
  const report = 'reportId' in request ? ReportId.safeParse(request.reportId).data : undefined;
  if (report !== undefined) return studyOfReport(report);
  for (const [key, sql] of BY_PART) {
    const id: unknown = Reflect.get(request, key);
    const found = typeof id === 'string' ? index.prepare<[string], string>(sql).pluck().get(id) : undefined;
    if (found !== undefined) return StudyId.parse(found);
  }
  return null;
}
