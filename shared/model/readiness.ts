import { z } from 'zod';

const Instant = z.iso.datetime();
const Count = z.number().int().min(0);

/** What is known of a case that decides whether it can be read with the cable out. Null everywhere: the station does not know. */
export const ReadinessFacts = z.strictObject({
  pixels: z.strictObject({
    received: Count,
    /** Null where nobody said how many there should be. */
    expected: Count.nullable(),
    /** Received once, damaged since. */
    damaged: Count,
    /** Read back from the disk and found to be what came; and decoded. */
    verified: Count.nullable(),
    decodable: Count.nullable(),
  }),
  /** What the site said of the study; completeAt null: it is still growing, or was never whole. */
  site: z.strictObject({ name: z.string(), completeAt: Instant.nullable() }).nullable(),
  /** Priors that matter, of all that any source knows. `date`: DICOM DA. */
  priors: z
    .array(
      z.strictObject({
        date: z.string().nullable(),
        state: z.enum(['here', 'partly', 'at-site', 'unreachable']),
        /** Name of the source that has it. */
        where: z.string().nullable(),
        /** The reader said that the case is read without it. */
        waived: z.boolean(),
      }),
    )
    .nullable(),
  /** Of priors that matter. `unsaid`: priors without one, where the site did not say whether it sends reports. */
  priorReports: z.strictObject({ wanted: Count, here: Count, unsaid: Count }).nullable(),
  /** none: the site sends no orders. */
  order: z.enum(['here', 'missing', 'none']).nullable(),
  template: z.boolean().nullable(),
  /** People to call: those that the site's profile names; null: it has no profile. */
  contacts: Count.nullable(),
  /** Until when this reader may work without the identity provider; none: they need none. */
  lease: z.union([z.literal('none'), z.strictObject({ until: Instant, neededUntil: Instant })]).nullable(),
  /** What is on its way of the study itself; null: nothing was asked for. */
  coming: z
    .strictObject({
      state: z.enum(['running', 'waiting', 'paused']),
      /** Seconds; null while unknown. */
      timeLeft: z.number().min(0).nullable(),
      /** It waits because its line is paid by the byte, or for room on the disk, or until an archive has recalled it. */
      because: z.enum(['metered', 'room', 'recall', 'line']).nullable(),
      /** Of a recall. */
      since: Instant.nullable(),
    })
    .nullable(),
});
export type ReadinessFacts = z.infer<typeof ReadinessFacts>;
