import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import type { FrameAcquired, FrameInfo, ImageInfo, Vec3 } from '../../../../../shared/model/image.ts';
import { timeSeries } from '../../../../../shared/rules/time-curve/time-series.ts';
import { imageOf } from '../image-fixture.ts';

const AXIAL: FrameInfo['orientation'] = [1, 0, 0, 0, 1, 0];
const id = (at: number): ObjectId => ObjectId.parse(String(at).padStart(26, '0'));

interface Slice {
  readonly at?: Vec3;
  readonly acquired?: FrameAcquired;
  readonly temporalPosition?: number | null;
  readonly image?: Partial<ImageInfo>;
}

/** One object with one picture. */
function slice(name: number, { at = [0, 0, 0], acquired, temporalPosition = null, image = {} }: Slice = {}): ImageInfo {
  const place = { position: at, orientation: AXIAL, pixelSpacing: [0.5, 0.5] as [number, number], temporalPosition };
  return imageOf({
    modality: 'MR',
    frame: { ...place, ...(acquired ? { acquired } : {}) },
    image: { objectId: id(name), acquisitionDate: '20240229', ...image },
  });
}

/** One object with so many pictures and no places. */
const cine = (frames: number, image: Partial<ImageInfo> = {}): ImageInfo =>
  imageOf({ modality: 'XA', image: { frames, objectId: id(1), ...image } });

const of = (images: readonly ImageInfo[], image = images[0], frame = 1) => {
  if (!image) throw new Error('no image');
  const found = timeSeries(images, { image, frame });
  if (!found.ok) return found.code;
  return {
    frames: found.frames.map((one) => [one.image.objectId, one.frame]),
    seconds: found.seconds,
    clock: found.clock,
  };
};
const seconds = (images: readonly ImageInfo[]) => {
  const found = of(images);
  return typeof found === 'string' ? found : found.seconds;
};
const times = (values: readonly string[]) =>
  values.map((acquisitionTime, at) => slice(at, { image: { acquisitionTime } }));

