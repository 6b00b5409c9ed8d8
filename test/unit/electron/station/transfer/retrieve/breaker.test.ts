import { beforeEach, describe, expect, it } from 'vitest';
import { Breaker, isOfTheSource } from '../../../../../../electron/station/transfer/retrieve/breaker.ts';
import { AppError } from '../../../../../../shared/errors/app-error.ts';

let now: number;
let breaker: Breaker;
beforeEach(() => {
  now = 0;
  breaker = new Breaker(
    () => now,
    () => 1,
  );
});
const cut = new AppError('source/unreachable', 'cut', { retry: 'later' });

/** Tries as soon as it may; gives when that was. */
function fail(error = cut): number {
  now += breaker.wait ?? Number.NaN;
  breaker.begin();
  breaker.failed(error);
  return now;
}

describe('a source that fails', () => {
  it('F17: is left alone longer each time, five minutes at most', () => {
    const times = Array.from({ length: 14 }, () => fail());
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(waits.every((wait, index) => wait >= (waits[index - 1] ?? 0))).toBe(true);
    expect(waits.at(-1)).toBe(300_000);
  });

  it('F17: is tried by one transfer alone, and by all again once that went well', () => {
    fail();
    expect(breaker.error).toBe(cut);
    expect(breaker.wait).toBe(500);
    now += 500;
    expect(breaker.wait).toBe(0);
    breaker.begin();
    expect(breaker.wait).toBeNull();
    breaker.succeeded();
    expect([breaker.wait, breaker.error]).toEqual([0, null]);
  });

  it('F17: does not come back at one moment with all others', () => {
    const early = new Breaker(
      () => 0,
      () => 0,
    );
    early.failed(cut);
    breaker.failed(cut);
    expect([early.wait, breaker.wait]).toEqual([250, 500]);
  });

  it('F21: is given the time that it asks for, an hour at most, and no second password', () => {
    fail(new AppError('source/busy', 'busy', { retry: 'later', context: { retryAfterMs: 7000 } }));
    expect(breaker.wait).toBe(7000);
    fail(new AppError('source/busy', 'busy', { retry: 'later', context: { retryAfterMs: 1e12 } }));
    expect(breaker.wait).toBe(3_600_000);
    fail(new AppError('source/credentials', 'refused'));
    expect(breaker.wait).toBe(900_000);
  });

  it('is tried at once where somebody waits for the answer', () => {
    fail();
    breaker.hurry();
    expect(breaker.wait).toBe(0);
    expect(breaker.error).toBe(cut);
  });

  it('is not blamed for one study that it cannot give', () => {
    expect(isOfTheSource(new AppError('source/server-error', 'answered with 500'))).toBe(false);
    expect(isOfTheSource(cut)).toBe(true);
  });
});
