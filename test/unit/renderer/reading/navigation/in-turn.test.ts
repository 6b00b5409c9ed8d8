import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLine, inTurn } from '../../../../../renderer/reading/navigation/in-turn.ts';

describe('a key that goes round and round', () => {
  it.each([
    [[], -1, 1, null, null],
    [['a', 'b'], -1, 1, 'a', null],
    [['a', 'b'], -1, -1, 'b', null],
    [['a', 'b', 'c'], 0, 1, 'b', null],
    [['a', 'b', 'c'], 2, 1, 'a', 'The first mark again: That was the last of 3 in this case.'],
    [['a', 'b', 'c'], 0, -1, 'c', 'The last mark again: That was the first of 3 in this case.'],
    [['a'], 0, 1, 'a', 'The only mark: There is no other one in this case.'],
    [['a'], 0, -1, 'a', 'The only mark: There is no other one in this case.'],
  ] as const)('of %j from %i by %i comes to %s and says %s', (all, here, by, to, said) => {
    const turn = inTurn<string>(all, here, by, 'mark');
    expect([turn.to, turn.said?.join(': ') ?? null]).toEqual([to, said]);
  });

  it('comes to each one once before it says that the row begins anew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.constantFrom<1 | -1>(1, -1), (count, by) => {
        const all = Array.from({ length: count }, (_, at) => at);
        let here = -1;
        const seen = new Set<number>();
        for (;;) {
          const { to, said } = inTurn(all, here, by, 'thing');
          if (said) break;
          here = to ?? -1;
          seen.add(here);
        }
        expect(seen.size).toBe(count);
      }),
    );
  });
});

describe('a key that goes to the end', () => {
  it.each([
    [['a', 'b'], 0, 1, 'b', null],
    [['a', 'b'], 1, 1, null, 'The last series: There is none after it of this study.'],
    [['a', 'b'], 0, -1, null, 'The first series: There is none before it of this study.'],
    [['a'], 0, 1, null, 'No other series: There is no other one of this study.'],
    [[], -1, 1, null, 'No other series: There is no other one of this study.'],
    [['a', 'b'], -1, -1, 'a', null],
  ] as const)('of %j from %i by %i comes to %s and says %s', (all, here, by, to, said) => {
    const turn = inLine<string>(all, here, by, 'series', 'of this study');
    expect([turn.to, turn.said?.join(': ') ?? null]).toEqual([to, said]);
  });
});
