import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import { faultLines, faultPlaces, missingSlices, wordsAt } from '../../../../shared/hanging/slice-fault-words.ts';
import { sliceFaults } from '../../../../shared/hanging/slice-faults.ts';
import type { SliceFaults } from '../../../../shared/hanging/slice-faults.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { axial } from './studies.ts';

/** Slices from the head down: their heights, mm, and what else they say. */
function faultsOf(heights: readonly number[], changes: (i: number) => Partial<ImageInfo> = () => ({})): SliceFaults {
  const images = heights.map((height, i) => axial(`s${i}`, -height, { instanceNumber: i + 1, ...changes(i) }));
  return sliceFaults(displayFrames(images));
}

function thick(height: number, thickness: number, i: number): ImageInfo {
  const image = axial(`s${i}`, -height, { instanceNumber: i + 1 });
  return { ...image, perFrame: image.perFrame.map((info) => ({ ...info, sliceThickness: thickness })) };
}

const steps = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i * 5);

describe('F51: missing slices', () => {
  it('are counted and named between their neighbours, wherever they were taken out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 60 }),
        fc.nat(1000),
        fc.integer({ min: 1, max: 4 }),
        (count, raw, lost) => {
          // Never the first or the last: beyond the ends nothing can be said.
          const from = 1 + (raw % (count - lost - 1));
          const left = steps(count).filter((_, i) => i < from || i >= from + lost);
          const faults = faultsOf(left);
          expect(faults.gaps).toEqual([{ after: from - 1, missing: lost }]);
          expect(missingSlices(faults)).toBe(lost);
          expect(faults.duplicates).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are said in words at both neighbours and nowhere else', () => {
    const faults = faultsOf(steps(80).filter((_, i) => i < 57 || i > 60));
    const words = ['4 slices missing between 57 and 58'];
    expect(wordsAt(faults, 56)).toEqual(words);
    expect(wordsAt(faults, 57)).toEqual(words);
    expect(wordsAt(faults, 58)).toEqual([]);
    expect(faultLines(faults)).toEqual(['sorted by position', ...words]);
  });

  it('are not where thicker slices fill a longer step (head scanned thin below, thick above)', () => {
    const heights = [0, 4, 8, 12, 16, 23, 30, 44];
    const known = heights.map((height, i) => thick(height, i < 4 ? 4 : 7, i));
    expect(sliceFaults(displayFrames(known)).gaps).toEqual([{ after: 6, missing: 1 }]);
  });

  it('are missing where slices overlap, too: the neighbours of a lost one are thick enough to fill its place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 40 }), fc.nat(1000), fc.constantFrom(1.25, 2, 3), (count, raw, overlap) => {
        const lost = 1 + (raw % (count - 2));
        const images = steps(count).map((height, i) => thick(height, 5 * overlap, i));
        const faults = sliceFaults(displayFrames(images.filter((_, i) => i !== lost)));
        expect(faults).toMatchObject({ gaps: [{ after: lost - 1, missing: 1 }], changes: [] });
      }),
      { numRuns: 100 },
    );
  });

  it('are missing in the thinner part of two, where a step is as long as those of the thicker part', () => {
    const heights = [0, 4, 8, 16, 20, 24, 31, 38, 45, 52];
    const known = heights.map((height, i) => thick(height, i < 5 ? 4 : 7, i));
    expect(sliceFaults(displayFrames(known)).gaps).toEqual([{ after: 2, missing: 1 }]);
  });

  it('are not between one phase and the next, nor between two directions', () => {
    const twice = [...steps(8), ...steps(8)];
    const phases = faultsOf(twice, (i) => ({ acquisitionNumber: i < 8 ? 1 : 2 }));
    expect(phases).toMatchObject({ gaps: [], duplicates: [], uneven: 0, numbersDiffer: false });
  });
});

