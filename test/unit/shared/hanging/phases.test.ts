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
    const found = at(stacks, 0, 2);
    expect(found).toMatchObject({ ok: true, here: 0 });
    expect(found.ok && found.phases.map(({ stack, place }) => [stack, place])).toEqual([[0, 2], [1, 1], [3, 0]]); // prettier-ignore
    expect(at(stacks, 1, 0)).toMatchObject({ here: 1, phases: [{ stack: 0 }, { stack: 1 }] });
  });

  it('there and back is the same picture', () => {
    const stacks = [phase('a', [0, 2, 4]), phase('b', [4, 2, 0])];
    const there = at(stacks, 0, 0);
    const to = there.ok ? there.phases[1] : undefined;
    const back = to ? at(stacks, to.stack, to.place) : null;
    expect(back?.ok && back.phases[0]).toMatchObject({ stack: 0, place: 0 });
  });

  it('pictures of one stack are phases where something tells them apart, else one is a duplicate', () => {
    const beat = [0, 40, 80, 120].map((triggerTime) => {
      const image = axial(`beat ${triggerTime}`, 3);
      return { image, frame: 1, info: { ...frameInfo(image, 1), acquired: { triggerTime } } };
    });
    const found = at([{ minor: false, frames: beat.toReversed() }], 0, 1);
    expect(found).toMatchObject({ ok: true, here: 2 });
    expect(found.ok && found.phases.map(({ place }) => place)).toEqual([3, 2, 1, 0]);
    expect(found.ok && found.phases[2]).toMatchObject({
      ...{ words: '80 ms after the R wave', run: { from: 0, count: 4, seconds: [0, 0.04, 0.08, 0.12] } },
    });
    expect(at([phase('a', [5, 5])], 0, 1)).toEqual({ ok: false, why: 'the series has one phase' });
    const twice = at([phase('a', [5, 5]), phase('b', [5])], 0, 1);
    expect(twice.ok && twice.phases.map(({ stack, place }) => [stack, place])).toEqual([[0, 1], [1, 0]]); // prettier-ignore
  });

  it('a map is no phase of what it was worked out from, but can be stepped to after the phases', () => {
    const stacks = [phase('map', [5]), phase('b', [5]), phase('c', [5])];
    const home = stacks[1]?.frames[0];
    if (!home) throw new Error('no such picture');
    const map = stacks[0]?.frames[0];
    const found = phasesAt(stacks, 1, home, (one) => (one === map ? 'map' : ''));
    expect(found.ok && found.phases.map(({ stack, run: { from, count } }) => [stack, from, count])).toEqual([[0, 0, 1], [1, 1, 2], [2, 1, 2]]); // prettier-ignore
    expect(found).toMatchObject({ here: 1 });
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
