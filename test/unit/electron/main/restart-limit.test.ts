import { describe, expect, it } from 'vitest';
import { mayRestart } from '../../../../electron/main/restart-limit.ts';

describe('a process that ended', () => {
  it('is started again when it ends now and then', () => {
    expect(mayRestart([0])).toBe(true);
    expect(mayRestart([0, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000])).toBe(true);
  });

  it('is left alone when it keeps ending within a minute', () => {
    expect(mayRestart([0, 1, 2, 3, 4])).toBe(true);
    expect(mayRestart([0, 1, 2, 3, 4, 5])).toBe(false);
  });
});
