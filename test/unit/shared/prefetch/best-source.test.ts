import { describe, expect, it } from 'vitest';
import { bestFirst } from '../../../../shared/prefetch/best-source.ts';

const at = (name: string, bytesPerSecond: number, reachable = true, metered = false) => ({
  ...{ name, bytesPerSecond, reachable, metered },
});

describe('which of several sources a study is fetched from', () => {
  it('is one that answers, then one that is not paid by the byte, then the fastest', () => {
    const sources = [at('paid', 9, true, true), at('down', 10, false), at('slow', 1), at('fast', 5)];
    expect(bestFirst(sources).map(({ name }) => name)).toEqual(['fast', 'slow', 'paid', 'down']);
  });

  it('is the first of the settings where nothing tells them apart', () => {
    expect(bestFirst([at('a', 3), at('b', 3), at('c', 3)]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});
