import { z } from 'zod';

/** The documents of the command line, exactly: unknown keys fail. */
const text = z.string();
const maybe = z.string().nullable();
const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const ImportDocument = z.strictObject({
  imported: count,
  already: count,
  conflicts: z.array(z.strictObject({ path: text, objectId: text })),
  ignored: count,
  refused: z.array(z.strictObject({ path: text, code: text, message: text })),
});

/** Of an import that a signal ended: the counts so far. */
export const StoppedImport = ImportDocument.extend({ error: z.strictObject({ code: text, message: text }) });

export const StudyLine = z.strictObject({
  studyUid: text,
  issuer: text,
  patientId: maybe,
  patientName: text,
  studyDate: maybe,
  modalities: z.array(text),
  description: maybe,
  accession: maybe,
  series: count,
  instances: count,
  expected: count.nullable(),
  ready: z.boolean(),
});
export const StudiesDocument = z.strictObject({ studies: z.array(StudyLine) });

export const SeriesDocument = z.strictObject({
  series: z.array(
    z.strictObject({
      seriesUid: text,
      modality: maybe,
      number: z.number().int().nullable(),
      description: maybe,
      instances: count,
    }),
  ),
});

export const InstancesDocument = z.strictObject({
  instances: z.array(
    z.strictObject({
      objectId: text,
      sopUid: maybe,
      sopClass: maybe,
      transferSyntax: text,
      frames: count,
      sha256,
      conflict: z.boolean(),
    }),
  ),
});

export const FrameDocument = z.strictObject({
  objectId: text,
  sopUid: maybe,
  fileSha256: sha256,
  frames: count,
  rows: count,
  columns: count,
  samples: count,
  type: text,
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  sha256,
  modality: z.strictObject({ min: z.number(), max: z.number(), mean: z.number(), unit: maybe }),
  /** With a file that was written, where text may be burned into its pixels. */
  warnings: z.array(text).optional(),
});

export const FrameFailure = z.strictObject({
  objectId: text,
  fileSha256: sha256,
  error: z.strictObject({ code: text, message: text }),
});

export const MeasureDocument = z.strictObject({
  values: z.array(z.strictObject({ name: text, value: z.number(), unit: text })),
  basis: text,
  warnings: z.array(text),
});

export const VerifyDocument = z.strictObject({
  checked: count,
  bad: z.array(z.strictObject({ objectId: text, reason: text })),
});

export const ErrorDocument = z.strictObject({ error: z.strictObject({ code: text, message: text }) });

export const ExportedObject = z.strictObject({
  objectId: text,
  file: text,
  bytes: count,
  sha256,
  preambleZeroed: z.boolean(),
  warnings: z.array(text),
});

export const AuditDocument = z.strictObject({ ok: z.boolean(), records: count, firstBad: z.number().nullable() });

export const AuditListDocument = z.strictObject({
  total: count,
  records: z.array(
    z.strictObject({
      seq: count,
      at: text,
      personId: text,
      personName: maybe,
      command: text,
      subject: text,
      detail: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
    }),
  ),
});

export const BreakGlassDocument = z.strictObject({
  grant: z.looseObject({ grantId: text, reason: text, until: text }),
  study: z.looseObject({ series: z.array(z.unknown()) }),
});

export const ExportedTrail = z.strictObject({
  file: text,
  format: z.enum(['json', 'dicom', 'fhir']),
  records: count,
  bytes: count,
  sha256,
});

export const DoctorDocument = z.strictObject({
  ok: z.boolean(),
  checks: z.array(z.strictObject({ name: text, ok: z.boolean(), message: text })),
});

export const TemplatesDocument = z.strictObject({ templates: z.array(z.strictObject({ id: text, name: text })) });

export const NewReport = z.strictObject({ reportId: text });

export const CheckDocument = z.strictObject({
  findings: z.array(z.strictObject({ code: text, tier: z.enum(['refuse', 'acknowledge', 'note']), message: text })),
});

export const SlotsDocument = z.strictObject({
  slots: z.array(z.strictObject({ kind: z.enum(['passphrase', 'recovery', 'os']), personId: text, name: maybe })),
});
