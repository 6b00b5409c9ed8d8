import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch, secondsLeft } from '../../../../renderer/app/idle-lock/idle-watch.ts';

describe('secondsLeft', () => {
  it('says nothing before the last half minute, then counts down to nothing', () => {
    expect([0, 569, 570, 599.2, 600, 700].map((idle) => secondsLeft(idle, 600))).toEqual([null, null, 30, 1, 0, 0]);
  });

  it('warns for half of a short time at most', () => {
    expect([1, 2, 3.5, 4].map((idle) => secondsLeft(idle, 4))).toEqual([null, 2, 1, 0]);
  });
});

describe('a window that nobody touches', () => {
  let now = 0;
  let limit = 60;
  const lock = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    now = 0;
    limit = 60;
    lock.mockReset();
  });
  afterEach(() => vi.useRealTimers());

  // The clock is the test's: a minute of waiting proves nothing more.
  function pass(seconds: number): void {
    for (let step = 0; step < seconds * 2; step += 1) {
      now += 500;
      vi.advanceTimersByTime(500);
    }
  }
  function watched(): { readonly watch: IdleWatch; readonly target: EventTarget; readonly stop: () => void } {
    const watch = new IdleWatch({ now: () => now, limit: () => limit, lock });
    const target = new EventTarget();
    return { watch, target, stop: watch.start(target) };
  }

  it('is locked once after its time, and says so before', () => {
    const { watch, stop } = watched();
    pass(29);
    expect(watch.view.getState().left).toBeNull();
    pass(11);
    expect(watch.view.getState().left).toBe(20);
    expect(lock).not.toHaveBeenCalled();
    pass(60);
    expect(lock).toHaveBeenCalledTimes(1);
    stop();
  });

  it('is not locked while somebody moves, types or scrolls', () => {
    const { watch, target, stop } = watched();
    for (const name of ['pointermove', 'keydown', 'wheel', 'pointerdown']) {
      pass(50);
      target.dispatchEvent(new Event(name));
      expect(watch.view.getState().left).toBeNull();
    }
    expect(lock).not.toHaveBeenCalled();
    stop();
  });

  it('takes a new time at once', () => {
    const { stop } = watched();
    pass(20);
    limit = 10;
    pass(1);
    expect(lock).toHaveBeenCalledTimes(1);
    stop();
  });

  it('leaves nothing behind when it ends', () => {
    const { watch, stop } = watched();
    pass(40);
    stop();
    pass(100);
    expect([watch.view.getState().left, lock.mock.calls.length, vi.getTimerCount()]).toEqual([null, 0, 0]);
  });
});
