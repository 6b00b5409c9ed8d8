import { z } from 'zod';

/** What viewports can share beside their place. */
export const LinkedView = z.enum(['window', 'zoom', 'pan', 'cine']);
export type LinkedView = z.infer<typeof LinkedView>;

/** Viewports of one group go together; `alone`: goes with none. */
export const LinkGroup = z.enum(['A', 'B', 'C', 'D', 'alone']);
export type LinkGroup = z.infer<typeof LinkGroup>;

/** What goes together on a desk, as it is kept with its case. */
export const KeptLinks = z.strictObject({
  scroll: z.boolean(),
  views: z.array(LinkedView).max(LinkedView.options.length),
  /** Viewports of another group than the first. */
  groups: z.array(z.strictObject({ viewportId: z.string().min(1).max(32), group: LinkGroup })).max(64),
});
export type KeptLinks = z.infer<typeof KeptLinks>;
