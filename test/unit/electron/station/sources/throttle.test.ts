import { describe, expect, it } from 'vitest';
import { openThrottle, rateAt } from '../../../../../electron/station/sources/throttle.ts';
import type { SourceClock } from '../../../../../electron/station/sources/source-clock.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { RateLimit } from '../../../../../shared/model/source-settings.ts';
import { codeRejected } from '../../../../helpers/app-errors.ts';

/** A clock that jumps to the end of each wait: the arithmetic is what is tested, not the time. */
class JumpingClock implements SourceClock {
  #ms: number;

  constructor(at: Date) {
    this.#ms = at.getTime();
  }

  nowIso(): string {
    return new Date(this.#ms).toISOString();
  }

  monotonic(): number {
    return this.#ms;
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AppError('request/cancelled', 'stopped');
    this.#ms += ms;
  }
}

const MONDAY_NOON = new Date(2026, 10, 23, 12, 0);
const never = new AbortController().signal;
const limit = (given: object): RateLimit => RateLimit.parse(given);

describe('the throttle', () => {
  it.each([1000, 50_000, 2_000_000])('lets %i bytes a second pass, whatever the size of the chunks', async (rate) => {
    const set = limit({ bytesPerSecond: rate });
    for (const chunk of [500, 4096, 262_144]) {
      const clock = new JumpingClock(MONDAY_NOON);
      const throttle = openThrottle(() => set, clock);
      const begin = clock.monotonic();
      const chunks = Math.max(20, Math.ceil((rate * 3) / chunk));
      for (let at = 0; at < chunks; at += 1) await throttle.take(chunk, never);
      await throttle.take(1, never);
      const seconds = (clock.monotonic() - begin) / 1000;
      expect((chunks * chunk) / seconds / rate, `chunks of ${chunk}`).toBeGreaterThan(0.9);
      expect((chunks * chunk) / seconds / rate, `chunks of ${chunk}`).toBeLessThan(1.05);
    }
  });

  it('waits for nothing where no rate is set', async () => {
    const clock = new JumpingClock(MONDAY_NOON);
    await openThrottle(() => limit({}), clock).take(1e9, never);
    expect(clock.monotonic()).toBe(MONDAY_NOON.getTime());
  });

  it('lets nothing pass in closed hours, and goes on when they end', async () => {
    const office = { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 18 * 60, bytesPerSecond: 0 };
    const clock = new JumpingClock(MONDAY_NOON);
    await openThrottle(() => limit({ hours: [office] }), clock).take(1, never);
    expect(clock.nowIso()).toBe(new Date(2026, 10, 23, 18, 0).toISOString());
  });

  it('saves nothing up while nobody asks', async () => {
    const clock = new JumpingClock(MONDAY_NOON);
    const throttle = openThrottle(() => limit({ bytesPerSecond: 1000 }), clock);
    await throttle.take(1, never);
    await clock.wait(3_600_000, never);
    const begin = clock.monotonic();
    for (let at = 0; at < 100; at += 1) await throttle.take(100, never);
    expect(clock.monotonic() - begin).toBeGreaterThan(9000);
  });

  it('serves whoever asked first, and goes on when one of them gives up', async () => {
    const throttle = openThrottle(() => limit({ bytesPerSecond: 100 }), new JumpingClock(MONDAY_NOON));
    const gone = AbortSignal.abort();
    const order: number[] = [];
    const takes = [never, gone, never].map(async (signal, at) => {
      const code = await codeRejected(throttle.take(500, signal));
      order.push(at);
      return code;
    });
    expect(await Promise.all(takes)).toEqual([null, 'request/cancelled', null]);
    expect(order).toEqual([0, 1, 2]);
  });

  it('follows a limit that is changed while somebody waits', async () => {
    let rate: number | null = 0;
    const clock = new JumpingClock(MONDAY_NOON);
    const wait = clock.wait.bind(clock);
    let naps = 0;
    clock.wait = async (ms, signal) => {
      naps += 1;
      if (naps === 3) rate = null;
      await wait(ms, signal);
    };
    await openThrottle(() => limit({ bytesPerSecond: rate }), clock).take(1e9, never);
    expect(naps).toBe(3);
  });
});

describe('the hours of a rate', () => {
  const night = { days: [5], from: 22 * 60, to: 6 * 60, bytesPerSecond: 7 };
  const set = limit({ bytesPerSecond: 1, hours: [night] });

  it.each([
    ['Friday 21:59', new Date(2026, 10, 27, 21, 59), 1],
    ['Friday 22:00', new Date(2026, 10, 27, 22, 0), 7],
    ['Saturday 05:59', new Date(2026, 10, 28, 5, 59), 7],
    ['Saturday 06:00', new Date(2026, 10, 28, 6, 0), 1],
    ['Friday 05:00', new Date(2026, 10, 27, 5, 0), 1],
    ['Saturday 23:00', new Date(2026, 10, 28, 23, 0), 1],
  ])('over midnight belong to the day on which they begin: %s', (_, at, rate) => {
    expect(rateAt(set, at)).toBe(rate);
  });

  it('that end where they begin are a whole day, and the first that fit count', () => {
    const all = { days: [1], from: 0, to: 0, bytesPerSecond: null };
    expect(rateAt(limit({ bytesPerSecond: 1, hours: [all, { ...all, bytesPerSecond: 3 }] }), MONDAY_NOON)).toBeNull();
  });

  it('may end at midnight', () => {
    const evening = { days: [1], from: 18 * 60, to: 24 * 60, bytesPerSecond: 3 };
    expect(rateAt(limit({ hours: [evening] }), new Date(2026, 10, 23, 23, 59))).toBe(3);
    expect(rateAt(limit({ hours: [evening] }), new Date(2026, 10, 24, 0, 0))).toBeNull();
  });
});
