import { z } from 'zod';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { ReportedStudy, SignedDocument } from '../../../shared/report/signed-document.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newUid } from '../kernel/uid.ts';
import type { ReportRow } from './report-store.ts';
import { receivedObjects, studyFacts } from './study-facts.ts';
import { chosenStudies, ORDERS_OF_STUDY } from './together-rows.ts';

interface Freezing {
  /** By which the outputs name the own study. */
  readonly studyUid: string;
  readonly shown: (studyId: StudyId) => { readonly pictures: number; readonly shown: number };
  /** The report that this one follows. */
  readonly before: SignedDocument | undefined;
}

/** What a report is about, as a signature freezes it; empty where it is its own study alone. */
export function reportedStudies(
  index: Db,
  { report_id: reportId, study_id: own }: Pick<ReportRow, 'report_id' | 'study_id'>,
  { studyUid, shown, before }: Freezing,
): readonly ReportedStudy[] {
  const others = chosenStudies(index, reportId);
  if (others.length === 0) return [];
  return [own, ...others].map((studyId): ReportedStudy => {
    const facts = studyFacts(index, studyId);
    const received = receivedObjects(index, studyId);
    const { accession, description, modalities } = facts.study;
    // What follows a report keeps the UID of ours that a study without a usable one got there.
    const known = before?.accessions?.find((one) => one.studyId === studyId)?.studyUid;
    const uid = facts.studyUid !== null && isUid(facts.studyUid) ? facts.studyUid : (known ?? newUid());
    return {
      ...{ studyId, studyUid: studyId === own ? studyUid : uid, accession, description, modalities },
      ...orderNumbers(index, studyId),
      ...{ objects: received.count, objectsHash: received.hash },
      ...shown(studyId),
      evidence: studyId === own ? [] : [...received.references],
    };
  });
}

/** Whether the studies of a report are those that were frozen, with the same objects. */
export function isUnchanged(index: Db, reportId: ReportId, { accessions = [] }: SignedDocument): boolean {
  const others = accessions.slice(1);
  const chosen = chosenStudies(index, reportId);
  return (
    chosen.join() === others.map(({ studyId }) => studyId).join() &&
    others.every(({ studyId, objectsHash }) => receivedObjects(index, studyId).hash === objectsHash)
  );
}

const Numbers = z.object({ placer: z.string().nullable(), filler: z.string().nullable() });

/** Of the newest order that names the study and was not taken back. */
export function orderNumbers(index: Db, studyId: StudyId): z.infer<typeof Numbers> {
  const found = index
    .prepare<[string]>(
      `SELECT placer, filler ${ORDERS_OF_STUDY} WHERE imaging_order.status <> 'cancelled' ORDER BY imaging_order.received_at DESC LIMIT 1`,
    )
    .get(studyId);
  return found === undefined ? { placer: null, filler: null } : Numbers.parse(found);
}
