import { z } from 'zod';

/** What a volume that is seen from outside shows of its tissue; what a modality does not know is its projection. */
export const VolumePreset = z.enum(['bone', 'vessels', 'soft-tissue', 'lung', 'mip']);
export type VolumePreset = z.infer<typeof VolumePreset>;

/** A volume seen from outside, alone in a viewport in place of the slices that it is made of. */
export const DeskVolume = z.strictObject({ preset: VolumePreset });
export type DeskVolume = Readonly<z.infer<typeof DeskVolume>>;
