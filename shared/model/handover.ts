import { z } from 'zod';
import { PersonId, ReportId, StudyId } from './ids.ts';

/**
 * How much a final report differs from the preliminary one that it took the place of. agrees: nothing for the patient. minor: something
 * that does not change what is done. major: something that may.
 */
export const HANDOVER_GRADES = ['agrees', 'minor', 'major'] as const;
export const HandoverGrade = z.enum(HANDOVER_GRADES);
export type HandoverGrade = z.infer<typeof HandoverGrade>;

const Signed = z.strictObject({ reportId: ReportId, personId: PersonId, name: z.string(), at: z.string() });

/** A preliminary report of one reader, and the report of another that took its place. */
export const Handover = z.strictObject({
  studyId: StudyId,
  /** As lists show it: the alphabetic group. */
  patientName: z.string(),
  title: z.string(),
  preliminary: Signed,
  final: Signed,
  /** Titles of the sections that say something else. */
  changed: z.array(z.string()),
  /** Null: nobody said yet how much it differs. */
  grade: z.strictObject({ grade: HandoverGrade, note: z.string(), by: PersonId, at: z.string() }).nullable(),
});
export type Handover = z.infer<typeof Handover>;
