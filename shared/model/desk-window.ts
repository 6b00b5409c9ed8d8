import { z } from 'zod';

/** Windows with pictures only, by the monitor that they are for. */
export const GlassPlace = z.enum(['left', 'right', 'colour']);
export type GlassPlace = z.infer<typeof GlassPlace>;

/** Every window that somebody reads in: the desk has the worklist, the report and pictures of its own. */
export const WindowPlace = z.enum(['desk', ...GlassPlace.options]);
export type WindowPlace = z.infer<typeof WindowPlace>;

/** What a monitor is for. */
export const MonitorUse = z.enum([...WindowPlace.options, 'none']);
export type MonitorUse = z.infer<typeof MonitorUse>;

/** A window that is open, as far as what hangs in it goes. */
export const OpenWindow = z.strictObject({
  place: WindowPlace,
  portrait: z.boolean(),
});
export type OpenWindow = z.infer<typeof OpenWindow>;

/** As many as a graphics card drives, twice over. */
export const MOST_MONITORS = 16;

/** What each monitor is for, by its key. */
export type MonitorUses = Readonly<Record<string, MonitorUse>>;

/** A place on the desktop of the system, in its own units. */
export const ScreenRect = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type ScreenRect = z.infer<typeof ScreenRect>;
