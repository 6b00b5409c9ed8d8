import { describe, expect, it } from 'vitest';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { FrameInfo, ImageInfo, Vec3 } from '../../../../shared/model/image.ts';

const OBJECT = ObjectId.parse('0123456789abcdefghjkmnpqrs');

function info(position: Vec3 | null): FrameInfo {
  return {
    position,
    orientation: position ? [1, 0, 0, 0, 1, 0] : null,
    pixelSpacing: null,
    sliceThickness: null,
    windows: [],
    voiFunction: 'LINEAR',
    rescale: null,
    stack: null,
    temporalPosition: null,
  };
}

function object(perFrame: readonly FrameInfo[], frames: number, shown = true): ImageInfo {
  const image: Partial<ImageInfo> = {
    objectId: OBJECT,
    sopUid: '1.2.3',
    instanceNumber: 1,
    acquisitionNumber: null,
    frames,
    picture: shown ? { shown: true } : { shown: false, why: 'report' },
    perFrame: [...perFrame],
  };
  return image as ImageInfo;
}

const order = (images: readonly ImageInfo[]) => displayFrames(images).map(({ frame }) => frame);

describe('displayFrames', () => {
  it('places the frames of one object from head to feet, however they are stored', () => {
    const interleaved = [-30, -18, -24, -12].map((z) => info([0, 0, z]));
    expect(order([object(interleaved, 4)])).toEqual([4, 2, 3, 1]);
  });

  it('keeps the stored order of a cine, with and without a place', () => {
    expect(order([object([info([0, 0, 5])], 3)])).toEqual([1, 2, 3]);
    expect(order([object([info(null)], 3)])).toEqual([1, 2, 3]);
  });

  it('leaves out what has no picture', () => {
    expect(order([object([info(null)], 0, false)])).toEqual([]);
  });
});
