import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageInfo, Vec3 } from '../../../../shared/model/image.ts';
import { MeasurementId, ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement, Point2 } from '../../../../shared/model/measurement.ts';
import { pixelToWorld } from '../../../../shared/rules/geometry.ts';
import { ON_A_MOSAIC } from '../../../../shared/rules/mosaic.ts';
import { segmentRefusal } from '../../../../shared/rules/segment-sources.ts';
import { offSheet, OVER_SLICES } from '../../../../shared/rules/sheet-drawing.ts';
import { ontoSheet, sheetPart } from '../../../../shared/rules/sheet-part.ts';
import { axial } from '../hanging/studies.ts';

const SLICES = 7;
const plain = axial('sheet', 0);
const [info] = plain.perFrame;
if (!info) throw new Error('the fixture has a frame');
/** Seven slices of 8 × 10 pixels, 3 mm apart, on a sheet of three by three. */
const image: ImageInfo = {
  ...plain,
  frames: SLICES,
  sheet: { apart: true, rows: 30, columns: 24, across: 3 },
  perFrame: Array.from({ length: SLICES }, (_unused, at) => ({ ...info, position: [-20, -30, 3 * at] })),
  ...(plain.pixels ? { pixels: { ...plain.pixels, rows: 10, columns: 8 } } : {}),
};

function drawn(points: readonly Point2[], more: Partial<Measurement> = {}): Measurement {
  const id = '1'.padStart(26, '0');
  return {
    ...{ measurementId: MeasurementId.parse(id), studyId: StudyId.parse(id), objectId: ObjectId.parse(id), frame: 1 },
    ...{ tool: 'length', points: [...points], world: null, text: 'node', trackingUid: '2.25.1', ordinal: 3 },
    ...{ by: PersonId.parse(id), at: '2026-11-01T10:00:00.000Z', deleted: false },
    result: {
      ...{ values: [{ name: 'length', value: 4.5, unit: 'mm' }], basis: 'pixel spacing', warnings: [ON_A_MOSAIC] },
    },
    ...more,
  };
}

const placeOn = (frame: number, point: Point2) =>
  pixelToWorld(image.perFrame[frame - 1] ?? { position: null, orientation: null, pixelSpacing: null }, point);
const inside = fc.tuple(fc.double({ min: 0, max: 7, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true }));

describe('a drawing that was made on a whole sheet of slices', () => {
  it('goes to the slice, the pixels and the place in the patient that it was drawn on, with its number and its value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: SLICES }), fc.tuple(inside, inside), (slice, ends) => {
        const before = drawn(ontoSheet(image, slice, ends));
        const after = offSheet(before, image);
        expect(after).toMatchObject({ frame: slice, ordinal: 3, text: 'node', trackingUid: '2.25.1' });
        for (const [at, end] of ends.entries()) {
          for (const axis of [0, 1]) expect(after?.points[at]?.[axis]).toBeCloseTo(end[axis] ?? NaN, 9);
          const place = placeOn(slice, end);
          for (const axis of [0, 1, 2]) expect(after?.world?.[at]?.[axis]).toBeCloseTo(place?.[axis] ?? NaN, 6);
        }
        expect(after?.result.values).toEqual(before.result.values);
        expect(after?.result.warnings).toEqual([
          `drawn on the whole sheet before its slices were taken apart: it lies on slice ${slice} of ${SLICES}`,
        ]);
        // Once is enough.
        expect(after && offSheet(after, image)).toBeNull();
        // To other systems it is where it was: they know the sheet alone.
        for (const [at, point] of ontoSheet(image, slice, after?.points ?? []).entries())
          for (const axis of [0, 1]) expect(point[axis]).toBeCloseTo(before.points[at]?.[axis] ?? NaN, 9);
      }),
    );
  });

  it('lies on no slice where it goes over several of them, or over none: it keeps its value, and is measured no more', () => {
    const part = sheetPart(image, 5) ?? { left: 0, top: 0 };
    const over: Point2[] = [
      [part.left + 3, part.top + 3],
      [part.left + 9, part.top + 3],
    ];
    // Of nine places two are empty.
    for (const points of [over, ontoSheet(image, 9, [[3, 3]])]) {
      const after = offSheet(drawn(points), image);
      expect(after).toMatchObject({ frame: 1, points, onSheet: true, world: null, ordinal: 3 });
      expect(after?.result).toMatchObject({ values: [{ value: 4.5 }], warnings: [OVER_SLICES] });
      expect(after && offSheet(after, image)).toBeNull();
      expect(after && segmentRefusal({ ...after, tool: 'rectangle' }, image)).toBe(OVER_SLICES);
    }
  });

  it('is known by its place: what was drawn on a slice stays as it is, beyond the edge of its picture too', () => {
    const points: Point2[] = [
      [3, 3],
      [11, 3],
    ];
    const world = points.map((point): Vec3 => placeOn(1, point) ?? [0, 0, 0]);
    expect(offSheet(drawn(points, { world, result: { values: [], basis: '', warnings: [] } }), image)).toBeNull();
    expect(offSheet(drawn(points, { frame: 2 }), image)).toBeNull();
    expect(offSheet(drawn(points), plain)).toBeNull();
    const plane = { seriesUid: '1.2', frameOfReference: null, origin: [0, 0, 0], orientation: [1, 0, 0, 0, 1, 0], spacing: [1, 1], slab: null } satisfies Measurement['plane']; // prettier-ignore
    expect(offSheet(drawn(points, { plane }), image)).toBeNull();
  });
});
