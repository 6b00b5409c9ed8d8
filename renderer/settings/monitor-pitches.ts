import { z } from 'zod';

/** mm of one device pixel: from a large wall display to a telephone. */
export const PITCH_LIMITS = [0.02, 1.5] as const;

/** What somebody measured on one monitor of this computer. */
export const MonitorPitch = z.strictObject({
  mmPerPixel: z.number().min(PITCH_LIMITS[0]).max(PITCH_LIMITS[1]),
  /** Day of the measurement, ISO. */
  on: z.iso.date(),
});
export type MonitorPitch = z.infer<typeof MonitorPitch>;

export const MonitorPitches = z.record(z.string().max(300), MonitorPitch);
export type MonitorPitches = Readonly<z.infer<typeof MonitorPitches>>;
