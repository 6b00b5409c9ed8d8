import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSentenceFor, priorSentences, sentenceAt } from '../../../../shared/report/prior-sentences.ts';

const SECTIONS = [
  { title: 'Findings', text: '1. Nodule in the left lower lobe, 4.5 mm. No effusion!\n\n2. Seen by Dr. Gray; stable' },
  { title: 'Opinion', text: 'No change ("stable.") Follow-up in 12 months.' },
];

describe('sentences of an earlier report', () => {
  const all = priorSentences(SECTIONS);

  it('are one by one, with their points, without the numbers of a list', () => {
    expect(all.map(({ section, text }) => `${section} ${text}`)).toEqual([
      '0 Nodule in the left lower lobe, 4.5 mm.',
      '0 No effusion!',
      '0 Seen by Dr. Gray;',
      '0 stable',
      '1 No change ("stable.")',
      '1 Follow-up in 12 months.',
    ]);
  });

  it('begin at the counterpart of the section that is written, else at the top', () => {
    expect(firstSentenceFor(all, SECTIONS, { sectionId: 'impression', title: 'Impression' })).toBe(4);
    expect(firstSentenceFor(all, SECTIONS, { sectionId: 'technique', title: 'Technique' })).toBe(0);
    expect(firstSentenceFor(all, SECTIONS, undefined)).toBe(0);
    expect(firstSentenceFor([], [], undefined)).toBeNull();
  });

  it('are found by a place in their text', () => {
    expect(sentenceAt(all, 0, 0)).toBe(0);
    expect(sentenceAt(all, 0, SECTIONS[0]?.text.indexOf('effusion') ?? 0)).toBe(1);
    expect(sentenceAt(all, 1, 999)).toBe(5);
    expect(sentenceAt(all, 2, 0)).toBeNull();
  });

  it('are the words that stand there, in order, none of them twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const found = priorSentences([{ title: 'Findings', text }]);
        for (const one of found) expect(text.slice(one.start, one.end)).toBe(one.text);
        for (const [place, one] of found.slice(1).entries()) expect(one.start >= (found[place]?.end ?? 0)).toBe(true);
      }),
    );
  });
});
