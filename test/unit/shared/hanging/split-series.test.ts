import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STACK_RULES } from '../../../../renderer/hanging/stack-rules.ts';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../../shared/dicom/sort-frames.ts';
import { mainStack, splitSeries } from '../../../../shared/hanging/split-series.ts';
import type { SplitStack } from '../../../../shared/hanging/split-series.ts';
import { StackRules } from '../../../../shared/hanging/stack-rules.ts';
import type { FrameAcquired, FrameInfo, ImageInfo, Orientation } from '../../../../shared/model/image.ts';
import { axial } from './studies.ts';

type Change = Partial<ImageInfo> & { readonly frame?: Partial<FrameInfo>; readonly acquired?: FrameAcquired };

let made = 0;
function slice(height: number, { frame, acquired, ...changes }: Change = {}): ImageInfo {
  made += 1;
  const image = axial(`slice ${made}`, height, { instanceNumber: made, sopUid: `1.2.${made}`, ...changes });
  const perFrame = image.perFrame.map((info) => ({ ...info, ...frame, ...(acquired ? { acquired } : {}) }));
  return { ...image, perFrame };
}

const heights = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i * 5);
const volumeOf = (count: number, change: Change | ((i: number) => Change) = {}): readonly ImageInfo[] =>
  heights(count).map((height, i) => slice(height, typeof change === 'function' ? change(i) : change));
const split = (images: readonly ImageInfo[]): readonly SplitStack[] => splitSeries(displayFrames(images), STACK_RULES);
const said = (images: readonly ImageInfo[]): readonly string[] =>
  split(images).map(({ name, frames }) => `${name}: ${frames.length}`);

const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];

