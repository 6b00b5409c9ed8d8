import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CollectorReminder } from '../../../../renderer/client/collector-reminder.ts';

const MB = 1024 * 1024;

describe('the reminder of memory that the collector does not count', () => {
  const told: number[] = [];
  beforeEach(() => {
    told.length = 0;
    vi.useFakeTimers();
    vi.stubGlobal('ArrayBuffer', function counted(bytes: number) {
      told.push(bytes);
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('comes once, after a rest, and not for little', () => {
    const reminder = new CollectorReminder();
    reminder.add(10 * MB);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([]);
    for (let i = 0; i < 5; i += 1) {
      reminder.add(10 * MB);
      vi.advanceTimersByTime(900);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    expect(told).toHaveLength(1);
  });

  it('is not put off for ever while much goes on', () => {
    const reminder = new CollectorReminder();
    for (let i = 0; i < 40; i += 1) {
      reminder.add(50 * MB);
      vi.advanceTimersByTime(500);
    }
    expect(told.length).toBeGreaterThan(5);
  });
});
