import { z } from 'zod';
import { Reformat, Vec3 } from './image.ts';

/** A plane through a volume, alone in a viewport in place of the slices that it is made of. */
export const DeskPlane = z.strictObject({
  name: z.enum(['axial', 'coronal', 'sagittal', 'oblique']),
  /** Unit vectors at right angles, LPS; null: those of the patient, by its name. */
  axes: z.strictObject({ row: Vec3, column: Vec3, onward: Vec3 }).nullable(),
  /** Null: thin. */
  slab: Reformat.shape.slab,
  /** A place that it shows, mm LPS; null: the middle of the volume, which nobody has scrolled from yet. */
  through: Vec3.nullable(),
});
export type DeskPlane = Readonly<z.infer<typeof DeskPlane>>;

/** A plane of the patient as a hanging or a key asks for it. */
export function standardPlane(name: 'axial' | 'coronal' | 'sagittal', slab: DeskPlane['slab'] = null): DeskPlane {
  return { name, axes: null, slab, through: null };
}
