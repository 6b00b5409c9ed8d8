import { describe, expect, it } from 'vitest';
import { readinessWords } from '../../../../renderer/worklist/readiness-words.ts';

describe('readinessWords', () => {
  it('counts damaged objects and says what to do', () => {
    const said = readinessWords({ readiness: 'damaged', damaged: 3, received: 100 });
    expect(said).toMatchObject({ glyph: '■', words: '3 damaged', tone: 'warning' });
    expect(said.more).toBe('3 of 100 objects damaged and kept out of use. Import the study again.');
  });

  it('has a glyph of its own for every state, so that none is told by colour alone', () => {
    const all = (['offline-ready', 'arriving', 'incomplete', 'damaged', 'at-site'] as const).map(
      (readiness) => readinessWords({ readiness, damaged: 1, received: 2 }).glyph,
    );
    expect(new Set(all).size).toBe(all.length);
  });
});
