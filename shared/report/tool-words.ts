import type { MeasureTool } from '../model/measurement.ts';

/** What a kind of drawing is called, in lists and in print. */
export const TOOL_WORDS: Readonly<Record<MeasureTool, string>> = {
  length: 'Length',
  bidirectional: 'Long and short axis',
  angle: 'Angle',
  cobb: 'Cobb angle',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  circle: 'Circle',
  freehand: 'Outline',
  probe: 'Point',
  arrow: 'Arrow',
  polyline: 'Line with corners',
  'open-angle': 'Open angle',
  perpendicular: 'Perpendicular',
  polygon: 'Polygon',
  cardiothoracic: 'Cardiothoracic ratio',
  'leg-axis': 'Leg axis',
  doppler: 'Doppler callipers',
  'spine-label': 'Spine or rib level',
  threshold: 'Threshold region',
  'threshold-volume': 'Volume grown from a press',
  calcium: 'Calcium',
};
