import { describe, expect, it } from 'vitest';
import { faultStrokes } from '../../../../renderer/viewer/slice-bar-drawing.ts';
import { NO_FAULTS } from '../../../../shared/hanging/slice-faults.ts';

describe('F51: faults of a stack on its slice bar', () => {
  it('stand at their places, each kind across another part of the bar', () => {
    const faults = {
      ...NO_FAULTS,
      gaps: [{ after: 4, missing: 2 }],
      duplicates: [{ place: 7, of: 6 }],
      changes: [{ at: 9, before: 4, after: 7 }],
      turns: [11],
      tilt: 18.5,
    };
    expect(faultStrokes(faults, 20)).toEqual([
      { from: 5, to: 5, left: 0, right: 1 },
      { from: 7, to: 8, left: 0, right: 0.5 },
      { from: 9, to: 10, left: 0.65, right: 1 },
      { from: 12, to: 12, left: 0.5, right: 1 },
      { from: 0, to: 20, left: 0, right: 0.08 },
    ]);
  });

  it('are none where nothing is wrong', () => {
    expect(faultStrokes(NO_FAULTS, 20)).toEqual([]);
  });
});
