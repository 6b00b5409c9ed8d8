import type { Orientation } from '../model/image.ts';
import { planeNormal } from '../rules/geometry.ts';

/** Cosine of 20 degrees: beyond it a plane is oblique. */
const NEAR = 0.94;

/** "axial", "coronal oblique": the main plane that a picture lies nearest to. */
export function planeWord(orientation: Orientation): string {
  const normal = planeNormal(orientation);
  if (!normal) return 'no direction';
  const [x, y, z] = normal.map(Math.abs) as [number, number, number];
  const most = Math.max(x, y, z);
  const name = most === z ? 'axial' : most === y ? 'coronal' : 'sagittal';
  return most < NEAR ? `${name} oblique` : name;
}
