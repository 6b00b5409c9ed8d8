import { AppError } from '../../../../shared/errors/app-error.ts';
import type { MeasurementPlane } from '../../../../shared/model/measurement.ts';
import { pixelToWorld } from '../../../../shared/rules/geometry.ts';
import { codeSequence } from './content-item.ts';
import type { ContentItem } from './content-item.ts';
import { numbers, text } from './element.ts';
import { CODES } from './sr-codes.ts';
import type { Shape } from './sr-geometry.ts';

/** A shape in the patient, mm LPS (SCOORD3D; Part 3, C.18.9): what was drawn on a reformat lies on no stored image. */
export function spaceItem(shape: Shape, isImageRegion: boolean, plane: MeasurementPlane): ContentItem {
  const { origin: position, orientation, spacing: pixelSpacing, frameOfReference } = plane;
  const places = shape.points.map(([x, y]) => {
    // Shapes count from the corner of the first pixel, planes from its centre.
    const place = pixelToWorld({ position, orientation, pixelSpacing }, [x - 0.5, y - 0.5]);
    if (place === null) throw new AppError('measure/bad-points', 'a plane without a place');
    return place;
  });
  return [
    text(0x0040a040, 'CS', 'SCOORD3D'),
    ...(isImageRegion ? [codeSequence(0x0040a043, CODES.imageRegion)] : []),
    text(0x30060024, 'UI', frameOfReference ?? ''),
    numbers(0x00700022, 'FL', ...places.flat()),
    // A closed outline is a polygon in space.
    text(0x00700023, 'CS', isImageRegion && shape.type === 'POLYLINE' ? 'POLYGON' : shape.type),
  ];
}
