import { describe, expect, it } from 'vitest';
import {
  backOff,
  breakerAfterFailure,
  breakerWait,
  CLOSED,
  LONGEST_WAIT,
} from '../../../../../shared/rules/outbox/patience.ts';

describe('how long a station waits', () => {
  it('doubles from two seconds to ten minutes, and never more, with chance in it', () => {
    expect([1, 2, 3, 10, 400].map((failures) => backOff(failures, 0.999_999))).toEqual([
      ...[2000, 4000, 8000, LONGEST_WAIT, LONGEST_WAIT],
    ]);
    expect(backOff(3, 0)).toBe(4000);
  });

  it('F17: leaves a destination alone after three failures, tries once, and longer each time', () => {
    const first = breakerAfterFailure(CLOSED, 0, 0.5);
    const second = breakerAfterFailure(first, 10, 0.5);
    expect([breakerWait(first, 0), breakerWait(second, 10)]).toEqual([0, 0]);
    const open = breakerAfterFailure(second, 20, 0.5);
    expect(breakerWait(open, 20)).toBe(1500);
    expect(breakerWait(open, 5000)).toBe(0);
    expect(breakerWait(breakerAfterFailure(open, 5000, 0.5), 5000)).toBe(3000);
  });
});
