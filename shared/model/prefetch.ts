import { z } from 'zod';
import { SourceId, StudyId } from './ids.ts';

const GB = 1_000_000_000;
const Minute = z
  .number()
  .int()
  .min(0)
  .max(24 * 60);

/** How much is fetched ahead, and when. */
export const PrefetchSettings = z.strictObject({
  /** The station fetches by itself, every few minutes. */
  on: z.boolean(),
  /** What may lie here of studies that came from sources. What somebody imported is not counted. */
  quotaBytes: z
    .number()
    .int()
    .min(GB)
    .max(1_000_000 * GB),
  /** The line is paid by the byte: only what is pinned or STAT is fetched. */
  metered: z.boolean(),
  /** When the reader sits here, minutes after midnight on the clock of this computer; over midnight where `to` is not after `from`. */
  shift: z.strictObject({ from: Minute, to: Minute }).nullable(),
});
export type PrefetchSettings = z.infer<typeof PrefetchSettings>;

/** Until somebody says otherwise. */
export const DEFAULT_PREFETCH: PrefetchSettings = Object.freeze({
  on: true,
  quotaBytes: 60 * GB,
  metered: false,
  shift: null,
});

/** By hand; because the reader is on call for it; or because they said that they read it. What the site knows of that is another matter. */
export const PrefetchPin = z.enum(['pinned', 'on-call', 'claimed']);
export type PrefetchPin = z.infer<typeof PrefetchPin>;

const Instant = z.iso.datetime();
const Bytes = z.number().int().min(0);

/** One study of a plan. Of a prior that is not here yet no more is said than what its source says of it. */
const PlanLine = z.strictObject({
  studyUid: z.string(),
  /** Study of the case that it is for. */
  caseUid: z.string(),
  role: z.enum(['current', 'prior']),
  bytes: Bytes,
});

export const PrefetchReport = z.strictObject({
  at: Instant,
  settings: PrefetchSettings,
  /** "31 cases, 42.0 GB to come". */
  words: z.string(),
  /** What studies from sites take of the room that they may have. */
  usedBytes: Bytes,
  /** Nothing more is taken: the room is used up, or the disk is. */
  isFull: z.boolean(),
  /** Sources whose line is paid by the byte, and until when they are used ahead all the same. */
  metered: z.array(z.string()),
  meterLiftedUntil: Instant.nullable(),
  /** Cases of the list that are here whole, and will be when all of this is done. */
  readyNow: z.number().int(),
  readyThen: z.number().int(),
  bytes: Bytes,
  doneAt: Instant.nullable(),
  fetch: z.array(
    PlanLine.extend({
      why: z.string(),
      sourceId: SourceId,
      sourceName: z.string(),
      estimated: z.boolean(),
      startsAt: Instant,
      doneAt: Instant,
      inTime: z.boolean(),
    }),
  ),
  evict: z.array(z.strictObject({ studyId: StudyId, bytes: Bytes, why: z.string() })),
  left: z.array(PlanLine.extend({ reason: z.string(), words: z.string() })),
  /** Bytes a second of each source: measured, and what the plan counts on. */
  rates: z.array(
    z.strictObject({
      sourceId: SourceId,
      sourceName: z.string(),
      measured: z.number(),
      counted: z.number(),
      samples: z.number().int(),
    }),
  ),
  /** Sources that could not be asked for priors. */
  notAsked: z.array(z.strictObject({ sourceName: z.string(), code: z.string() })),
});
export type PrefetchReport = z.infer<typeof PrefetchReport>;
