/** What a command does to a path through the planes, or to the volume that is seen from outside. */
export type VolumeAct =
  | 'path'
  | '3d'
  | 'preset'
  | 'front'
  | 'cut-inside'
  | 'cut-outside'
  | 'face'
  | 'face-in'
  | 'face-out'
  | 'whole-box'
  | 'table';

export interface VolumeCommand {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly act: VolumeAct;
}

export const VOLUME_COMMANDS: readonly VolumeCommand[] = [
  { id: 'curved', title: 'Curved reformat: draw a path on the planes, or leave it', keys: ['Alt M'], act: 'path' },
  { id: '3d', title: '3D: volume rendering or rotating MIP, or back', keys: ['Alt Shift M'], act: '3d' },
  { id: '3d-preset', title: '3D: next preset', keys: ['Alt Shift Z'], act: 'preset' },
  { id: '3d-front', title: '3D: from the front, the whole volume', keys: [], act: 'front' },
  { id: '3d-cut', title: '3D: cut away what lies inside of a drawn region', keys: ['Shift X'], act: 'cut-inside' },
  { id: '3d-keep', title: '3D: keep what lies inside of a drawn region', keys: ['Alt Shift Q'], act: 'cut-outside' },
  { id: '3d-face', title: '3D: next face of the clipping box', keys: ['Alt Shift F'], act: 'face' },
  { id: '3d-face-in', title: '3D: face of the clipping box inwards by 5 mm', keys: [], act: 'face-in' },
  { id: '3d-face-out', title: '3D: face of the clipping box outwards by 5 mm', keys: [], act: 'face-out' },
  { id: '3d-table', title: '3D: without the CT table, or with it', keys: ['Alt Shift W'], act: 'table' },
  { id: '3d-whole', title: '3D: clipping box round the whole volume', keys: [], act: 'whole-box' },
];
