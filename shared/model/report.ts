import { z } from 'zod';
import { Code } from './code.ts';
import { Described } from './described.ts';
import { ComputedFrom, FieldFill, FieldOrigin } from './field-origin.ts';
import { GrownOutline } from './grown-outline.ts';
import { MeasurementId, ObjectId, PersonId, ReportId, StudyId } from './ids.ts';
import { LossyReading } from './lossy.ts';
import { MeasurementPlane, MeasureResult, OnPrior } from './measurement.ts';
import { DraftIntent, ReportState } from './report-state.ts';
import { ToldFinding } from './told-finding.ts';
import { WaitingSignature } from './waiting-signature.ts';
import { Provenance } from './provenance.ts';

export { Code };

export const TemplateField = z.strictObject({
  fieldId: z.string(),
  label: z.string(),
  /** choices: several of the options, joined with "; ". Dates as yyyy-mm-dd, times as hh:mm. */
  type: z.enum(['text', 'choice', 'number', 'check', 'choices', 'date', 'time']),
  options: z.array(z.string()),
  unit: z.string().nullable(),
  /** What signing does when the field is empty: nothing, warn, refuse (MRRT completion action). */
  completion: z.enum(['NONE', 'ALERT', 'PROHIBIT']),
  code: Code.nullable(),
  /** Of a number: the least and the greatest that can be entered, in its unit. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** What a new report begins with; absent: nothing. */
  initial: z.string().optional(),
  /** Of a choice: other words than the options can be entered, too. */
  open: z.literal(true).optional(),
  /** How the form shows it where that is not told by its type: options as buttons, text of several lines. */
  look: z.enum(['radio', 'lines']).optional(),
  /** The part of its section that it stands in. */
  partId: z.string().optional(),
  /** Its value follows from other fields by a rule file; a program that does not have the file asks for it like any field. */
  computed: ComputedFrom.optional(),
  /** What the station fills it with when a draft begins, where it knows that. */
  fill: FieldFill.optional(),
});
export type TemplateField = z.infer<typeof TemplateField>;

/** A heading within a section (MRRT: a section of level 2). */
export const TemplatePart = z.strictObject({ partId: z.string(), title: z.string(), code: Code.nullable() });
export type TemplatePart = z.infer<typeof TemplatePart>;

/**
 * What an imported form carried that no program of ours uses, kept for its export. `at` names the place: "html", "body", "title",
 * "section:ID", "part:ID/PART", "field:ID/FIELD", "row:…", "label:…", "option:…/NUMBER".
 */
export const KeptMarkup = z.strictObject({
  metadata: z.array(z.strictObject({ name: z.string(), content: z.string() })),
  attributes: z.array(z.strictObject({ at: z.string(), name: z.string(), value: z.string() })),
  /** HTML that runs nothing and loads nothing; shown nowhere. */
  elements: z.array(z.strictObject({ at: z.string(), html: z.string() })),
  /** Codes of elements by their id that are no section, part or field, and second codes. */
  codes: z.array(z.strictObject({ id: z.string(), code: Code })),
});
export type KeptMarkup = z.infer<typeof KeptMarkup>;

export const TemplateSection = z.strictObject({
  /** "clinical", "technique", "comparison", "findings", "impression" … */
  sectionId: z.string(),
  title: z.string(),
  code: Code,
  required: z.boolean(),
  fields: z.array(TemplateField),
  /** Text the section begins with; `{comparison}`, `{technique}` and `{clinical}` are filled in by the station. */
  initialText: z.string(),
  /** Normal text inserted by one key. */
  normalText: z.string(),
  parts: z.array(TemplatePart).optional(),
});
export type TemplateSection = z.infer<typeof TemplateSection>;

export const ReportTemplate = z.strictObject({
  templateId: z.string(),
  version: z.number().int(),
  name: z.string(),
  /** For choosing: empty lists match everything. */
  modalities: z.array(z.string()),
  bodyParts: z.array(z.string()),
  title: Code,
  /** Parts of the body that the findings are to speak of, in plain words; absent: none in particular. */
  anatomy: z.array(z.string()).optional(),
  /** For choosing, too; absent: everything. Ages in whole years, both included. Sites and readers by id. */
  procedures: z.array(Code).optional(),
  /** For a special purpose: the study's description or body part has to name one of them, whole words from their start. */
  words: z.array(z.string()).optional(),
  sexes: z.array(z.enum(['F', 'M', 'O'])).optional(),
  ages: z.strictObject({ from: z.number().int().nullable(), to: z.number().int().nullable() }).optional(),
  sites: z.array(z.string()).optional(),
  readers: z.array(z.string()).optional(),
  /** BCP 47, as "en". */
  language: z.string().optional(),
  publisher: z.string().optional(),
  kept: KeptMarkup.optional(),
  sections: z.array(TemplateSection).min(1),
});
export type ReportTemplate = z.infer<typeof ReportTemplate>;

/** Text, or a measurement named in the text. A measurement keeps the words it had when it was inserted. */
export const Inline = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: z.string().max(100_000),
    /** Absent: typed, or of unknown origin (see ReportContent). */
    from: Provenance.optional(),
  }),
  z.strictObject({ kind: z.literal('measurement'), measurementId: MeasurementId, label: z.string(), text: z.string() }),
]);
export type Inline = z.infer<typeof Inline>;

