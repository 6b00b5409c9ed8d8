import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTyped, isProgram, NO_BURST } from '../../../../shared/dictation/typed-burst.ts';
import type { TypedBurst } from '../../../../shared/dictation/typed-burst.ts';

/** What is known after letters with these gaps between them, milliseconds. */
function typed(gaps: readonly number[]): TypedBurst {
  const begin = { burst: afterTyped(NO_BURST, 0, 1), at: 0 };
  return gaps.reduce(({ burst, at }, gap) => ({ burst: afterTyped(burst, at + gap, 1), at: at + gap }), begin).burst;
}

describe('who types', () => {
  it('a program writes a word within a few milliseconds a letter, or in one event', () => {
    expect(isProgram(typed(Array.from({ length: 20 }, () => 3)))).toBe(true);
    expect(isProgram(afterTyped(NO_BURST, 0, 24))).toBe(true);
  });

  it('is a hand at any speed of hands, with keys that roll over each other', () => {
    // Ten letters a second with three keys of every word within 15 ms of each other.
    expect(isProgram(typed(Array.from({ length: 200 }, (_, at) => (at % 6 < 2 ? 15 : 100))))).toBe(false);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 26, max: 2000 }), { maxLength: 100 }), (gaps) => {
        expect(isProgram(typed(gaps))).toBe(false);
      }),
    );
  });
});
