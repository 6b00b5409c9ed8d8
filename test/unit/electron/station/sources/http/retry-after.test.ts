import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../../../../electron/station/sources/http/retry-after.ts';

const NOW = '2026-11-22T09:00:00.000Z';

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Sun, 22 Nov 2026 09:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 08:00:00 GMT', 0],
  ])('%j is read', (text, ms) => {
    expect(retryAfterMs(text, NOW)).toBe(ms);
  });

  it.each([undefined, '', 'soon', '-1', '1e9', '9999999999', '2027-01-01', 'Sun, 99 Nov 2026 09:00:30 GMT'])(
    '%j says nothing',
    (text) => {
      expect(retryAfterMs(text, NOW)).toBeNull();
    },
  );
});
