import { z } from 'zod';
import { PersonId } from '../ids.ts';

/** Somebody whose reports are read again, or who reads them: of this station, or a name that a site's message or list gave. */
export const ReviewReader = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), personId: PersonId }),
  z.strictObject({ kind: z.literal('other'), site: z.string().max(200), name: z.string().trim().min(1).max(200) }),
]);
export type ReviewReader = Readonly<z.infer<typeof ReviewReader>>;
