import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../../shared/model/source-settings.ts';
import { rateOf, spansOf } from '../../../../shared/rules/source-rate.ts';

const DAY = 1440;
const limits = fc
  .record({
    bytesPerSecond: fc.option(fc.nat(1000)),
    hours: fc.array(
      fc.record({
        days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
        from: fc.integer({ min: 0, max: DAY }),
        to: fc.integer({ min: 0, max: DAY }),
        bytesPerSecond: fc.option(fc.nat(1000)),
      }),
      { maxLength: 5 },
    ),
  })
  .map((limit) => RateLimit.parse(limit));

describe('the rate over a day', () => {
  it('is that of each minute, in spans that follow each other from midnight to midnight', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 6 }), fc.nat(DAY - 1), (limit, day, minute) => {
        const spans = spansOf(limit, day);
        expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([0, DAY]);
        for (const [at, span] of spans.entries()) {
          expect(span.to).toBeGreaterThan(span.from);
          expect(spans[at + 1]?.from ?? DAY).toBe(span.to);
        }
        const span = spans.find(({ from, to }) => minute >= from && minute < to);
        expect(span?.bytesPerSecond).toBe(rateOf(limit, day, minute));
      }),
    );
  });

  it('runs over midnight into the day that follows', () => {
    const limit = RateLimit.parse({ hours: [{ days: [5], from: 22 * 60, to: 6 * 60, bytesPerSecond: 0 }] });
    expect(spansOf(limit, 5).map(({ from }) => from)).toEqual([0, 1320]);
    expect(spansOf(limit, 6)[0]).toEqual({ from: 0, to: 360, bytesPerSecond: 0 });
    expect(spansOf(limit, 0)).toEqual([{ from: 0, to: DAY, bytesPerSecond: null }]);
  });
});