describe('F51: slices that are there twice', () => {
  it('are named with their twin', () => {
    const faults = faultsOf([...steps(10), 15]);
    expect(faults.duplicates).toHaveLength(1);
    const [{ place, of } = { place: 0, of: 0 }] = faults.duplicates;
    expect(of).toBe(3);
    expect(wordsAt(faults, place)).toEqual([`DUPLICATE: slices 4 and ${place + 1} are at the same place`]);
    expect(faults.gaps).toEqual([]);
  });

  it('are none in a cine, or where every place is there as often (b-values without a name)', () => {
    expect(faultsOf(Array.from({ length: 30 }, () => 7)).duplicates).toEqual([]);
    expect(faultsOf([...steps(9), ...steps(9), ...steps(9)])).toMatchObject({ duplicates: [], uneven: 0 });
  });

  it('are told from a volume that lacks one of its places', () => {
    const faults = faultsOf([...steps(9), ...steps(9).filter((_, i) => i !== 4)]);
    expect(faults).toMatchObject({ duplicates: [], uneven: 1 });
    expect(faultLines(faults)).toContain('1 place has fewer images than the others');
  });
});

describe('F51: slices of several distances, directions, or leaning', () => {
  it('say where the distance changes, and call neither a gap nor a duplicate a change', () => {
    const faults = faultsOf([0, 4, 8, 12, 18, 24, 30]);
    expect(faults.changes).toEqual([{ at: 3, before: 4, after: 6 }]);
    expect(wordsAt(faults, 3)).toEqual(['slices 4 mm apart up to 4, 6 mm from there on']);
    expect(faultPlaces(faults)).toEqual([3]);
    expect(faultsOf(steps(20).filter((_, i) => i !== 9)).changes).toEqual([]);
    expect(faultsOf([...steps(10), 15]).changes).toEqual([]);
    // Headers that round to a hundredth of a millimetre.
    expect(faultsOf([0, 3.33, 6.67, 10, 13.33]).changes).toEqual([]);
  });

  it('say where the direction changes', () => {
    const turned = axial('t', -25, { instanceNumber: 9 });
    const images = steps(5).map((height, i) => axial(`s${i}`, -height, { instanceNumber: i + 1 }));
    const orientation = [1, 0, 0, 0, Math.cos(0.2), Math.sin(0.2)] as const;
    const perFrame = turned.perFrame.map((info) => ({
      ...info,
      orientation: [...orientation] as [number, number, number, number, number, number],
    }));
    const faults = sliceFaults(displayFrames([...images, { ...turned, perFrame }]));
    expect(faults.turns).toEqual([4]);
    expect(wordsAt(faults, 5)).toEqual(['slices lie in another direction from 6 on']);
  });

  it('say by how much they lean', () => {
    const leaning = steps(8).map((height, i) => {
      const image = axial(`s${i}`, -height, { instanceNumber: i + 1 });
      return {
        ...image,
        perFrame: image.perFrame.map((info) => ({
          ...info,
          position: [0, height * Math.tan(0.3), -height] as [number, number, number],
        })),
      };
    });
    const { tilt } = sliceFaults(displayFrames(leaning));
    expect(tilt).toBeCloseTo((0.3 * 180) / Math.PI, 6);
    expect(faultsOf(steps(8)).tilt).toBeNull();
  });
});

describe('F51: the order of slices', () => {
  it('is that of their positions whatever their numbers say, and a difference is said', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...steps(20)], { minLength: 20 }), (heights) => {
        const images = heights.map((height, i) => axial(`s${i}`, -height, { instanceNumber: i + 1 }));
        const frames = displayFrames(images);
        const shown = frames.map(({ info }) => -(info.position?.[2] ?? 0));
        expect(shown).toEqual([...steps(20)]);
        const numbers = frames.map(({ image }) => image.instanceNumber ?? 0);
        const straight = numbers.every((n, i) => i === 0 || n === (numbers[i - 1] ?? 0) + 1);
        const reversed = numbers.every((n, i) => i === 0 || n === (numbers[i - 1] ?? 0) - 1);
        expect(sliceFaults(frames).numbersDiffer).toBe(!straight && !reversed);
      }),
      { numRuns: 100 },
    );
  });

  it('is by number, and says so, where no positions are known', () => {
    const bare = [3, 1, 2].map((instanceNumber) => {
      const image = axial(`s${instanceNumber}`, 0, { instanceNumber });
      return { ...image, perFrame: image.perFrame.map((info) => ({ ...info, position: null })) };
    });
    expect(faultLines(sliceFaults(displayFrames(bare)))).toEqual(['sorted by number: positions are not known']);
  });
});
