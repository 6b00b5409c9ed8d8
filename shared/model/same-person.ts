import { z } from 'zod';
import { PatientKey } from './ids.ts';
import { PersonName } from './study.ts';

/** What speaks for or against two patients being one person. unknown: one of both does not say. */
export const Evidence = z.strictObject({
  what: z.enum(['name', 'birth date', 'sex', 'id']),
  here: z.string().nullable(),
  there: z.string().nullable(),
  agrees: z.enum(['yes', 'no', 'unknown']),
});
export type Evidence = z.infer<typeof Evidence>;

export const SamePersonAnswer = z.enum(['same', 'different']);
export type SamePersonAnswer = z.infer<typeof SamePersonAnswer>;

/** A patient of another issuer who may be the one that is read; offered where both sites agreed to that. */
export const SamePersonCandidate = z.strictObject({
  patientKey: PatientKey,
  issuer: z.string(),
  site: z.string(),
  name: PersonName,
  studies: z.number().int(),
  /** DICOM DA text of the newest; null: none of them says. */
  newest: z.string().nullable(),
  evidence: z.array(Evidence),
  /** Null: nobody has answered. */
  answered: z
    .strictObject({
      answer: SamePersonAnswer,
      byName: z.string(),
      /** UTC, ISO 8601. */
      at: z.string(),
    })
    .nullable(),
});
export type SamePersonCandidate = z.infer<typeof SamePersonCandidate>;
