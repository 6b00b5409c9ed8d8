import { describe, expect, it } from 'vitest';
import { aheadForm, aheadSettings } from '../../../../../renderer/app/sources/ahead-form.ts';
import { DEFAULT_PREFETCH } from '../../../../../shared/model/prefetch.ts';

describe('what is typed about fetching ahead', () => {
  it('comes back as it was stored', () => {
    const settings = { on: true, quotaBytes: 120e9, metered: true, shift: { from: 20 * 60 + 30, to: 6 * 60 } };
    expect(aheadForm(settings)).toEqual({ on: true, quota: '120', metered: true, from: '20:30', to: '06:00' });
    expect(aheadSettings(aheadForm(settings))).toEqual(settings);
    expect(aheadSettings(aheadForm(DEFAULT_PREFETCH))).toEqual(DEFAULT_PREFETCH);
  });

  it.each([
    [{ quota: '0' }, /gigabytes/],
    [{ quota: 'much' }, /gigabytes/],
    [{ from: '20:00' }, /two times/],
    [{ from: '25:00', to: '06:00' }, /two times/],
  ])('is refused in words: %j', (part, words) => {
    expect(aheadSettings({ ...aheadForm(DEFAULT_PREFETCH), ...part })).toMatch(words);
  });
});
