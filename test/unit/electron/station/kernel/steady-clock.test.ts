import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SteadyClock } from '../../../../../electron/station/kernel/steady-clock.ts';

/** A computer's clock that somebody sets, beside one that counts. */
function watch(at: string) {
  const now = { wall: Date.parse(at), mono: 0 };
  const clock = { nowIso: () => new Date(now.wall).toISOString(), monotonic: () => now.mono };
  return { now, clock };
}

describe('a clock that never goes back', () => {
  it('counts on where the clock is put back, and follows it where it is put on', () => {
    const { now, clock } = watch('2026-11-23T02:00:00.000Z');
    const steady = new SteadyClock(clock, null);
    expect(steady.nowIso()).toBe('2026-11-23T02:00:00.000Z');
    now.wall -= 3_600_000;
    now.mono += 60_000;
    expect(steady.nowIso()).toBe('2026-11-23T02:01:00.000Z');
    now.wall += 2 * 3_600_000;
    expect(steady.nowIso()).toBe('2026-11-23T03:00:00.000Z');
  });

  it('believes nothing that lies before what is on record', () => {
    const { clock } = watch('2026-11-23T01:00:00.000Z');
    expect(new SteadyClock(clock, '2026-11-23T02:00:00.000Z').nowIso()).toBe('2026-11-23T02:00:00.000Z');
  });

  it('never goes back, whatever somebody does to the clock', () => {
    const step = fc.record({ wall: fc.integer({ min: -1e9, max: 1e9 }), mono: fc.integer({ min: 0, max: 1e6 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { now, clock } = watch('2026-11-23T02:00:00.000Z');
        const steady = new SteadyClock(clock, null);
        let last = steady.now();
        return steps.every(({ wall, mono }) => {
          now.wall += wall;
          now.mono += mono;
          const next = steady.now();
          const isSteady = next >= last + mono;
          last = next;
          return isSteady;
        });
      }),
    );
  });
});
