import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { ImageInfo, Orientation, Vec3 } from '../../../../shared/model/image.ts';
import { carriedLabels } from '../../../../shared/rules/carried-labels.ts';
import type { SpineLabel } from '../../../../shared/rules/carried-labels.ts';
import { imageOf } from './image-fixture.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const SAGITTAL: Orientation = [0, 1, 0, 0, 0, -1];

function picture(orientation: Orientation, position: Vec3, more: Partial<ImageInfo> = {}, thickness = 4): ImageInfo {
  return imageOf({
    size: [200, 200],
    frame: { orientation, position, pixelSpacing: [1, 1], sliceThickness: thickness },
    image: { frameOfReference: '1.2.9', objectId: ObjectId.parse('7'.repeat(26)), ...more },
  });
}

const label = (place: Vec3, more: Partial<SpineLabel> = {}): SpineLabel => ({
  ...{ level: 'L4', place, frameOfReference: '1.2.9', objectId: '8', frame: 1 },
  ...more,
});

describe('labels of the spine on other pictures', () => {
  it('stand where the picture cuts their place, within half of its thickness', () => {
    const axial = picture(AXIAL, [-100, -100, 40]);
    expect(carriedLabels([label([0, 20, 41.9])], axial, 1)).toEqual([{ text: 'L4 carried', point: [100, 120] }]);
    expect(carriedLabels([label([0, 20, 42.1])], axial, 1)).toEqual([]);
    expect(carriedLabels([label([150, 20, 40])], axial, 1)).toEqual([]);
  });

  it('never on their own picture, in another frame of reference, or where there is none', () => {
    const axial = picture(AXIAL, [-100, -100, 40]);
    const place: Vec3 = [0, 0, 40];
    expect(carriedLabels([label(place, { objectId: axial.objectId })], axial, 1)).toEqual([]);
    expect(carriedLabels([label(place, { frameOfReference: '1.2.8' })], axial, 1)).toEqual([]);
    const placeless = picture(AXIAL, [-100, -100, 40], { frameOfReference: null });
    expect(carriedLabels([label(place, { frameOfReference: null })], placeless, 1)).toEqual([]);
  });

  it('lie at the same place of the patient on every plane through it (property)', () => {
    const mm = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(mm, mm, mm, (x, y, z) => {
        const [across] = carriedLabels([label([x, y, z])], picture(AXIAL, [-100, -100, z]), 1);
        const [beside] = carriedLabels([label([x, y, z])], picture(SAGITTAL, [x, -100, 100]), 1);
        expect(across?.point[0]).toBeCloseTo(x + 100, 6);
        expect(across?.point[1]).toBeCloseTo(y + 100, 6);
        expect(beside?.point[0]).toBeCloseTo(y + 100, 6);
        expect(beside?.point[1]).toBeCloseTo(100 - z, 6);
      }),
    );
  });
});
