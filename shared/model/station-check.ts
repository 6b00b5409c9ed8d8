import { z } from 'zod';

/** warning: nothing is shown wrongly, and somebody should know something. */
export const CheckStepState = z.enum(['ok', 'warning', 'failed']);
export type CheckStepState = z.infer<typeof CheckStepState>;

export const CheckStepId = z.enum(['decoding', 'grey', 'geometry', 'measurement', 'frame-rate', 'memory']);
export type CheckStepId = z.infer<typeof CheckStepId>;

const Words = z.string().max(2000);

/** One part of the check of pictures. */
export const CheckStep = z.strictObject({
  id: CheckStepId,
  state: CheckStepState,
  /** What was found, in sentences. */
  found: Words,
  /** Every single thing that was looked at, a line each. */
  lines: z.array(Words).max(200),
  ms: z.number().nonnegative(),
});
export type CheckStep = z.infer<typeof CheckStep>;

/** What drew, ran and showed at the time: a result counts only for the same. */
export const CheckedOn = z.strictObject({
  version: z.string().max(100),
  electron: z.string().max(100),
  chromium: z.string().max(100),
  platform: z.string().max(100),
  /** The graphics card by its own name, through WebGL. */
  renderer: z.string().max(300),
  /** Vendor, device and version of the driver as the system says them. */
  driver: z.string().max(300),
  monitor: z
    .strictObject({
      key: z.string().max(300),
      name: z.string().max(200),
      scale: z.number().positive(),
      depth: z.number().int().nullable(),
      hdr: z.boolean().nullable(),
      wideGamut: z.boolean().nullable(),
    })
    .nullable(),
});
export type CheckedOn = z.infer<typeof CheckedOn>;

export const PatternId = z.enum([
  'geometry',
  'steps',
  'ladder',
  'contrast-dark',
  'contrast-bright',
  'lines',
  'uniform-dark',
  'uniform-bright',
]);
export type PatternId = z.infer<typeof PatternId>;

/** What somebody saw of one test pattern. The note is theirs: nothing of a patient belongs there. */
export const PatternAnswer = z.strictObject({
  pattern: PatternId,
  pass: z.boolean(),
  note: z.string().max(500),
});
export type PatternAnswer = z.infer<typeof PatternAnswer>;

/** Luminance of the steps of grey with the light of the room in it, cd/m², from black to white. */
export const GsdfReadings = z.strictObject({
  instrument: z.string().max(100),
  luminances: z.array(z.number().nonnegative().max(10_000)).length(18),
});
export type GsdfReadings = z.infer<typeof GsdfReadings>;

export const PicturesCheck = z.strictObject({
  kind: z.literal('pictures'),
  on: CheckedOn,
  steps: z.array(CheckStep).min(1).max(10),
});
export type PicturesCheck = z.infer<typeof PicturesCheck>;

export const MonitorCheck = z.strictObject({
  kind: z.literal('monitor'),
  on: CheckedOn,
  /** The patterns filled the whole monitor, a pixel a pixel. */
  wholeScreen: z.boolean(),
  answers: z.array(PatternAnswer).min(1).max(20),
  readings: GsdfReadings.nullable(),
});
export type MonitorCheck = z.infer<typeof MonitorCheck>;

/** What was found, as a window hands it over. */
export const NewStationCheck = z.discriminatedUnion('kind', [PicturesCheck, MonitorCheck]);
export type NewStationCheck = z.infer<typeof NewStationCheck>;

/** A record of who looked, when. Never changed. */
export const StationCheck = z.strictObject({
  checkId: z.string(),
  /** UTC. */
  at: z.string(),
  by: z.string(),
  byName: z.string(),
  result: NewStationCheck,
});
export type StationCheck = z.infer<typeof StationCheck>;
