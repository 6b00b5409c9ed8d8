import { expect, it } from 'vitest';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { MOST_PICTURE_BYTES, pictureMemory, volumeMemory } from '../../../../shared/rules/picture-memory.ts';
import { MOST_VOLUME_BYTES, planVolume } from '../../../../shared/volume/plan-volume.ts';
import { imageOf } from './image-fixture.ts';

const GB = 1024 ** 3;

it('F12: pictures have a fifth of the memory among all windows, never more than was tried, never less than a radiograph needs', () => {
  expect(pictureMemory(4 * GB, 1)).toBe(Math.floor(0.8 * GB));
  expect(pictureMemory(4 * GB, 2)).toBe(Math.floor(0.4 * GB));
  expect(pictureMemory(64 * GB, 3)).toBe(MOST_PICTURE_BYTES);
  expect(pictureMemory(1 * GB, 4)).toBe(256 * 1024 ** 2);
  expect(pictureMemory(Number.NaN, 1)).toBe(256 * 1024 ** 2);
});

it('F12: volumes have three twentieths of it, 2 GiB at most', () => {
  expect(MOST_VOLUME_BYTES).toBe(2_147_483_648);
  // GiB of memory, windows, bytes: worked out by hand.
  for (const [memory, windows, bytes] of [
    [4, 1, 644_245_094],
    [8, 1, 1_288_490_188],
    [8, 2, 644_245_094],
    [16, 1, 2_147_483_648],
    [16, 3, 858_993_459],
    [32, 1, 2_147_483_648],
    [32, 4, 1_288_490_188],
    [64, 2, 2_147_483_648],
    [1, 1, 268_435_456],
  ] as const) {
    expect(volumeMemory(memory * GB, windows)).toBe(bytes);
  }
  expect(volumeMemory(Number.NaN, 1)).toBe(268_435_456);
});

it('F12: 3,000 slices of 512² are refused in words on a small machine, and are a volume on a large one', () => {
  const frames = displayFrames(
    Array.from({ length: 3000 }, (_unused, at) =>
      imageOf({
        size: [512, 512],
        frame: { position: [0, 0, 0.4 * at], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [0.7, 0.7] },
        image: {
          objectId: ObjectId.parse(String(at).padStart(26, '0')),
          frameOfReference: '1.2',
          instanceNumber: at + 1,
        },
      }),
    ),
  );
  const on = (memory: number): string => {
    const plan = planVolume(frames, volumeMemory(memory * GB, 1));
    return plan.ok ? `${plan.frames.length} slices` : plan.words;
  };
  expect(on(4)).toBe('its pixels take 1.5 GiB; there is room for 0.6 GiB');
  expect(on(8)).toBe('its pixels take 1.5 GiB; there is room for 1.2 GiB');
  expect(on(16)).toBe('3000 slices');
});
