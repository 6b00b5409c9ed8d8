import { describe, expect, it } from 'vitest';
import { shiftOf } from '../../../../shared/review/shift.ts';

describe('the shift of a signature', () => {
  it.each([
    // 2026-03-04 is a Wednesday, 2026-03-06 a Friday.
    ['2026-03-04T06:59:59.000Z', 0, 'night'],
    ['2026-03-04T07:00:00.000Z', 0, 'day'],
    ['2026-03-04T16:59:00.000Z', 0, 'day'],
    ['2026-03-04T17:00:00.000Z', 0, 'evening'],
    ['2026-03-04T22:00:00.000Z', 0, 'night'],
    ['2026-03-04T06:30:00.000Z', 60, 'day'],
    ['2026-03-06T23:30:00.000Z', 0, 'night'],
    ['2026-03-06T23:30:00.000Z', 60, 'weekend'],
    ['2026-03-08T12:00:00.000Z', 0, 'weekend'],
    ['2026-03-09T03:00:00.000Z', -300, 'weekend'],
    ['2026-03-04T12:00:00.000Z', null, 'unknown'],
    ['no time', 0, 'unknown'],
  ] as const)('%s at %s minutes is %s', (at, zone, shift) => {
    expect(shiftOf(at, zone)).toBe(shift);
  });
});
