import { z } from 'zod';
import { MeasurementId, ObjectId, PersonId, StudyId } from './ids.ts';

/** What a lesion is to RECIST 1.1. It stays so for as long as the patient is followed. */
export const LesionRole = z.enum(['target', 'non-target', 'new']);
export type LesionRole = z.infer<typeof LesionRole>;

/** What kind of tissue it is, as far as that decides whether and how it is measured. */
export const LesionNature = z.enum(['mass', 'node', 'no-mass', 'irradiated', 'irradiated-grown']);
export type LesionNature = z.infer<typeof LesionNature>;

/**
 * What was found of a lesion at one time point. Of targets: measured, too-small, gone, merged. Of non-target lesions: present, gone,
 * progressed. Of new ones: unequivocal, equivocal, gone. Of all: not-evaluated.
 */
export const LesionFindingKind = z.enum([
  ...(['measured', 'too-small', 'merged', 'present', 'progressed', 'unequivocal', 'equivocal'] as const),
  ...(['gone', 'not-evaluated'] as const),
]);
export type LesionFindingKind = z.infer<typeof LesionFindingKind>;

export const LesionFinding = z.strictObject({
  kind: LesionFindingKind,
  /** Drawings of it, on pictures of this study; several of a target: its pieces. */
  measurements: z.array(MeasurementId).max(10),
  /** Tracking UID of the target that it grew together with. */
  into: z.string().max(64).nullable(),
  /** Why it was not evaluated, in the reader's words. */
  reason: z.string().max(200),
});
export type LesionFinding = z.infer<typeof LesionFinding>;

/** One lesion in one study, as it lies in the journal. */
export const LesionEntry = z.strictObject({
  /** Tracking Unique Identifier (112040, DCM): the same in every study of the patient. */
  trackingUid: z.string(),
  /** The study of the pictures: the time point. */
  studyId: StudyId,
  /** Tracking Identifier (112039, DCM): "T1", "NT2", "N1"; never reused for a patient. */
  label: z.string(),
  role: LesionRole,
  nature: LesionNature,
  organ: z.string().max(64),
  finding: LesionFinding,
  by: PersonId,
  /** UTC, ISO 8601. */
  at: z.string(),
});
export type LesionEntry = z.infer<typeof LesionEntry>;

/** A drawing that a lesion of the ledger points at. */
export const LesionDrawing = z.strictObject({
  measurementId: MeasurementId,
  /** "M3". */
  label: z.string(),
  objectId: ObjectId,
  frame: z.number().int().positive(),
});
export type LesionDrawing = z.infer<typeof LesionDrawing>;

/** One lesion at one time point. */
export const LesionCell = z.strictObject({
  /** Null: nobody entered anything, which is not zero. */
  kind: LesionFindingKind.nullable(),
  /** Study that it was entered for. */
  studyId: StudyId.nullable(),
  /** What it adds to the sum, mm; null where it adds nothing known. */
  mm: z.number().nullable(),
  /** "31.0 mm", "gone", "not entered" … */
  words: z.string(),
  drawings: z.array(LesionDrawing),
  /** What is wrong or particular, in words. */
  notes: z.array(z.string()),
});
export type LesionCell = z.infer<typeof LesionCell>;

export const LedgerLesion = LesionEntry.pick({
  ...{ trackingUid: true, label: true, role: true, nature: true, organ: true },
}).extend({
  /** One for each time point, in their order. */
  cells: z.array(LesionCell),
});
export type LedgerLesion = z.infer<typeof LedgerLesion>;

export const LedgerStudy = z.strictObject({
  studyId: StudyId,
  studyUid: z.string(),
  description: z.string().nullable(),
  modalities: z.array(z.string()),
  /** The one that was asked about. */
  current: z.boolean(),
  /** Why a study under another id is here: who linked it, or that the site merged the patients; null: the same id. */
  linked: z.string().nullable(),
});
export type LedgerStudy = z.infer<typeof LedgerStudy>;

const Response = z.enum(['CR', 'PR', 'SD', 'PD', 'NE', 'Non-CR/Non-PD']);

/** Everything of one date. */
export const LedgerPoint = z.strictObject({
  /** YYYYMMDD; null for the study that was asked about where it has none. */
  date: z.string().nullable(),
  studies: z.array(LedgerStudy),
  /** False: nothing was entered for it, and it is no part of the chain. */
  entered: z.boolean(),
  /** Sum of diameters, mm; null where there are no targets. */
  sum: z.number().nullable(),
  /** Labels of targets without a value: the sum is a least value then. */
  missing: z.array(z.string()),
  /** Smallest whole sum up to here, mm. */
  nadir: z.number().nullable(),
  /** Percent; null where there is nothing whole to compare. */
  fromBaseline: z.number().nullable(),
  /** Percent, from the smallest whole sum before this one. */
  fromNadir: z.number().nullable(),
  target: Response.nullable(),
  nonTarget: Response.nullable(),
  newLesions: z.enum(['none', 'equivocal', 'unequivocal']),
  overall: Response.nullable(),
  /** Why, in words. */
  reasons: z.array(z.string()),
});
export type LedgerPoint = z.infer<typeof LedgerPoint>;

/** Responses of one time point as they go out; null: there is none, as at the baseline. */
export const PointResponses = LedgerPoint.pick({ target: true, nonTarget: true, overall: true });
export type PointResponses = z.infer<typeof PointResponses>;

/** The lesions of one patient over time, by the rules of RECIST 1.1. */
export const LesionLedger = z.strictObject({
  /** Oldest first; the first entered one is the baseline. */
  points: z.array(LedgerPoint),
  /** Targets, non-target lesions, new ones, each in the order of their numbers. */
  lesions: z.array(LedgerLesion),
  best: Response.nullable(),
  /** Rules that are not kept, in words. */
  problems: z.array(z.string()),
});
export type LesionLedger = z.infer<typeof LesionLedger>;
