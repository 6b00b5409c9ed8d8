import { describe, expect, it } from 'vitest';
import { displayDoubts } from '../../../../shared/rules/display-doubts.ts';
import type { DisplayFacts } from '../../../../shared/rules/display-doubts.ts';

const PROVED: DisplayFacts = {
  scale: 1,
  depth: 8,
  hdr: false,
  wideGamut: false,
  forcedColours: false,
  invertedColours: false,
  nightLight: false,
  measured: true,
};

describe('a diagnostic picture (rule 3.14)', () => {
  it('needs a measured monitor and a system that changes nothing on the way', () => {
    expect(displayDoubts(PROVED)).toEqual([]);
    expect(displayDoubts({ ...PROVED, scale: 2, depth: 10 })).toEqual([]);
  });

  it.each([
    [{ scale: 1.25 }, 'the system scales the screen to 125 %'],
    [{ depth: 6 }, 'only 6 bits of a grey'],
    [{ depth: null }, 'bits of a grey are not known'],
    [{ hdr: true }, 'HDR is on'],
    [{ hdr: null }, 'HDR cannot be excluded'],
    [{ wideGamut: true }, 'the system changes colours for a wide-gamut screen'],
    [{ wideGamut: null }, 'a colour profile cannot be excluded'],
    [{ forcedColours: true }, 'the system forces its own colours'],
    [{ invertedColours: true }, 'the system inverts colours'],
    [{ nightLight: true }, 'night light is on'],
    [{ nightLight: null }, 'night light cannot be excluded'],
    [{ measured: false }, 'the grey scale of the monitor was not measured'],
    [{ measured: null }, 'the grey scale of the monitor was not measured'],
  ] as const)('is none with %j', (change, words) => {
    expect(displayDoubts({ ...PROVED, ...change })).toEqual([words]);
  });
});
