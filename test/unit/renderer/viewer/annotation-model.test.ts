// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pointsOf, toAnnotation } from '../../../../renderer/viewer/tools/annotation-model.ts';
import { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { axial } from '../../shared/hanging/studies.ts';

/** Middle 10,10 and a radius of 4 mm on pixels of 2 mm down and 1 mm across. */
const ROUND: readonly Point2[] = [
  [6, 10],
  [14, 10],
  [10, 8],
  [10, 12],
];
const POINTS: Readonly<Record<MeasureTool, readonly Point2[]>> = {
  length: ROUND.slice(0, 2),
  bidirectional: ROUND,
  angle: ROUND.slice(0, 3),
  cobb: ROUND,
  rectangle: ROUND.slice(0, 2),
  ellipse: ROUND,
  circle: ROUND,
  freehand: ROUND,
  probe: ROUND.slice(0, 1),
  arrow: ROUND.slice(0, 2),
  polyline: ROUND,
  'open-angle': ROUND,
  perpendicular: ROUND.slice(0, 3),
  polygon: ROUND,
  cardiothoracic: ROUND,
  'leg-axis': ROUND.slice(0, 3),
  doppler: ROUND.slice(0, 2),
  'spine-label': ROUND.slice(0, 1),
  threshold: ROUND,
  'threshold-volume': ROUND.slice(0, 1),
  calcium: ROUND.slice(0, 1),
};

describe('handles of a drawing', () => {
  it.each(MeasureTool.options)('%s: points come back as they were, on pixels that are not square', (tool) => {
    const ref = { objectId: axial('a', 0).objectId, frame: 1 };
    const annotation = toAnnotation('one', tool, ref, POINTS[tool], [2, 1], '');
    const back = pointsOf(tool, annotation, [2, 1]);
    expect(back).toHaveLength(POINTS[tool].length);
    for (const [at, point] of back.entries()) {
      expect(point[0]).toBeCloseTo(POINTS[tool][at]?.[0] ?? NaN, 9);
      expect(point[1]).toBeCloseTo(POINTS[tool][at]?.[1] ?? NaN, 9);
    }
  });
});
