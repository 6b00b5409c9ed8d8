import type { MeasureTool, Point2 } from '../../../shared/model/measurement.ts';

/** A drawing of one tool on the phantom, and what it says. */
export interface Walk {
  readonly tool: MeasureTool;
  readonly key: string;
  /** `drag`: the button is held from each point to the next; `click`: pressed at each. In pixels of the picture. */
  readonly how: 'drag' | 'click' | 'drags';
  readonly points: readonly Point2[];
  /** Ends an open figure. */
  readonly end?: 'double' | 'Enter' | 'close';
  /** What must stand beside it on the glass. */
  readonly says: readonly RegExp[];
}

const mm = (low: number, high: number, name: string): RegExp => new RegExp(`${name} (${range(low, high)})\\.\\d mm`);

function range(low: number, high: number): string {
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index)).join('|');
}

const STATISTICS = [/mean 40\.0 HU {2}SD 0\.0 HU/, /min 40 HU {2}median 40 HU {2}max 40 HU/];

export const WALKS: readonly Walk[] = [
  { tool: 'length', key: 'l', how: 'drag', points: [[60, 60], [160, 60]], says: [mm(49, 50, 'length'), /\(pixel spacing\)/] }, // prettier-ignore
  { tool: 'bidirectional', key: 'b', how: 'drag', points: [[80, 128], [176, 128]], says: [mm(47, 48, 'long axis'), mm(39, 40, 'short axis'), /proposed by its edge/] }, // prettier-ignore
  { tool: 'angle', key: 'a', how: 'click', points: [[170, 60], [100, 60], [100, 130]], says: [/angle (89|90)\.\d°/] }, // prettier-ignore
  { tool: 'cobb', key: 'c', how: 'drags', points: [[60, 60], [160, 60], [60, 160], [160, 200]], says: [/Cobb angle 2[12]\.\d°/] }, // prettier-ignore
  { tool: 'rectangle', key: 'q', how: 'drag', points: [[110, 110], [150, 140]], says: [/area (29\d|30\d) mm²/, ...STATISTICS] }, // prettier-ignore
  { tool: 'ellipse', key: 'e', how: 'drag', points: [[128, 128], [146, 146]], says: [/area 2[45]\d mm²/, ...STATISTICS] }, // prettier-ignore
  { tool: 'circle', key: 'Shift+E', how: 'drag', points: [[128, 128], [152, 128]], says: [/area (4[45]\d) mm²/, ...STATISTICS] }, // prettier-ignore
  { tool: 'freehand', key: 'f', how: 'drag', points: [[112, 112], [144, 112], [144, 144], [112, 144], [112, 114]], says: [/area (2[45]\d) mm²/, ...STATISTICS] }, // prettier-ignore
  { tool: 'probe', key: 'h', how: 'click', points: [[128, 128]], says: [/value 40 HU/] },
  { tool: 'arrow', key: 't', how: 'drag', points: [[128, 128], [180, 60]], says: [/the disc/] }, // prettier-ignore
  { tool: 'polyline', key: 'Shift+L', how: 'click', points: [[60, 60], [120, 60], [120, 140]], end: 'double', says: [mm(69, 70, 'length')] }, // prettier-ignore
  { tool: 'perpendicular', key: 'Alt+l', how: 'click', points: [[60, 60], [160, 60], [110, 100]], says: [mm(49, 50, 'length'), mm(19, 20, 'perpendicular distance')] }, // prettier-ignore
  { tool: 'open-angle', key: 'Alt+a', how: 'drags', points: [[60, 60], [160, 60], [60, 160], [130, 230]], says: [/angle (44|45)\.\d°/] }, // prettier-ignore
  { tool: 'polygon', key: 'Shift+F', how: 'click', points: [[112, 112], [144, 112], [144, 144], [112, 144]], end: 'close', says: [/area 25\d mm²/, ...STATISTICS] }, // prettier-ignore
  { tool: 'cardiothoracic', key: 'Shift+C', how: 'click', points: [[88, 120], [168, 140], [48, 150], [208, 150]], says: [/cardiothoracic ratio 0\.(49|50)\d*/, mm(39, 40, 'heart width'), mm(79, 80, 'thorax width')] }, // prettier-ignore
  { tool: 'leg-axis', key: 'Alt+Shift+C', how: 'click', points: [[128, 40], [118, 128], [128, 216]], says: [/hip-knee-ankle angle 16[678]\.\d°/, mm(4, 5, 'mechanical axis deviation'), /side of the leg is not known/] }, // prettier-ignore
  { tool: 'doppler', key: 'o', how: 'click', points: [[100, 100], [150, 150]], says: [/not in a spectral Doppler region/] }, // prettier-ignore
];
