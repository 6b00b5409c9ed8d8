import { describe, expect, it } from 'vitest';
import { OpeningProgress } from '../../../../../electron/station/access/opening-progress.ts';
import type { OpeningWork } from '../../../../../shared/model/access.ts';

function progress() {
  let now = 0;
  const told: (OpeningWork | null)[] = [];
  const opening = new OpeningProgress((work) => told.push(work), { monotonic: () => now });
  return { opening, told, pass: (ms: number): void => void (now += ms) };
}

describe('OpeningProgress', () => {
  it('tells each new stage at once, and then a few times a second with the time left', () => {
    const { opening, told, pass } = progress();
    opening.take({ stage: 'checking', done: 0, total: null });
    opening.take({ stage: 'rebuilding', done: 0, total: 100 });
    for (let done = 1; done <= 50; done += 1) {
      pass(20);
      opening.take({ stage: 'rebuilding', done, total: 100 });
    }
    expect(told.map((work) => work?.doneCount)).toEqual([0, 0, 13, 26, 39]);
    expect(told.at(-1)).toMatchObject({ stage: 'rebuilding', totalCount: 100 });
    expect(told.at(-1)?.timeLeft).toBeCloseTo(61 / 50, 1);
  });

  it('tells the last of all, and that it is over, once', () => {
    const { opening, told } = progress();
    opening.take({ stage: 'rebuilding', done: 0, total: 2 });
    opening.take({ stage: 'rebuilding', done: 2, total: 2 });
    opening.end();
    opening.end();
    expect(told.map((work) => work?.doneCount ?? null)).toEqual([0, 2, null]);
  });

  it('says nothing of an unlock that took no time', () => {
    const { opening, told } = progress();
    opening.end();
    expect(told).toEqual([]);
  });
});
