import { describe, expect, it } from 'vitest';
import { planVolume } from '../../../../shared/volume/plan-volume.ts';
import { evenPlaces, phantom, volumeOf } from './phantom.ts';
import type { PhantomOptions } from './phantom.ts';

const reasonOf = (options: PhantomOptions): string => {
  const plan = planVolume(phantom(options).frames);
  return plan.ok ? 'a volume' : plan.reason;
};

describe('a stack that is to be a volume', () => {
  it.each<[string, PhantomOptions]>([
    ['one-slice', { places: [0] }],
    ['one-slice', { places: [0, 0, 0] }],
    ['no-geometry', { frame: (slice) => (slice === 3 ? { position: null } : {}) }],
    ['no-geometry', { frame: (slice) => (slice === 3 ? { pixelSpacing: null } : {}) }],
    ['no-geometry', { frame: (slice) => (slice === 3 ? { pixelSpacing: [0, 1] } : {}) }],
    ['mixed-orientation', { frame: (slice) => (slice === 3 ? { orientation: [0, 1, 0, 0, 0, -1] } : {}) }],
    ['mixed-spacing', { frame: (slice) => (slice === 3 ? { pixelSpacing: [1.002, 1.002] } : {}) }],
    ['mixed-frame-of-reference', { image: (slice) => (slice > 8 ? { frameOfReference: '1.2.840.10' } : {}) }],
    ['several-volumes', { places: [...evenPlaces(8, 2), ...evenPlaces(8, 2)] }],
    ['doubled-slices', { places: [...evenPlaces(8, 2), 1] }],
    ['projection', { image: () => ({ sopClass: '1.2.840.10008.5.1.4.1.1.1.1', modality: 'DX' }) }],
    ['value-table', { image: () => ({ modalityLut: { first: 0, bits: 16, explanation: null, data: [1] } }) }],
  ])('F52: is refused as %s, with words', (reason, options) => {
    const plan = planVolume(phantom(options).frames);
    expect(reasonOf(options)).toBe(reason);
    expect(plan.ok ? '' : plan.words).toMatch(/[a-z ]{12,}/);
  });

  it('F52: is refused where it is larger than the room there is', () => {
    const plan = planVolume(phantom().frames, 1000);
    expect(plan.ok ? '' : plan.reason).toBe('too-large');
  });

  it('F52: pictures in colour are refused', () => {
    const { frames } = phantom();
    const colour = frames.map((frame) => ({
      ...frame,
      image: { ...frame.image, pixels: frame.image.pixels && { ...frame.image.pixels, samplesPerPixel: 3 } },
    }));
    expect(planVolume(colour)).toMatchObject({ ok: false, reason: 'colour' });
  });

  it('has each slice at the place that its header says, whatever its thickness', () => {
    const places = [0, 1, 2.5, 3, 6, 7.25];
    const { grid, frames } = volumeOf(phantom({ places, frame: () => ({ sliceThickness: 99 }) }));
    expect(grid.slices.map(({ along }) => along - (grid.slices[0]?.along ?? 0))).toEqual(places);
    grid.slices.forEach(({ position }, at) => expect(position).toEqual(frames[at]?.info.position));
    expect(grid.regularStep).toBeNull();
  });

  it('is even where its slices are, and says nothing then', () => {
    const { grid, remarks } = volumeOf(phantom({ places: evenPlaces(30, 0.7) }));
    expect(grid.regularStep).toBeCloseTo(0.7, 9);
    expect(remarks).toEqual([]);
  });

  it('F52: a hole is said and left empty', () => {
    const { grid, remarks } = volumeOf(phantom({ places: [0, 1, 2, 3, 4, 7, 8, 9, 10, 11] }));
    expect(remarks.join(' ')).toContain('2 SLICES MISSING');
    expect(grid.slices.filter(({ gapAfter }) => gapAfter).map(({ along }) => along)).toEqual([
      (grid.slices[0]?.along ?? 0) + 4,
    ]);
  });

  it('F52: a tilt and uneven steps are said', () => {
    const { remarks, grid } = volumeOf(
      phantom({ places: [0, 1, 2, 3, 4.3, 5.3, 6.3], lean: Math.tan((15 * Math.PI) / 180) }),
    );
    expect(remarks.join(' ')).toMatch(/GANTRY TILT 15\.0° CORRECTED.*UNEVEN/);
    expect(grid.regularStep).toBeNull();
  });
});
