import type { UltrasoundRegion } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Regions of one frame; devices write a handful. */
const MAX_REGIONS = 64;

/** Sequence of Ultrasound Regions (0018,6011) of an object or of one frame. */
export function ultrasoundRegions(attributes: Attributes): UltrasoundRegion[] {
  return attributes.items('regions', MAX_REGIONS).flatMap((item) => ultrasoundRegion(item) ?? []);
}

/** Null when the item has no place or no scale: such a region says nothing. */
function ultrasoundRegion(item: Attributes): UltrasoundRegion | null {
  const minX = item.integer('regionMinX');
  const minY = item.integer('regionMinY');
  const maxX = item.integer('regionMaxX');
  const maxY = item.integer('regionMaxY');
  const deltaX = item.number('regionDeltaX');
  const deltaY = item.number('regionDeltaY');
  if (minX === null || minY === null || maxX === null || maxY === null || deltaX === null || deltaY === null)
    return null;
  return {
    spatialFormat: item.integer('regionSpatialFormat') ?? 0,
    dataType: item.integer('regionDataType') ?? 0,
    flags: item.integer('regionFlags') ?? 0,
    minX,
    minY,
    maxX,
    maxY,
    referenceX: item.integer('regionReferenceX'),
    referenceY: item.integer('regionReferenceY'),
    unitsX: item.integer('regionUnitsX') ?? 0,
    unitsY: item.integer('regionUnitsY') ?? 0,
    referenceValueX: item.number('regionReferenceValueX'),
    referenceValueY: item.number('regionReferenceValueY'),
    deltaX,
    deltaY,
  };
}
