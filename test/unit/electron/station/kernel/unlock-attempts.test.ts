import { describe, expect, it } from 'vitest';
import { waitAfter } from '../../../../../electron/station/kernel/unlock-attempts.ts';

describe('waitAfter', () => {
  it('lets three slips pass, then doubles up to a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 8, 9, 50].map(waitAfter)).toEqual([0, 0, 0, 1000, 2000, 4000, 32_000, 60_000, 60_000]);
  });
});
