import { AppError } from '../../shared/errors/app-error.ts';
import { ObjectId } from '../../shared/model/ids.ts';
import type { ReportedPicture } from '../../shared/model/reported-picture.ts';
import type { PictureSource } from '../../electron/station/reporting/draw-picture.ts';
import { imageOf, pixelsOf } from '../unit/shared/rules/image-fixture.ts';
import { idOf } from './report-document.ts';

/** The picture whose pixels cannot be had. */
export const LOST = 79;
const LOST_ID = idOf(`key ${LOST}`);

/** A key image of a CT, turned by a quarter, with a length and an ellipse on it. */
export function keyPicture(more: Partial<ReportedPicture> = {}): ReportedPicture {
  const instanceNumber = more.instanceNumber ?? 77;
  return {
    objectId: ObjectId.parse(idOf(`key ${instanceNumber}`)),
    ...{ frame: 1, frames: 1, studyUid: '1.2.3.4', seriesUid: '1.2.3.4.5' },
    ...{ sopUid: `1.2.3.4.5.${instanceNumber}`, sopClass: '1.2.840.10008.5.1.4.1.1.2', modality: 'CT' },
    ...{ seriesNumber: 4, seriesDescription: 'Lung ≤ 1 mm', instanceNumber, studyDate: '20260301' },
    ...{ title: 'of-interest', note: 'Nodule < 5 mm & "stable" 右肺' },
    look: {
      voi: { kind: 'window', center: -600, width: 1500, fn: 'LINEAR' },
      ...{ invert: false, rotation: instanceNumber === 77 ? 90 : 0, flip: false },
    },
    drawings: [
      {
        tool: 'length',
        label: 'M1',
        words: '12.3 mm',
        points: [
          [20, 20],
          [80, 50],
        ],
      },
      {
        tool: 'ellipse',
        label: 'M2',
        words: '',
        points: [
          [150, 64],
          [230, 64],
          [190, 40],
          [190, 88],
        ],
      },
    ],
    ...more,
  };
}

/** A CT of 256 x 128 pixels whose values rise from left to right, -1350 to 150 HU, with a white square in its upper left corner. */
export function wedge(): PictureSource {
  const image = imageOf({
    size: [256, 128],
    frame: {
      orientation: [1, 0, 0, 0, 1, 0],
      pixelSpacing: [1, 1],
      rescale: { slope: 1, intercept: 0, type: 'HU' },
      windows: [{ center: 40, width: 400, explanation: null }],
    },
  });
  return {
    image: (objectId) => {
      if (objectId === LOST_ID) throw new AppError('blob/missing', 'not here');
      return image;
    },
    pixels: () =>
      Promise.resolve(pixelsOf(256, 128, (x, y) => (x < 12 && y < 12 ? 3000 : Math.round(-1350 + (1500 * x) / 255)))),
  };
}
