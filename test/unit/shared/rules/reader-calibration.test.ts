import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SeriesCalibration } from '../../../../shared/model/calibration.ts';
import { ObjectId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { measureDrawing } from '../../../../shared/rules/measure.ts';
import { calibrationFactor, withCalibration } from '../../../../shared/rules/reader-calibration.ts';
import { ANOTHER_SIZE } from '../../../../shared/rules/reader-spacing.ts';
import { spacingOf } from '../../../../shared/rules/spacing.ts';
import { DX, imageOf, regionOf, ultrasoundOf } from './image-fixture.ts';

const id = '0'.repeat(26);
const ROD: readonly [Point2, Point2] = [
  [10, 10],
  [210, 10],
];

function radiograph(spacing: Parameters<typeof imageOf>[0] = {}): ImageInfo {
  return imageOf({ modality: 'DX', sopClass: DX, size: [400, 400], ...spacing });
}

function calibrated(image: ImageInfo, known: number, points = ROD): ImageInfo {
  const made: SeriesCalibration = {
    studyId: StudyId.parse(id),
    seriesUid: '1.2',
    objectId: ObjectId.parse(id),
    frame: 1,
    points: [...points],
    known,
    ...calibrationFactor(image, 1, points, known),
    by: PersonId.parse(id),
    byName: 'Dr. Reader',
    at: '2026-01-01T00:00:00.000Z',
  };
  return withCalibration(image, made);
}

const length = (image: ImageInfo, points: readonly Point2[] = ROD) => measureDrawing('length', points, image, 1, null);

describe('a known length on a picture', () => {
  it('gives millimetres where the header gives none, and says whose they are', () => {
    const image = calibrated(radiograph(), 50);
    expect(length(image)).toEqual({
      values: [{ name: 'length', value: 50, unit: 'mm' }],
      basis: 'FIDUCIAL by Dr. Reader',
      warnings: [],
    });
  });

  it('corrects the spacing of the detector for the magnification', () => {
    const image = radiograph({ spacing: { imagerPixelSpacing: [0.3, 0.3] } });
    expect(length(image).basis).toBe('at detector');
    const corrected = calibrated(image, 48);
    expect(length(corrected).values[0]?.value).toBeCloseTo(48, 9);
    expect(spacingOf(corrected, 1).row).toBeCloseTo(0.24, 9);
  });

  it('keeps the shape of pixels that are not square', () => {
    const image = calibrated(radiograph({ spacing: { pixelAspectRatio: [2, 1] } }), 100);
    expect(length(image, [[10, 10], [10, 110]]).values[0]?.value).toBeCloseTo(100, 9); // prettier-ignore
  });

  it('is taken back without a trace', () => {
    const image = radiograph({ spacing: { imagerPixelSpacing: [0.3, 0.3] } });
    expect(withCalibration(calibrated(image, 48), null)).toEqual(image);
  });

  it('is worked out from the header, not from the calibration before', () => {
    const once = calibrated(radiograph(), 50);
    expect(calibrationFactor(once, 1, ROD, 100).factor).toBeCloseTo(0.5, 12);
  });

  it('in pixels holds for pictures of one size only, and says so elsewhere', () => {
    const { reader } = calibrated(radiograph(), 50).spacing;
    const other = imageOf({ modality: 'DX', sopClass: DX, size: [200, 200], spacing: reader ? { reader } : {} });
    expect(length(other)).toMatchObject({ values: [{ unit: 'px' }], warnings: [ANOTHER_SIZE] });
  });

  it.each([
    ['a section', imageOf({ frame: { pixelSpacing: [1, 1] } }), 50],
    ['an ultrasound with regions', ultrasoundOf([regionOf()]), 50],
    ['a length of nothing', radiograph(), 0],
    ['a length of a street', radiograph(), 5000],
    ['a length that is no number', radiograph(), NaN],
  ])('refuses %s', (_name, image, known) => {
    expect(() => calibrationFactor(image, 1, ROD, known)).toThrow(AppError);
  });

  it('refuses two points at one place', () => {
    expect(() => calibrationFactor(radiograph(), 1, [[5, 5], [5, 5]], 10)).toThrow('at one place'); // prettier-ignore
  });

  it('measures the rod as long as it is known to be, whatever the spacing and wherever it lies', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 399 }), fc.integer({ min: 0, max: 399 }));
    const size = fc.double({ min: 0.01, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        place,
        place,
        size,
        size,
        fc.double({ min: 1, max: 500, noNaN: true }),
        (a, b, row, column, known) => {
          fc.pre(a[0] !== b[0] || a[1] !== b[1]);
          const image = calibrated(radiograph({ spacing: { imagerPixelSpacing: [row, column] } }), known, [a, b]);
          expect(length(image, [a, b]).values[0]?.value).toBeCloseTo(known, 6);
        },
      ),
    );
  });
});
