import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantLease, leaseState } from '../../../../../shared/rules/sign-in/lease.ts';

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
    const used = { ...lease, latest: START + 70 * HOUR };
    expect(leaseState(used, START + HOUR)).toEqual({
      ...{ kind: 'running', leftMs: 2 * HOUR, warning: 4 * HOUR, clockSetBack: true },
    });
    expect(leaseState({ ...lease, latest: START + 73 * HOUR }, START + HOUR)).toMatchObject({
      ...{ kind: 'ended', sinceMs: HOUR, clockSetBack: true },
    });
  });

  it('takes no notice of the minutes by which clocks differ', () => {
    expect(leaseState({ ...lease, latest: START + HOUR }, START + 57 * MINUTE)).toMatchObject({ clockSetBack: false });
  });

  it('is not made for no time', () => {
    for (const hours of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => grantLease(START, hours)).toThrow(RangeError);
    }
  });
});

describe('whatever the clock does', () => {
  it('there is never more left than by the latest time that was seen', () => {
    const hours = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(hours, hours, (latest, now) => {
        const lease = { ...grantLease(START, 24), latest: START + latest * HOUR };
        const state = leaseState(lease, START + now * HOUR);
        const left = state.kind === 'running' ? state.leftMs : 0 - state.sinceMs;
        expect(left).toBe((24 - Math.max(latest, now)) * HOUR);
      }),
    );
  });
});
