import { z } from 'zod';
import { LINK_CAUSES } from '../rules/link-state.ts';

/** The line to one source or destination, as the window shows it. */
export const Link = z.strictObject({
  kind: z.enum(['source', 'destination']),
  /** SourceId or DestinationId. */
  id: z.string(),
  name: z.string(),
  site: z.string(),
  /** unknown: nobody has tried yet. */
  state: z.enum(['unknown', 'up', 'down']),
  cause: z.enum(LINK_CAUSES).nullable(),
  /** UTC, ISO 8601; null while it is unknown. */
  since: z.string().nullable(),
  /** Comes and goes. */
  unsteady: z.boolean(),
});
export type Link = z.infer<typeof Link>;
