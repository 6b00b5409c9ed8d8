import { z } from 'zod';
import { FindingCategory } from './communication.ts';

/** One person of a site's list of whom to call. */
export const CallStep = z.strictObject({
  contactId: z.string(),
  name: z.string(),
  role: z.string(),
  /** The first is the one to try first; empty: the site gave none. */
  numbers: z.array(z.strictObject({ label: z.string().nullable(), number: z.string() })),
  step: z.number().int(),
  /** Null: of the whole site. */
  service: z.string().nullable(),
  /** Minutes from the finding until this one is called, where nobody before was reached. */
  after: z.number().int(),
  onDuty: z.boolean(),
});
export type CallStep = z.infer<typeof CallStep>;

/** Whom a site says to call, and how old that is. */
export const CallList = z.strictObject({
  /** Null: no profile covers the study, and nothing else is known. */
  site: z.string().nullable(),
  category: FindingCategory,
  /** IANA name of the clock by which duty is told. */
  zone: z.string(),
  /** When the list came here, UTC; null: none did. */
  asOf: z.string().nullable(),
  /** UTC; null: there is no list. */
  until: z.string().nullable(),
  standing: z.enum(['current', 'not-yet', 'out-of-date', 'none']),
  /** The services that have a list of their own for such a study. */
  services: z.array(z.string()),
  steps: z.array(CallStep),
  /** Whose turn it is: place in `steps`; null: nobody is left, or nobody is known. */
  offered: z.number().int().nullable(),
});
export type CallList = z.infer<typeof CallList>;
