import { describe, expect, it } from 'vitest';
import type { SeriesFrame } from '../../../../../shared/dicom/sort-frames.ts';
import { frameInfo } from '../../../../../shared/model/image.ts';
import type { FrameInfo, ImageInfo } from '../../../../../shared/model/image.ts';
import { seriesPairs } from '../../../../../shared/rules/subtraction/series-pairs.ts';
import { axial } from '../../hanging/studies.ts';

function frameOf(image: ImageInfo, info: Partial<FrameInfo> = {}): SeriesFrame {
  const changed = { ...image, perFrame: [{ ...frameInfo(image, 1), ...info }] };
  return { image: changed, frame: 1, info: frameInfo(changed, 1) };
}
const series = (
  name: string,
  heights: readonly number[],
  info: Partial<FrameInfo> = {},
  image: Partial<ImageInfo> = {},
) => heights.map((z) => frameOf(axial(`${name} ${z}`, z, { modality: 'MR', sopClass: null, ...image }), info));
const HEIGHTS = [0, 3, 6, 9];
const post = series('post', HEIGHTS);
const why = (taken: readonly SeriesFrame[]): string => {
  const found = seriesPairs(post, taken);
  return found.ok ? 'ok' : found.why;
};

describe('pictures of one series with those of another that lie at the same place', () => {
  it('pairs by place, whatever the order, and says the unit', () => {
    const found = seriesPairs(post, series('pre', HEIGHTS).toReversed());
    expect(found.ok && found.pairs.map(({ from, taken }) => [from.info.position, taken.info.position])).toEqual(
      HEIGHTS.map((z) => [[0, 0, z], [0, 0, z]]), // prettier-ignore
    );
    expect(found.ok && found.unit).toBe("[arb'U]");
    const hounsfield = { rescale: { slope: 1, intercept: -1024, type: 'HU' } };
    const ct = seriesPairs(series('a', HEIGHTS, hounsfield), series('b', HEIGHTS, hounsfield));
    expect(ct.ok && ct.unit).toBe("[hnsf'U]");
  });

  it('more pictures of the other series do no harm', () => {
    expect(why(series('pre', [-3, ...HEIGHTS, 12]))).toBe('ok');
  });

  it.each([
    ['a picture less', series('pre', [0, 3, 6]), '1 of 4 images have none of the other series at their place'],
    ['moved by a tenth of a mm', series('pre', HEIGHTS.map((z) => z + 0.1)), '4 of 4 images have none of the other series at their place'], // prettier-ignore
    ['another spacing', series('pre', HEIGHTS, { pixelSpacing: [1, 1.001] }), 'the spacing of their pixels differs'],
    ['another direction', series('pre', HEIGHTS, { orientation: [0.99, 0.14, 0, -0.14, 0.99, 0] }), 'their images lie in different directions'], // prettier-ignore
    ['another frame of reference', series('pre', HEIGHTS, {}, { frameOfReference: '1.2.10' }), 'they do not lie in one frame of reference'], // prettier-ignore
    ['no frame of reference', series('pre', HEIGHTS, {}, { frameOfReference: null }), 'they do not lie in one frame of reference'], // prettier-ignore
    ['no place', series('pre', HEIGHTS, { position: null }), 'not all images say where they lie'],
    ['two phases', [...series('pre', HEIGHTS), ...series('late', HEIGHTS)], 'the other series has several images at one place: choose one of its stacks'], // prettier-ignore
    ['another scale without a unit', series('pre', HEIGHTS, { rescale: { slope: 2, intercept: 0, type: null } }), 'the values of the two are not on one scale'], // prettier-ignore
    ['nothing', [], 'there is nothing to subtract'],
  ])('refuses %s', (_name, taken, words) => {
    expect(why(taken)).toBe(words);
  });

  it('refuses another size and colour', () => {
    const small = HEIGHTS.map((z) => {
      const image = axial(`small ${z}`, z, { modality: 'MR', sopClass: null });
      return frameOf({ ...image, pixels: image.pixels && { ...image.pixels, columns: 64 } });
    });
    expect(why(small)).toBe('their images differ in size: 128 × 128 and 64 × 128 pixels');
    const colour = HEIGHTS.map((z) => {
      const image = axial(`colour ${z}`, z);
      return frameOf({ ...image, pixels: image.pixels && { ...image.pixels, samplesPerPixel: 3, photometric: 'RGB' } });
    });
    expect(why(colour)).toBe('pictures in colour have no values to subtract');
  });
});
