import { describe, expect, it } from 'vitest';
import { CineRate } from '../../../../renderer/reading/cine-rate.ts';
import type { CineMiss } from '../../../../renderer/reading/cine-rate.ts';

/** Plays for some seconds at one rate of pictures shown, judged at every tick. */
function play(wanted: number, shown: number, seconds: number, said: (CineMiss | null)[] = [], from = 0): typeof said {
  const rate = new CineRate(from, (miss) => said.push(miss));
  for (let i = 1; i <= seconds * shown; i += 1) {
    rate.shown();
    rate.judge(from + (i * 1000) / shown, 1000 / wanted);
  }
  return said;
}

describe('the rate of a cine', () => {
  it('is said when it falls behind, and nothing while it keeps up', () => {
    expect(play(30, 18, 2)).toEqual([
      { shown: 18, wanted: 30 },
      { shown: 18, wanted: 30 },
    ]);
    expect(play(30, 29, 3)).toEqual([]);
    expect(play(1, 1, 20)).toEqual([]);
  });

  it('is taken back when the pictures keep up again', () => {
    const said: (CineMiss | null)[] = [];
    const rate = new CineRate(0, (miss) => said.push(miss));
    for (let i = 1; i <= 10; i += 1) {
      rate.shown();
      rate.judge(i * 100, 1000 / 25);
    }
    for (let i = 1; i <= 50; i += 1) {
      rate.shown();
      rate.judge(1000 + i * 40, 1000 / 25);
    }
    expect(said).toEqual([{ shown: 10, wanted: 25 }, null]);
  });
});
