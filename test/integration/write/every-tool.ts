import { MeasurementPlane, MeasureTool } from '../../../shared/model/measurement.ts';
import type { MeasuredValue, Point2 } from '../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { measured } from '../../helpers/report-document.ts';

const HU = "[hnsf'U]";
const STATISTICS: readonly MeasuredValue[] = [
  { name: 'mean', value: -42.5, unit: HU },
  { name: 'standard deviation', value: 12.25, unit: HU },
  { name: 'minimum', value: -1024, unit: HU },
  { name: 'maximum', value: 90, unit: HU },
  { name: 'median', value: -40, unit: HU },
];
const AREA: readonly MeasuredValue[] = [
  { name: 'area', value: 76.9, unit: 'mm2' },
  { name: 'perimeter', value: 31.4, unit: 'mm' },
  { name: 'pixel count', value: 308, unit: '1' },
];
const LINE: readonly Point2[] = [
  [10, 10],
  [400.5, 300.25],
];
const FOUR: readonly Point2[] = [
  [10, 20],
  [60, 22],
  [30, 12],
  [34, 44],
];
const AXES: readonly Point2[] = [
  [10, 30],
  [30, 30],
  [20, 10],
  [20, 50],
];
const OUTLINE: readonly Point2[] = [
  [10, 10],
  [20, 8],
  [31, 12],
  [34, 24],
  [22, 30],
  [9, 21],
];

/** Points and values of each tool, as the rules name and unit them. */
const TOOLS: Readonly<Record<MeasureTool, readonly [points: readonly Point2[], values: readonly MeasuredValue[]]>> = {
  length: [LINE, [{ name: 'length', value: 10.04, unit: 'cm' }]],
  bidirectional: [
    FOUR,
    [
      { name: 'long axis', value: 21.4, unit: 'mm' },
      { name: 'short axis', value: 7.2, unit: 'mm' },
    ],
  ],
  angle: [FOUR.slice(0, 3), [{ name: 'angle', value: 90.5, unit: 'deg' }]],
  cobb: [FOUR, [{ name: 'Cobb angle', value: 24.5, unit: 'deg' }]],
  rectangle: [LINE, [...AREA, ...STATISTICS]],
  ellipse: [AXES, [...AREA, ...STATISTICS]],
  circle: [AXES, [{ name: 'diameter', value: 20, unit: 'mm' }, ...AREA, ...STATISTICS]],
  freehand: [OUTLINE, [...AREA, ...STATISTICS]],
  probe: [[[3.5, 4]], [{ name: 'value', value: 55, unit: HU }]],
  arrow: [LINE, []],
  polyline: [FOUR, [{ name: 'length', value: 120.5, unit: 'px' }]],
  'open-angle': [FOUR, [{ name: 'angle', value: 12.5, unit: 'deg' }]],
  perpendicular: [FOUR.slice(0, 3), [{ name: 'perpendicular distance', value: 8.25, unit: 'mm' }]],
  polygon: [FOUR, [...AREA, ...STATISTICS]],
  cardiothoracic: [
    FOUR,
    [
      { name: 'cardiothoracic ratio', value: 0.48, unit: '1' },
      { name: 'heart width', value: 134, unit: 'mm' },
      { name: 'thorax width', value: 279, unit: 'mm' },
    ],
  ],
  'leg-axis': [
    FOUR.slice(0, 3),
    [
      { name: 'hip-knee-ankle angle', value: -3.5, unit: 'deg' },
      { name: 'mechanical axis deviation', value: 11, unit: 'mm' },
    ],
  ],
  doppler: [
    LINE,
    [
      { name: 'peak systolic velocity', value: 92.5, unit: 'cm/s' },
      { name: 'end diastolic velocity', value: 22.25, unit: 'cm/s' },
      { name: 'resistive index', value: 0.759, unit: '1' },
      { name: 'S/D ratio', value: 4.157, unit: '1' },
    ],
  ],
  'spine-label': [[[100, 200]], []],
  threshold: [OUTLINE, [...AREA, ...STATISTICS]],
  'threshold-volume': [[[100, 200]], [{ name: 'volume', value: 12.5, unit: 'ml' }]],
  calcium: [
    [[100, 200]],
    [
      { name: 'Agatston score', value: 60.5, unit: '1' },
      { name: 'Agatston score LAD', value: 48.25, unit: '1' },
      { name: 'Agatston score RCA', value: 12.25, unit: '1' },
      { name: 'calcium volume score', value: 60, unit: 'mm3' },
      { name: 'calcium mass score', value: 14.5, unit: 'mg' },
    ],
  ],
};

/** Nothing about a place: what has one, is named and judged like anything else. */
export const DESCRIBED = {
  finding: { value: '27925004', scheme: 'SCT', meaning: 'Nodule' },
  findingSite: { value: '39607008', scheme: 'SCT', meaning: 'Lung' },
  laterality: { value: '24028007', scheme: 'SCT', meaning: 'Right' },
  evaluations: [
    {
      name: { value: '129737002', scheme: 'SCT', meaning: 'Radiographic lesion margin' },
      value: { value: '129742005', scheme: 'SCT', meaning: 'Spiculated' },
    },
  ],
};

/** One measurement of every tool that there is, on a picture, or on a reformat of a volume. */
export function everyTool(where: 'picture' | 'reformat'): ReportedMeasurement[] {
  const plane = MeasurementPlane.parse({
    ...{ seriesUid: '1.2.3.4.5', frameOfReference: '1.2.3.99', origin: [-100, 20, 300], slab: null },
    ...{ orientation: [1, 0, 0, 0, 0, -1], spacing: [0.5, 0.25] },
  });
  return MeasureTool.options.map((tool, place) => {
    const [points, values] = TOOLS[tool];
    const more: Partial<ReportedMeasurement> = {
      ...(where === 'reformat' ? { plane } : {}),
      ...(tool === 'spine-label' ? { text: 'L4' } : tool === 'arrow' ? { text: 'Here' } : DESCRIBED),
    };
    return measured(
      `M${place + 1}`,
      tool,
      points.map(([x, y]): [number, number] => [x, y]),
      values.map((value) => ({ ...value })),
      more,
    );
  });
}