/** One paragraph. */
export const Paragraph = z.array(Inline);
export type Paragraph = z.infer<typeof Paragraph>;

export const ReportSection = z.strictObject({
  sectionId: z.string(),
  paragraphs: z.array(Paragraph),
  fields: z.record(z.string(), z.string()),
  /** Of fields that were computed or filled in; absent: none. */
  origins: z.record(z.string(), FieldOrigin).optional(),
});
export type ReportSection = z.infer<typeof ReportSection>;

export const ReportContent = z.strictObject({
  sections: z.array(ReportSection),
  /** Where each text comes from is kept: one without `from` was typed. Absent: a draft from before that was kept, nothing is known. */
  provenance: z.literal(1).optional(),
});
export type ReportContent = z.infer<typeof ReportContent>;

export { ReportState };

/** A measurement as it is written into outputs: with the image it was made on. */
export const ReportedMeasurement = z.strictObject({
  measurementId: MeasurementId,
  label: z.string(),
  tool: z.string(),
  trackingUid: z.string(),
  /** Tracking Identifier (112039, DCM) of the lesion it measures; absent: its label. */
  trackingId: z.string().optional(),
  objectId: ObjectId,
  sopUid: z.string().nullable(),
  sopClass: z.string().nullable(),
  seriesUid: z.string(),
  studyUid: z.string(),
  frame: z.number().int(),
  frames: z.number().int(),
  points: z.array(z.tuple([z.number(), z.number()])),
  text: z.string(),
  result: MeasureResult,
  /** Drawn on a reformat: `points` are pixels of this plane, and the object is only the nearest stored picture. */
  plane: MeasurementPlane.optional(),
  prior: OnPrior.optional(),
  /** Of a grown volume, as it was when it was written; absent: no such volume, or nobody asked then. */
  grown: GrownOutline.optional(),
  ...Described.shape,
});
export type ReportedMeasurement = z.infer<typeof ReportedMeasurement>;

/** What was on the record when the report was signed; frozen with the text. */
export const SignedFacts = z.strictObject({
  by: PersonId,
  byName: z.string(),
  /** UTC, ISO 8601, and the zone of the signer's clock ("+01:00"). */
  at: z.string(),
  zone: z.string(),
  /** SHA-256, hex, of the canonical JSON of what was signed. */
  hash: z.string(),
  objectsReceived: z.number().int(),
  objectsExpected: z.number().int().nullable(),
  /** How many are here of all that it is about, then and now, where they are others now; absent: the same. */
  changed: z
    .strictObject({
      then: z.number().int(),
      now: z.number().int(),
      /** Which of its studies, by their names; absent: it is about one alone. */
      of: z.array(z.string()).optional(),
    })
    .optional(),
  /** Findings that somebody was told of before; absent: none. */
  communications: z.array(ToldFinding).optional(),
  /** Lossy pictures that it was made from; absent: none. */
  lossy: LossyReading.optional(),
  /** Those that the text names or fields were taken from, as they were. */
  measurements: z.array(ReportedMeasurement),
});
export type SignedFacts = z.infer<typeof SignedFacts>;

export const Report = z.strictObject({
  reportId: ReportId,
  studyId: StudyId,
  templateId: z.string(),
  templateName: z.string(),
  /** The form as it was when the draft began, frozen with it: an edited or removed template changes no report. */
  template: ReportTemplate,
  state: ReportState,
  content: ReportContent,
  /** The report that this one is an addendum to, or the preliminary one that it takes the place of. */
  predecessor: ReportId.nullable(),
  /** What it does to that one; absent: it adds to a final one, or takes a preliminary one up. `reason`: why, in words. */
  intent: DraftIntent.optional(),
  reason: z.string().optional(),
  /** What it is about: its own study first, then the others; absent: its own alone. */
  together: z.array(z.string()).optional(),
  /** Of a draft that is to be signed, until it is or is taken back. */
  waiting: WaitingSignature.optional(),
  author: PersonId,
  createdAt: z.string(),
  savedAt: z.string(),
  /** Rises with every save; a save names the revision it was made from. */
  revision: z.number().int(),
  signed: SignedFacts.nullable(),
});
export type Report = z.infer<typeof Report>;

export const CheckFinding = z.strictObject({
  code: z.string(),
  /** refuse: cannot be signed; acknowledge: can, after the reader says so; note: information. */
  tier: z.enum(['refuse', 'acknowledge', 'note']),
  message: z.string(),
  sectionId: z.string().nullable(),
  /** The words that are meant: offsets in the paragraphs of the section joined by LF, end excluded. */
  at: z.strictObject({ start: z.number().int(), end: z.number().int() }).optional(),
  /** Of a refusal that leaves something: as what the report may be signed all the same. */
  leaves: z.literal('preliminary').optional(),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

export const OutputFormat = z.enum(['sr', 'pdf', 'fhir', 'hl7', 'text']);
export type OutputFormat = z.infer<typeof OutputFormat>;
