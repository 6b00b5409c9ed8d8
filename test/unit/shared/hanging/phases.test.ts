import { describe, expect, it } from 'vitest';
import type { SeriesFrame } from '../../../../shared/dicom/sort-frames.ts';
import { phasesAt } from '../../../../shared/hanging/phases.ts';
import type { PhaseStack } from '../../../../shared/hanging/phases.ts';
import { frameInfo } from '../../../../shared/model/image.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { axial } from './studies.ts';

const frame = (image: ImageInfo): SeriesFrame => ({ image, frame: 1, info: frameInfo(image, 1) });
const phase = (name: string, heights: readonly number[], minor = false): PhaseStack => ({
  ...{ minor, frames: heights.map((z) => frame(axial(`${name} ${z}`, z))) },
});
const at = (stacks: readonly PhaseStack[], own: number, place: number) => {
  const home = stacks[own]?.frames[place];
  if (!home) throw new Error('no such picture');
  return phasesAt(stacks, own, home);
};

describe('the same place in the phases of a series', () => {
  it('is found by where it lies, not by its number', () => {
    const stacks = [phase('a', [0, 2, 4]), phase('b', [2, 4, 6]), phase('scout', [2], true), phase('c', [4])];
    expect(at(stacks, 0, 2)).toEqual({
      ...{ ok: true, here: 0 },
      phases: [{ stack: 0, place: 2 }, { stack: 1, place: 1 }, { stack: 3, place: 0 }], // prettier-ignore
    });
    expect(at(stacks, 1, 0)).toMatchObject({ here: 1, phases: [{ stack: 0 }, { stack: 1 }] });
  });

  it('there and back is the same picture', () => {
    const stacks = [phase('a', [0, 2, 4]), phase('b', [4, 2, 0])];
    const there = at(stacks, 0, 0);
    const to = there.ok ? there.phases[1] : undefined;
    const back = to ? at(stacks, to.stack, to.place) : null;
    expect(back?.ok && back.phases[0]).toEqual({ stack: 0, place: 0 });
  });

  it('says why it cannot be followed', () => {
    const why = (stacks: readonly PhaseStack[]): string | null => {
      const found = at(stacks, 0, 0);
      return found.ok ? null : found.why;
    };
    expect(why([phase('a', [0, 2])])).toBe('the series has one phase');
    expect(why([phase('a', [0]), phase('scout', [0], true)])).toBe('the series has one phase');
    expect(why([phase('a', [0]), phase('b', [1])])).toBe('no other phase has an image with its pixels at this place');
    const nowhere = axial('n', 0);
    const lost = frame({ ...nowhere, perFrame: [{ ...frameInfo(nowhere, 1), position: null }] });
    expect(why([{ minor: false, frames: [lost] }, phase('b', [0])])).toBe('the image does not say where it lies');
  });
});