describe('stacks of a series', () => {
  it.each<[string, readonly ImageInfo[], readonly string[]]>([
    [
      'b-values at the same places',
      [0, 800, 50].flatMap((bValue) => volumeOf(5, { acquired: { bValue } })),
      ['b 0: 5', 'b 50: 5', 'b 800: 5'],
    ],
    [
      'b-values, and directions within one',
      [
        ...volumeOf(4, { acquired: { bValue: 0 } }),
        ...volumeOf(4, { acquired: { bValue: 1000, gradient: [1, 0, 0] } }),
        ...volumeOf(4, { acquired: { bValue: 1000, gradient: [0, 1, 0] } }),
      ],
      ['b 0: 4', 'b 1000, direction 1 of 2: 4', 'b 1000, direction 2 of 2: 4'],
    ],
    [
      'phases by temporal position',
      [1, 2, 3, 4].flatMap((temporalPosition) => volumeOf(4, { frame: { temporalPosition } })),
      ['phase 1 of 4: 4', 'phase 2 of 4: 4', 'phase 3 of 4: 4', 'phase 4 of 4: 4'],
    ],
    [
      'echoes that say only their number',
      [1, 2].flatMap((echoNumber) => volumeOf(3, { acquired: { echoNumber } })),
      ['echo 1: 3', 'echo 2: 3'],
    ],
    ['echoes', [9.2, 80].flatMap((echoTime) => volumeOf(3, { acquired: { echoTime } })), ['TE 9 ms: 3', 'TE 80 ms: 3']],
    [
      'phases of the heart by trigger time, though no two slices have the same one',
      [10, 60].flatMap((time) => volumeOf(3, (i) => ({ acquired: { triggerTime: time + i } }))),
      ['heart phase 1 of 2: 3', 'heart phase 2 of 2: 3'],
    ],
    [
      'phases of the heart by percent',
      [40, 75].flatMap((cardiacPhase) => volumeOf(3, { acquired: { cardiacPhase } })),
      ['heart phase 40 %: 3', 'heart phase 75 %: 3'],
    ],
    [
      'acquisitions where the places repeat',
      [1, 2].flatMap((acquisitionNumber) => volumeOf(3, { acquisitionNumber })),
      ['acquisition 1: 3', 'acquisition 2: 3'],
    ],
    [
      'directions',
      [...volumeOf(5), ...heights(4).map((y) => slice(0, { frame: { orientation: CORONAL, position: [0, y, 0] } }))],
      ['axial: 5', 'coronal: 4'],
    ],
    [
      'a localiser among slices',
      [slice(0, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }), ...volumeOf(5)],
      ['localiser: 1', 'original: 5'],
    ],
    [
      'water and fat',
      ['WATER', 'FAT'].flatMap((type) =>
        volumeOf(3, { modality: 'MR', imageType: ['DERIVED', 'PRIMARY', 'DIXON', type] }),
      ),
      ['water: 3', 'fat: 3'],
    ],
    [
      'what was derived at the same places',
      ['ORIGINAL', 'DERIVED'].flatMap((type) => volumeOf(3, { imageType: [type, 'PRIMARY', 'AXIAL'] })),
      ['original: 3', 'derived: 3'],
    ],
    [
      'matrices',
      [...volumeOf(4), ...volumeOf(4).map((one) => ({ ...one, pixels: one.pixels && { ...one.pixels, rows: 256 } }))],
      ['128 × 128: 4', '128 × 256: 4'],
    ],
    [
      'pixel spacings',
      [1, 0.5].flatMap((mm) => volumeOf(4, { frame: { pixelSpacing: [mm, mm] } })),
      ['pixels of 1 mm: 4', 'pixels of 0.5 mm: 4'],
    ],
    [
      'stacks that an enhanced object names',
      ['A', 'B'].flatMap((id) => volumeOf(4, { frame: { stack: { id, position: 1 } } })),
      ['stack A: 4', 'stack B: 4'],
    ],
    [
      'a capture without a place',
      [...volumeOf(4), slice(0, { frame: { position: null, orientation: null } })],
      ['with position: 4', 'without position: 1'],
    ],
  ])('are told apart by %s', (_what, images, expected) => {
    expect(said(images).toSorted()).toEqual(expected.toSorted());
  });

  it.each<[string, readonly ImageInfo[]]>([
    ['a plain volume', volumeOf(20)],
    ['two acquisitions, one above the other', volumeOf(10, (i) => ({ acquisitionNumber: i < 5 ? 1 : 2 }))],
    ['a slice that came twice', [...volumeOf(10), slice(15)]],
    [
      'a slice that came twice in another acquisition',
      [...volumeOf(10, { acquisitionNumber: 1 }), slice(15, { acquisitionNumber: 2 })],
    ],
    [
      'directions within a few degrees (a head cut by eye)',
      volumeOf(9, (i) => ({ frame: { orientation: tilted(i) } })),
    ],
    [
      'every slice in a direction of its own (radial)',
      volumeOf(9, (i) => ({ frame: { orientation: tilted(i * 20) } })),
    ],
    [
      'a localiser in three planes',
      [0, 90].flatMap((degrees) =>
        volumeOf(3, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'], frame: { orientation: tilted(degrees) } }),
      ),
    ],
    ['one slice over time', Array.from({ length: 8 }, (_, i) => slice(0, { frame: { temporalPosition: i + 1 } }))],
    [
      'pictures without a place (ultrasound)',
      volumeOf(6, (i) => ({ frame: { position: null, orientation: null, temporalPosition: i % 2 } })),
    ],
    [
      'slices of which some are derived',
      volumeOf(6, (i) => ({ imageType: [i % 2 ? 'DERIVED' : 'ORIGINAL', 'PRIMARY'] })),
    ],
    ['steps of several lengths', [0, 4, 8, 12, 20, 28, 36].map((height) => slice(height))],
  ])('leave %s together', (_what, images) => {
    const stacks = split(images);
    expect(stacks.map(({ name, frames }) => [name, frames.length])).toEqual([['', images.length]]);
  });

  it('lose no picture and show none twice, whatever the headers say', () => {
    const acquired = fc.record(
      {
        bValue: fc.constantFrom(0, 800),
        echoTime: fc.constantFrom(10, 80),
        triggerTime: fc.nat(3),
        cardiacPhase: fc.constantFrom(10, 60),
      },
      { requiredKeys: [] },
    );
    const picture = fc.record({
      height: fc.nat(3),
      acquired,
      temporalPosition: fc.option(fc.nat(2)),
      acquisitionNumber: fc.option(fc.nat(2)),
      type: fc.constantFrom('AXIAL', 'LOCALIZER', 'ADC', 'MIP'),
      placed: fc.boolean(),
      degrees: fc.constantFrom(0, 5, 90),
      id: fc.option(fc.constantFrom('A', 'B')),
    });
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 30 }), (pictures) => {
        const images = pictures.map(
          ({ height, acquired: told, temporalPosition, acquisitionNumber, type, placed, degrees, id }) =>
            slice(height, {
              acquired: told,
              acquisitionNumber,
              imageType: ['ORIGINAL', 'PRIMARY', type],
              frame: {
                temporalPosition,
                orientation: placed ? tilted(degrees) : null,
                stack: id === null ? null : { id, position: null },
                ...(placed ? {} : { position: null }),
              },
            }),
        );
        const key = ({ image, frame }: SeriesFrame): string => `${image.sopUid} ${frame}`;
        const stacks = split(images);
        expect(stacks.flatMap(({ frames }) => frames.map(key)).toSorted()).toEqual(
          displayFrames(images).map(key).toSorted(),
        );
        expect(new Set(stacks.map(({ name }) => name)).size).toBe(stacks.length);
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on the order in which the pictures came', () => {
    const images = [0, 800].flatMap((bValue) => volumeOf(6, { acquired: { bValue } }));
    expect(said(images.toReversed())).toEqual(said(images));
  });

  it('are opened at the largest that is not minor', () => {
    const images = [slice(0, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }), ...volumeOf(2)];
    expect(mainStack(split(images))?.name).toBe('original');
  });
});

it('a table of rules that contradicts itself is refused', () => {
  const [type, ...types] = STACK_RULES.types;
  expect(StackRules.safeParse({ ...STACK_RULES, types: [type, type, ...types] }).success).toBe(false);
  expect(
    StackRules.safeParse({ ...STACK_RULES, rules: [{ by: 'echo', when: 'differs', least: 1, notIn: ['nobody'] }] })
      .success,
  ).toBe(false);
});

/** Axial, turned about the row by some degrees. */
function tilted(degrees: number): Orientation {
  const angle = (degrees * Math.PI) / 180;
  return [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)];
}
