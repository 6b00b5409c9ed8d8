import { z } from 'zod';
import { OrderPatient } from './imaging-order.ts';
import { ObjectId, StudyId } from './ids.ts';
import { Code } from './code.ts';

/** Letters of one section, sections of one report. What is longer is cut, and says so. */
export const PRIOR_CAPS = { letters: 200_000, sections: 200, line: 200 } as const;

const Line = z.string().max(PRIOR_CAPS.line);

export const PriorSection = z.strictObject({ title: Line, code: Code.nullable(), text: z.string() });
export type PriorSection = z.infer<typeof PriorSection>;

/** withdrawn: whoever sent it says that it was wrong. */
export const PriorState = z.enum(['preliminary', 'final', 'corrected', 'withdrawn']);
export type PriorState = z.infer<typeof PriorState>;

/** A report of somebody else as a message tells it: text of a stranger, never markup. */
export const PriorReport = z.strictObject({
  origin: z.enum(['hl7', 'fhir']),
  /** Name of the store's site whose numbers it bears. */
  site: Line,
  /** What its sender calls it: the same one again takes the place of what was sent before. */
  senderKey: Line.min(1),
  accessions: z.array(Line),
  studyUids: z.array(z.string().regex(/^[0-9.]{1,64}$/)),
  patient: OrderPatient,
  title: Line,
  /** DICOM DA text. */
  studyDate: z
    .string()
    .regex(/^\d{8}$/)
    .nullable(),
  signer: Line,
  state: PriorState,
  /** Only adds to what was sent before under the same number. */
  adds: z.boolean(),
  sections: z.array(PriorSection).max(PRIOR_CAPS.sections),
  /** Something was beyond a cap and left out. */
  cut: z.boolean(),
});
export type PriorReport = Readonly<z.infer<typeof PriorReport>>;

/** Why the text of a report is held back: it bears the patient's id and says somebody else. */
export const PriorDoubt = z.enum(['patient-name', 'birth-date', 'sex', 'other-patient-before']);
export type PriorDoubt = z.infer<typeof PriorDoubt>;

/** A prior report beside a case, whoever wrote it. */
export const PriorReportText = z.strictObject({
  priorReportId: z.string(),
  origin: z.enum(['own', 'hl7', 'fhir', 'dicom']),
  title: z.string(),
  /** Of the study, DICOM DA text. */
  date: z.string().nullable(),
  /** UTC, ISO 8601: when it was signed, or last sent. */
  issuedAt: z.string().nullable(),
  signer: z.string(),
  state: z.enum([...PriorState.options, 'addendum']),
  accession: z.string().nullable(),
  /** Its study where that is here. */
  studyId: StudyId.nullable(),
  /** The object that it is, where it is one (SR, encapsulated PDF). */
  objectId: ObjectId.nullable(),
  sections: z.array(z.strictObject({ title: z.string(), text: z.string() })),
  /** Not empty: `sections` are held back. */
  doubts: z.array(PriorDoubt),
  /** How often its sender sent another text before. */
  versions: z.number().int().nonnegative(),
  /** A PDF came with it. */
  hasPdf: z.boolean(),
  cut: z.boolean(),
});
export type PriorReportText = z.infer<typeof PriorReportText>;
