import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantLease, leaseState, useLease } from '../../../../../shared/rules/sign-in/lease.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 22, 20, 0);

describe('a lease of 72 hours', () => {
  const lease = grantLease(START, 72);

  it.each([
    ['at once', 0, null],
    ['after two days less a minute', 48 * HOUR - MINUTE, null],
    ['a day before the end', 48 * HOUR, 24 * HOUR],
    ['four hours before the end', 68 * HOUR, 4 * HOUR],
    ['an hour before the end', 71 * HOUR, HOUR],
    ['in the last quarter of an hour', 72 * HOUR - 14 * MINUTE, 15 * MINUTE],
    ['in the last millisecond', 72 * HOUR - 1, 15 * MINUTE],
  ])('runs and says how much is left: %s', (_when, later, warning) => {
    expect(leaseState(lease, START + later)).toEqual({
      ...{ kind: 'running', leftMs: 72 * HOUR - later, warning, clockSetBack: false },
    });
  });

  it('ends at its end', () => {
    expect(leaseState(lease, START + 72 * HOUR)).toMatchObject({ kind: 'ended', sinceMs: 0 });
    expect(leaseState(lease, START + 80 * HOUR)).toMatchObject({ kind: 'ended', sinceMs: 8 * HOUR });
  });

  it('is no longer for a clock that was set back, and says so', () => {
    const used = useLease(lease, START + 70 * HOUR, 70 * HOUR);
    expect(leaseState(used, START + HOUR)).toEqual({
      ...{ kind: 'running', leftMs: 2 * HOUR, warning: 4 * HOUR, clockSetBack: true },
    });
    // The wall clock stands; the station was used for three hours more.
    const frozen = useLease(used, START + HOUR, 3 * HOUR);
    expect(leaseState(frozen, START + HOUR)).toMatchObject({ kind: 'ended', sinceMs: HOUR, clockSetBack: true });
  });

  it('takes no notice of the minutes by which clocks differ', () => {
    expect(leaseState(useLease(lease, START + HOUR, HOUR), START + 57 * MINUTE)).toMatchObject({ clockSetBack: false });
  });

  it('is not made for no time', () => {
    for (const hours of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => grantLease(START, hours)).toThrow(RangeError);
    }
  });
});

describe('whatever the clocks do', () => {
  const step = fc.record({
    wall: fc.integer({ min: -100 * HOUR, max: 100 * HOUR }),
    elapsed: fc.integer({ min: -HOUR, max: 10 * HOUR }),
  });

  it('time left never grows, and an ended lease stays ended', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let lease = grantLease(START, 24);
        let left = 24 * HOUR;
        for (const { wall, elapsed } of steps) {
          lease = useLease(lease, START + wall, elapsed);
          const state = leaseState(lease, START + wall);
          const now = state.kind === 'running' ? state.leftMs : -state.sinceMs;
          expect(now).toBeLessThanOrEqual(left);
          left = now;
        }
      }),
    );
  });
});
