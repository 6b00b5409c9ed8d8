import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfterPauses } from '../../../../shared/rules/case-hold.ts';
import type { Pause } from '../../../../shared/rules/case-hold.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString();
const pause = (from: number, until: number | null): Pause => ({
  from: at(from),
  until: until === null ? null : at(until),
});

describe('a service level whose clock stood still', () => {
  it.each([
    ['no pause', [], 60],
    ['a pause of ten minutes', [pause(20, 30)], 70],
    ['one that began before the clock did', [pause(-30, 10)], 70],
    ['one that ended before the clock began', [pause(-30, -10)], 60],
    ['two pauses, one in the other', [pause(10, 40), pause(20, 30)], 90],
    ['two that overlap', [pause(20, 40), pause(10, 30)], 90],
    ['one that began after it was due', [pause(70, 80)], 70],
    ['one that goes on', [pause(20, null)], 60],
  ])('is due later after %s', (_, pauses, due) => {
    expect(dueAfterPauses(at(60), at(0), pauses)).toBe(at(due));
  });

  it('is never due earlier, in whatever order the pauses are named, and by no more than they last', () => {
    const pauses = fc.array(fc.tuple(fc.integer({ min: -100, max: 200 }), fc.integer({ min: 0, max: 60 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(pauses, (all) => {
        const made = all.map(([from, long]) => pause(from, from + long));
        const due = Date.parse(dueAfterPauses(at(60), at(0), made));
        const most = all.reduce((sum, [, long]) => sum + long, 0) * 60_000;
        expect(due).toBeGreaterThanOrEqual(Date.parse(at(60)));
        expect(due).toBeLessThanOrEqual(Date.parse(at(60)) + most);
        expect(Date.parse(dueAfterPauses(at(60), at(0), made.toReversed()))).toBe(due);
      }),
      { numRuns: 100 },
    );
  });
});
