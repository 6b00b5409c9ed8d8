import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../../shared/dicom/sort-frames.ts';
import { faultLines } from '../../../../shared/hanging/slice-fault-words.ts';
import { sliceFaults } from '../../../../shared/hanging/slice-faults.ts';
import { faultsInOrder, orderedPlaces } from '../../../../shared/hanging/stack-order.ts';
import type { FrameAcquired, ImageInfo } from '../../../../shared/model/image.ts';
import type { SortKey } from '../../../../shared/model/stack-order.ts';
import { axial } from './studies.ts';

interface Slice {
  readonly number?: number | null;
  readonly time?: string;
  readonly acquired?: FrameAcquired;
}

/** Slices from the head down, 5 mm apart, in display order. */
function slices(said: readonly Slice[]): readonly SeriesFrame[] {
  const images = said.map(({ number = null, time, acquired }, i): ImageInfo => {
    const image = axial(`s${i}`, -5 * i, {
      instanceNumber: number,
      acquisitionDate: '20240229',
      acquisitionTime: time ?? null,
    });
    return { ...image, perFrame: image.perFrame.map((info) => ({ ...info, ...(acquired ? { acquired } : {}) })) };
  });
  return displayFrames(images);
}

const sorted = (said: readonly Slice[], by: SortKey, descending = false) =>
  orderedPlaces(slices(said), { by, descending }, true);

describe('a stack in another order than that of its positions', () => {
  it('follows what its pictures say, and says that it is not by position', () => {
    const interleaved = ['100002', '100000', '100003', '100001'].map((time) => ({ time }));
    expect(sorted(interleaved, 'time')).toEqual({
      from: [1, 3, 0, 2],
      words: 'SORTED BY ACQUISITION TIME, NOT BY POSITION',
    });
    expect(sorted(interleaved, 'time', true)?.from).toEqual([2, 0, 3, 1]);
    const acquired: readonly FrameAcquired[] = [
      { echoTime: 90, bValue: 800, triggerTime: 300 },
      { echoTime: 20, bValue: 0, triggerTime: 600 },
    ];
    const two = acquired.map((one) => ({ acquired: one }));
    expect(sorted(two, 'echo')?.from).toEqual([1, 0]);
    expect(sorted(two, 'b-value')?.words).toBe('SORTED BY B VALUE, NOT BY POSITION');
    expect(sorted(two, 'trigger')).toBeNull();
    expect(sorted(two, 'trigger', true)?.words).toBe('SORTED BY TRIGGER TIME, LAST FIRST, NOT BY POSITION');
  });

  it('is marked only where it is another order: image numbers that run with the positions are not', () => {
    expect(sorted([{ number: 1 }, { number: 2 }, { number: 3 }], 'instance-number')).toBeNull();
    expect(sorted([{ number: 1 }, { number: 2 }], 'position')).toBeNull();
    expect(sorted([{}, {}, {}], 'position', true)).toEqual({
      from: [2, 1, 0],
      words: 'SORTED BY POSITION, LAST FIRST',
    });
  });

  it('is never guessed: where a picture lacks the value all stay by position, with the reason', () => {
    expect(sorted([{ time: '100002' }, {}, { time: '100001' }], 'time')).toEqual({
      from: [0, 1, 2],
      words: 'NOT SORTED BY ACQUISITION TIME: 1 of 3 have none',
    });
    expect(orderedPlaces(slices([{}, {}]), { by: 'position' }, false)?.words).toContain('positions are not known');
  });

  it('loses no picture and repeats none; of equal values the order of positions stays, whichever way', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(times, fc.boolean(), (values, descending) => {
        const said = values.map((value) => ({ acquired: { triggerTime: value } }));
        const { from } = sorted(said, 'trigger', descending) ?? { from: values.map((_value, at) => at) };
        expect(from.toSorted((a, b) => a - b)).toEqual(values.map((_value, at) => at));
        from.forEach((place, at) => {
          const next = from[at + 1];
          if (next === undefined) return;
          const step = ((values[next] ?? 0) - (values[place] ?? 0)) * (descending ? -1 : 1);
          expect(step > 0 || (step === 0 && next > place)).toBe(true);
        });
      }),
    );
  });
});

describe('what is wrong with a stack, told in another order', () => {
  const heights = [0, 5, 10, 25, 30, 35, 40];
  const frames = displayFrames(heights.map((z, i) => axial(`s${i}`, -z, { instanceNumber: (i * 3) % 7 })));
  const faults = sliceFaults(frames);
  const told = (by: SortKey, descending = false) => {
    const places = orderedPlaces(frames, { by, descending }, true);
    return places ? faultsInOrder(faults, places) : faults;
  };

  it('stands at the same gap when the stack is turned round', () => {
    expect(faults.gaps).toEqual([{ after: 2, missing: 2 }]);
    expect(told('position', true).gaps).toEqual([{ after: 3, missing: 2 }]);
    expect(faultLines(told('position', true))[0]).toBe('SORTED BY POSITION, LAST FIRST');
  });

  it('is counted where neighbours by position are no neighbours any more', () => {
    const other = told('instance-number');
    expect(other.gaps).toEqual([]);
    expect(other.sorted).toBe('SORTED BY IMAGE NUMBER, NOT BY POSITION (1 gap or change by position not marked)');
  });

  it('says why, and keeps its marks, where it could not be sorted', () => {
    const same = told('trigger');
    expect(same).toMatchObject({ gaps: faults.gaps, sorted: 'NOT SORTED BY TRIGGER TIME: 7 of 7 have none' });
  });
});
