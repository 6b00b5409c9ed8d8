import { expect, it } from 'vitest';
import { MOST_PICTURE_BYTES, pictureMemory } from '../../../../shared/rules/picture-memory.ts';

const GB = 1024 ** 3;

it('F12: pictures have a fifth of the memory among all windows, never more than was tried, never less than a radiograph needs', () => {
  expect(pictureMemory(4 * GB, 1)).toBe(Math.floor(0.8 * GB));
  expect(pictureMemory(4 * GB, 2)).toBe(Math.floor(0.4 * GB));
  expect(pictureMemory(64 * GB, 3)).toBe(MOST_PICTURE_BYTES);
  expect(pictureMemory(1 * GB, 4)).toBe(256 * 1024 ** 2);
  expect(pictureMemory(Number.NaN, 1)).toBe(256 * 1024 ** 2);
});
