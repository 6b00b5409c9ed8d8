import { z } from 'zod';
import { WireError } from '../errors/app-error.ts';
import { SourceId, StudyId, TransferId } from './ids.ts';
import { RetrieveWay } from './source.ts';
import { SourceSecrets, SourceSettings } from './source-settings.ts';
import { PersonName } from './study.ts';

/** Which secrets are stored; what they are is never shown. */
export const SecretName = SourceSecrets.keyof();
export type SecretName = z.infer<typeof SecretName>;

/** A source as windows and scripts see it. */
export const SourceRow = z.strictObject({
  sourceId: SourceId,
  settings: SourceSettings,
  secrets: z.array(SecretName),
  /** Code of the site whose profile names it: its address cannot be changed here. Null: somebody here added it. */
  managedBy: z.string().nullable(),
  paused: z.boolean(),
});
export type SourceRow = z.infer<typeof SourceRow>;

/** What comes first: on the glass, the open study, the next cases, their priors, the rest. */
export const TransferRank = z.enum(['glass', 'open', 'next', 'prior', 'rest']);
export type TransferRank = z.infer<typeof TransferRank>;

/** resting: after a failure, until it is tried again. */
export const TransferState = z.enum(['waiting', 'running', 'resting', 'paused', 'done', 'failed', 'cancelled']);
export type TransferState = z.infer<typeof TransferState>;

/** What is fetched, and how far it is. */
export const Transfer = z.strictObject({
  transferId: TransferId,
  sourceId: SourceId,
  sourceName: z.string(),
  studyUid: z.string(),
  /** Null: the whole study. */
  seriesUid: z.string().nullable(),
  /** Null: nothing of it is here yet. */
  studyId: StudyId.nullable(),
  /** As the source describes it; null before it was asked. */
  what: z
    .strictObject({
      patientName: PersonName,
      studyDate: z.string().nullable(),
      modalities: z.array(z.string()),
      description: z.string().nullable(),
    })
    .nullable(),
  way: RetrieveWay.nullable(),
  rank: TransferRank,
  state: TransferState,
  /** Images that are here, whoever brought them, of those that the source says it has. */
  received: z.number().int(),
  expected: z.number().int().nullable(),
  /** Named missing after everything was tried. */
  missing: z.number().int(),
  bytes: z.number(),
  /** Bytes a second over the last seconds; null while nothing comes. */
  rate: z.number().nullable(),
  /** Seconds; null while unknown. */
  timeLeft: z.number().nullable(),
  attempts: z.number().int(),
  /** UTC: since when an archive brings it up from its slow store (NEARLINE) and nothing of it came; null: it does not. */
  recallSince: z.string().nullable(),
  /** UTC, ISO 8601; of one that rests. */
  againAt: z.string().nullable(),
  error: WireError.nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

/** How a series stands: four different counts, and a failure never counts as done. */
export const SeriesStanding = z.strictObject({
  seriesUid: z.string(),
  modality: z.string().nullable(),
  description: z.string().nullable(),
  /** Null where nobody said. */
  expected: z.number().int().nullable(),
  received: z.number().int(),
  /** Read back from the disk and found to be what came. */
  verified: z.number().int(),
  decodable: z.number().int(),
  /** SOP Instance UIDs that the source has and did not send; the first thousand. */
  missing: z.array(z.string()),
});
export type SeriesStanding = z.infer<typeof SeriesStanding>;

/** What is other at the source than it was when the study came here. */
export const SiteChange = z.strictObject({
  kind: z.enum(['more-images', 'fewer-images', 'new-series', 'series-gone', 'patient', 'study', 'gone']),
  /** In words of the program, without a name: "2 series more", "patient's name". */
  words: z.string(),
});
export type SiteChange = z.infer<typeof SiteChange>;

/** What a source says of a study, and how much of that is here. */
export const SiteStanding = z.strictObject({
  sourceId: SourceId,
  sourceName: z.string(),
  studyUid: z.string(),
  /** UTC: when the source was asked last. */
  checkedAt: z.string(),
  /** UTC: when all that it said it has was here; null: not yet. */
  completeAt: z.string().nullable(),
  series: z.array(SeriesStanding),
  /** Since it came here. */
  changes: z.array(SiteChange),
});
export type SiteStanding = z.infer<typeof SiteStanding>;
