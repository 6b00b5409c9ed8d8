import { describe, expect, it } from 'vitest';
import { phaseAxis } from '../../../../shared/hanging/phase-axis.ts';
import type { FrameAcquired, ImageInfo } from '../../../../shared/model/image.ts';
import { frameInfo } from '../../../../shared/model/image.ts';
import { phasePace } from '../../../../shared/rules/phase-pace.ts';
import { axial } from './studies.ts';

/** One picture of the place. */
const at = (acquired: FrameAcquired, image: Partial<ImageInfo> = {}, temporalPosition: number | null = null) => {
  const made = axial(JSON.stringify([acquired, image, temporalPosition]), 0, image);
  return { image: made, frame: 1, info: { ...frameInfo(made, 1), acquired, temporalPosition } };
};
const taken = (acquisitionTime: string, acquired: FrameAcquired = {}) =>
  at(acquired, { acquisitionDate: '20260101', acquisitionTime });

describe('what tells the phases of one place apart', () => {
  it('b-values, and directions of one b-value', () => {
    const gradient = (x: number): FrameAcquired => ({ bValue: 800, gradient: [x, 1, 0] });
    expect(phaseAxis([at({ bValue: 800 }), at({ bValue: 0 }), at({ bValue: 50.5 })])).toEqual({
      ...{ order: [1, 2, 0], seconds: null },
      words: ['b 0 s/mm²', 'b 50.5 s/mm²', 'b 800 s/mm²'],
    });
    expect(phaseAxis([at(gradient(1)), at(gradient(2)), at({ bValue: 0 })]).words).toEqual([
      ...['b 0 s/mm²', 'b 800 s/mm², direction 1 of 2', 'b 800 s/mm², direction 2 of 2'],
    ]);
  });

  it('a heart beat goes by the time after the R wave, whatever the clock of the acquisition says', () => {
    const beat = [0, 40, 80, 120, 160].map((triggerTime, place) =>
      taken(`1000${20 - place}`, { triggerTime, cardiacPhase: place * 20 }),
    );
    expect(phaseAxis(beat)).toEqual({
      ...{ order: [0, 1, 2, 3, 4], seconds: [0, 0.04, 0.08, 0.12, 0.16] },
      words: [0, 1, 2, 3, 4].map((place) => `${40 * place} ms after the R wave (${20 * place} % of the heart cycle)`),
    });
  });

  it('one picture a beat goes by its acquisition: its trigger time wavers only', () => {
    const perfusion = [133, 135, 132, 140].map((triggerTime, place) => taken(`10000${place}`, { triggerTime }));
    expect(phaseAxis(perfusion)).toMatchObject({ order: [0, 1, 2, 3], seconds: [0, 1, 2, 3] });
    expect(phaseAxis(perfusion).words[1]).toBe('1000 ms after the first');
  });

  it('phases of a contrast study are minutes apart; percent of the cycle is no time; echoes are told by theirs', () => {
    const late = ['100000', '100030', '100200', '101000'].map((time) => taken(time));
    expect(phaseAxis(late).words).toEqual([
      ...['0.0 s after the first', '30.0 s after the first', '2 min 0 s after the first', '10 min 0 s after the first'],
    ]);
    expect(phaseAxis([at({ cardiacPhase: 75 }), at({ cardiacPhase: 40 })])).toEqual({
      ...{ order: [1, 0], seconds: null, words: ['40 % of the heart cycle', '75 % of the heart cycle'] },
    });
    expect(phaseAxis([at({ echoTime: 80 }), at({ echoTime: 10 })]).words).toEqual(['TE 10 ms', 'TE 80 ms']);
  });

  it('without a time they are numbered by their temporal position; without anything, not at all', () => {
    expect(phaseAxis([at({}, {}, 2), at({}, {}, 1)])).toEqual({
      order: [1, 0],
      words: ['time 1', 'time 2'],
      seconds: null,
    });
    expect(phaseAxis([at({}), at({})]).words).toEqual(['', '']);
  });
});

describe('how long a phase stands while phases are played', () => {
  it('as long as until the next was taken, the last one in the mean', () => {
    const seconds = [0, 0.03, 0.09, 0.15];
    expect(seconds.map((_one, place) => Math.round(phasePace(seconds, place).wait))).toEqual([30, 60, 60, 50]);
    expect(phasePace(seconds, 0)).toMatchObject({ mean: 50, speed: 1, basis: 'object' });
  });

  it('faster than it was where phases are more than a second apart, in the same proportions, and says how much', () => {
    expect(phasePace([0, 1, 2, 3], 1)).toMatchObject({ wait: 1000, speed: 1 });
    expect(phasePace([0, 1.5, 3], 1)).toMatchObject({ wait: 300, speed: 5 });
    expect(phasePace([0, 30, 120], 0)).toEqual({ wait: 150, mean: 300, speed: 200, basis: 'object' });
    expect(phasePace([0, 30, 120], 1).wait).toBe(450);
    expect(phasePace([0, 1e9], 0).speed).toBe(1e6);
  });

  it('at a rate that is said where the phases are no times', () => {
    expect(phasePace(null, 2)).toEqual({ wait: 333, mean: 333, speed: 1, basis: 'assumed' });
    expect(phasePace([0, 0.001], 0).basis).toBe('assumed');
  });
});
