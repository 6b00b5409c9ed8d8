import { describe, expect, it } from 'vitest';
import { cinePace, nextPlace } from '../../../../renderer/reading/cine.ts';
import { CineRate } from '../../../../renderer/reading/cine-rate.ts';
import type { CineMeasured } from '../../../../renderer/reading/cine-rate.ts';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

/** Plays for some seconds at one rate of pictures shown, judged at every tick. */
function play(wanted: number, shown: number, seconds: number, said: CineMeasured[] = []): typeof said {
  const rate = new CineRate(0, (measured) => said.push(measured));
  for (let i = 1; i <= seconds * shown; i += 1) {
    rate.shown();
    rate.judge((i * 1000) / shown, 1000 / wanted, 'object');
  }
  return said;
}

describe('the rate of a cine', () => {
  it('is measured once a second, and said to be behind where it is', () => {
    const late = { shown: 18, wanted: 30, behind: true, basis: 'object' };
    expect(play(30, 18, 2)).toEqual([late, late]);
    expect(play(30, 29, 2).map(({ behind }) => behind)).toEqual([false, false]);
    // Five pictures make a rate.
    expect(play(1, 1, 20)).toHaveLength(4);
  });
});

describe('the order of a cine (0018,1244)', () => {
  it.each([
    [false, [0, 1, 2, 3, 0, 1, 2, 3, 0]],
    [true, [0, 1, 2, 3, 2, 1, 0, 1, 2]],
  ])('sweeps: %s', (sweeps, places) => {
    let now = { at: 0, back: false };
    const shown = places.map(() => {
      const { at } = now;
      now = nextPlace(at, 4, sweeps, now.back);
      return at;
    });
    expect(shown).toEqual(places);
  });
});

describe('how long a picture stands', () => {
  const pace = (image: Partial<ImageInfo>, frame: number) => {
    const made = imageOf({ image });
    return cinePace({ truth: { ...EMPTY_GLASS, image: made, ref: { objectId: made.objectId, frame } } });
  };

  it('is what the frame time vector says of it, the last one in the mean', () => {
    const vector = { frames: 4, frameTime: 50, frameCourse: { at: [0, 30, 90, 150] } };
    expect([1, 2, 3, 4].map((frame) => pace(vector, frame).wait)).toEqual([30, 60, 60, 50]);
    expect(pace(vector, 1)).toMatchObject({ mean: 50, basis: 'object' });
  });

  it('is the frame time, and an assumed tenth of a second where nobody said, or nothing that could be shown', () => {
    expect(pace({ frameTime: 66.7 }, 1)).toEqual({ wait: 66.7, mean: 66.7, basis: 'object' });
    expect(pace({ frameTime: 40, frameCourse: { every: 25 } }, 2).wait).toBe(25);
    expect(pace({ frameTime: null }, 1)).toEqual({ wait: 100, mean: 100, basis: 'assumed' });
    expect(pace({ frameTime: 0.01 }, 1).basis).toBe('assumed');
  });
});