describe('pictures of one place over time', () => {
  it('a cine goes by its frame time, a vector by its sums, and has no times where nothing says them', () => {
    expect(seconds([cine(4, { frameCourse: { every: 33 } })])).toEqual([0, 0.033, 0.066, 0.099]);
    expect(seconds([cine(3, { frameCourse: { at: [0, 500, 1500] } })])).toEqual([0, 0.5, 1.5]);
    expect(of([cine(3)])).toMatchObject({ seconds: null, clock: null });
    // The mean of a vector is for playing only.
    expect(of([cine(3, { frameTime: 40 })])).toMatchObject({ seconds: null });
  });

  it('several frames of what is no cine, and without a word on time, are no curve', () => {
    expect(of([cine(3, { modality: 'OT' })])).toBe('no-order');
    expect(of([cine(1)])).toBe('one-moment');
  });

  it.each([
    ['tube', 'moved'],
    ['table', 'moved'],
    ['view', 'views'],
  ] as const)('frames over which the %s moves are refused: %s', (moves, code) => {
    expect(of([cine(60, { frameCourse: { moves } })])).toBe(code);
  });

  it('a pullback of a catheter is no curve of one place', () => {
    expect(of([cine(60, { modality: 'IVUS', frameCourse: { every: 33 } })])).toBe('moved');
  });

  it('single pictures are put in the order of their acquisition, across midnight, whatever order they came in', () => {
    const images = [
      slice(1, { image: { acquisitionTime: '000010', acquisitionDate: '20240301' } }),
      slice(2, { image: { acquisitionTime: '235950.5' } }),
      slice(3, { image: { acquisitionTime: '235958' } }),
    ];
    expect(of(images)).toEqual({
      frames: [
        [id(2), 1],
        [id(3), 1],
        [id(1), 1],
      ],
      seconds: [0, 7.5, 19.5],
      clock: 'acquisition date and time (0008,0022), (0008,0032)',
    });
  });

  it('takes only pictures that are alike in all but time', () => {
    const own = times(['100000', '100010', '100020']);
    const others = [
      slice(10, { acquired: { echoTime: 30 }, image: { acquisitionTime: '100030' } }),
      slice(11, { acquired: { bValue: 800 }, image: { acquisitionTime: '100040' } }),
      slice(12, { at: [0, 0, 5], image: { acquisitionTime: '100050' } }),
      slice(13, { image: { acquisitionTime: '100100', imageType: ['DERIVED', 'SECONDARY', 'SUB'] } }),
      slice(14, { image: { acquisitionTime: '100110', rejected: 'quality' } }),
      slice(15, { image: { acquisitionTime: '100120', frameOfReference: '9.9' } }),
    ];
    expect(of([...others, ...own], others[0])).toBe('one-moment');
    expect(of([...others, ...own], own[1])).toMatchObject({ seconds: [0, 10, 20] });
  });

  it('a place that moved in its plane, or another size of pixels, is refused', () => {
    const [first, second] = times(['100000', '100010']);
    if (!first || !second) throw new Error('no images');
    expect(of([first, second, slice(3, { at: [3, 0, 0], image: { acquisitionTime: '100020' } })])).toBe('moved');
    const wide = imageOf({ size: [32, 32] }).pixels;
    expect(of([first, second, slice(3, { image: { acquisitionTime: '100020', pixels: wide } })])).toBe('moved');
  });

  it.each<[string, readonly number[], readonly string[], readonly number[] | string]>([
    // A beat that was put together from many: its last phase may have been taken first.
    ['phases of one beat', [0, 60, 120, 180], ['100010', '100005', '100020', '100001'], [0, 0.06, 0.12, 0.18]],
    ['phases of one beat, out of order', [180, 0, 120, 60], ['1', '2', '3', '4'], [0, 0.06, 0.12, 0.18]],
    [
      'one picture a beat: the triggers waver',
      [310, 290, 305, 295],
      ['100000', '100001', '100002', '100003'],
      [0, 1, 2, 3],
    ],
    ['one trigger for all', [300, 300, 300, 300], ['100000', '100001', '100002', '100003'], [0, 1, 2, 3]],
    ['a minute after contrast, in trigger times', [0, 20e3, 40e3, 60e3], ['100000', '100021', '100042', '100103'], [0, 21, 42, 63]], // prettier-ignore
    ['triggers and one time for all', [0, 20e3, 40e3, 60e3], ['100000', '100000', '100000', '100000'], [0, 20, 40, 60]],
  ])('which clock orders the pictures: %s', (_name, triggers, clocks, expected) => {
    const images = triggers.map((triggerTime, at) =>
      slice(at, { acquired: { triggerTime }, image: { acquisitionTime: clocks[at]?.padEnd(6, '0') ?? '' } }),
    );
    expect(seconds(images)).toEqual(expected);
  });

  it('believes the acquisition before the trigger, and the trigger before nothing', () => {
    const beat = (at: number, acquisitionTime: string) =>
      slice(at, { acquired: { triggerTime: 40 * at }, image: { acquisitionTime } });
    expect(seconds([beat(0, '100000'), beat(1, '100001')])).toEqual([0, 1]);
    // All phases of a segmented cine have the time of its beginning.
    expect(seconds([beat(0, '100000'), beat(1, '100000'), beat(2, '100000')])).toEqual([0, 0.04, 0.08]);
  });

  it('numbers pictures by their temporal position where there are no times, and says so', () => {
    const phases = [3, 1, 2].map((temporalPosition, at) => slice(at, { temporalPosition }));
    expect(of(phases)).toEqual({ frames: [id(1), id(2), id(0)].map((one) => [one, 1]), seconds: null, clock: null });
    const [first] = phases;
    expect(of(first ? [first, slice(9, { temporalPosition: 3 })] : [])).toBe('no-order');
  });

  it('times and temporal positions that contradict each other are refused', () => {
    const images = ['100000', '100010'].map((acquisitionTime, at) =>
      slice(at, { temporalPosition: 2 - at, image: { acquisitionTime } }),
    );
    expect(of(images)).toBe('times-disagree');
  });

  it('enhanced frames go by their own moments, over several objects', () => {
    const frame = (z: number, text: string): FrameInfo => {
      const [info] = slice(0, { at: [0, 0, z], acquired: { referenceDateTime: text } }).perFrame;
      if (!info) throw new Error('no frame');
      return info;
    };
    const volume = (name: number, second: string): ImageInfo => ({
      ...slice(name),
      frames: 2,
      perFrame: [frame(0, `202402291000${second}.25+0100`), frame(5, `202402291000${second}.75+0100`)],
    });
    const images = [volume(1, '10'), volume(2, '30'), volume(3, '20')];
    const found = timeSeries(images, { image: volume(2, '30'), frame: 2 });
    expect(found).toMatchObject({ ok: true, seconds: [0, 10, 20], clock: 'frame reference date and time (0018,9151)' });
    expect(found.ok && found.frames.map((one) => [one.image.objectId, one.frame])).toEqual([
      [id(1), 2],
      [id(3), 2],
      [id(2), 2],
    ]);
  });

  it('property: times rise from nought, and the order of the files changes nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 86_399 }), { minLength: 2, maxLength: 12 }), (all) => {
        const images = all.map((time, at) => {
          const two = (value: number): string => String(value).padStart(2, '0');
          const text = two(Math.floor(time / 3600)) + two(Math.floor(time / 60) % 60) + two(time % 60);
          return slice(at, { image: { acquisitionTime: text } });
        });
        const found = seconds(images);
        const sorted = all.toSorted((a, b) => a - b);
        expect(found).toEqual(sorted.map((time) => time - (sorted[0] ?? 0)));
      }),
    );
  });
});
