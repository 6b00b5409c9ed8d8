import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undoSeconds } from '../../../../shared/report/undo.ts';

const none = { site: null, isUrgent: false, isCritical: false };

describe('the time in which a signature can be taken back', () => {
  it.each([
    ['what the reader wants', { ...none, wanted: 10 }, 10],
    ['a minute at most', { ...none, wanted: 600 }, 60],
    ['what its site allows', { ...none, wanted: 30, site: 5 }, 5],
    ['not more for a patient site', { ...none, wanted: 5, site: 60 }, 5],
    ['none for a STAT order', { ...none, wanted: 30, isUrgent: true }, 0],
    ['none where somebody has to be told', { ...none, wanted: 30, isCritical: true }, 0],
    ['none where the site wants none', { ...none, wanted: 30, site: 0 }, 0],
  ])('is %s', (_what, facts, seconds) => {
    expect(undoSeconds(facts)).toBe(seconds);
  });

  it('is never longer than anybody allows, whatever they say', () => {
    const site = fc.option(fc.integer({ min: 0, max: 60 }));
    fc.assert(
      fc.property(fc.integer(), site, fc.boolean(), fc.boolean(), (wanted, most, isUrgent, isCritical) => {
        const seconds = undoSeconds({ wanted, site: most, isUrgent, isCritical });
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(Math.max(0, Math.min(60, wanted, most ?? 60)));
        if (isUrgent || isCritical) expect(seconds).toBe(0);
      }),
    );
  });
});
