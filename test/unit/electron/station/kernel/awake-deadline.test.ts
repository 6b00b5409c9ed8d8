import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awakeDeadline } from '../../../../../electron/station/kernel/awake-deadline.ts';

// Timers and clock by hand: a computer that sleeps is a clock that jumps between two ticks.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A deadline of one second, and how to let time pass with and without this process. */
function deadline() {
  let now = 0;
  let ended = 0;
  const stop = awakeDeadline(
    1000,
    () => (ended += 1),
    () => now,
  );
  const pass = (ms: number): void => {
    for (let done = 0; done < ms; done += 100) {
      now += 100;
      vi.advanceTimersByTime(100);
    }
  };
  return { stop, pass, sleep: (ms: number) => void (now += ms), ended: () => ended };
}

describe('F14: a deadline', () => {
  it('ends once, when this process has run for so long', () => {
    const { pass, ended } = deadline();
    pass(900);
    expect(ended()).toBe(0);
    pass(100);
    expect(ended()).toBe(1);
    pass(5000);
    expect(ended()).toBe(1);
  });

  it('does not count the time in which the computer slept', () => {
    const { pass, sleep, ended } = deadline();
    pass(300);
    sleep(8 * 3_600_000);
    pass(500);
    expect(ended()).toBe(0);
    pass(500);
    expect(ended()).toBe(1);
  });

  it('never ends once it was taken back', () => {
    const { stop, pass, ended } = deadline();
    pass(500);
    stop();
    pass(5000);
    expect(ended()).toBe(0);
  });
});
