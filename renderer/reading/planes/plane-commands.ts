/**
 * What stands in the active viewport: a plane of the patient, the slices, the one that comes after what it shows; the volume from
 * outside, or its slices again.
 */
export type PlaneWanted = 'axial' | 'coronal' | 'sagittal' | 'slices' | 'next' | '3d';

export interface PlaneAction {
  readonly do: 'plane';
  readonly plane: PlaneWanted;
}

export interface PlaneCommand {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly plane: PlaneWanted;
}

export const PLANE_COMMANDS: readonly PlaneCommand[] = [
  { id: 'plane', title: 'Plane in this viewport: next, or slices again', keys: ['Alt Shift N'], plane: 'next' },
  { id: 'plane-axial', title: 'Plane in this viewport: axial', keys: [], plane: 'axial' },
  { id: 'plane-coronal', title: 'Plane in this viewport: coronal', keys: [], plane: 'coronal' },
  { id: 'plane-sagittal', title: 'Plane in this viewport: sagittal', keys: [], plane: 'sagittal' },
  { id: 'plane-3d', title: '3D in this viewport, or its slices again', keys: ['Shift Q'], plane: '3d' },
  { id: 'plane-slices', title: 'Slices in this viewport again', keys: [], plane: 'slices' },
];
