import { describe, expect, it } from 'vitest';
import { gatherLines } from '../../../../renderer/objects/gather-lines.ts';
import type { DocumentLine } from '../../../../shared/model/dicom-object.ts';

const link = (sopUid: string): DocumentLine => ({
  ...{ depth: 1, heading: false, name: null, text: null },
  links: [{ sopUid, sopClass: '', frames: [] }],
});
const words: DocumentLine = { depth: 0, heading: false, name: 'Finding', text: 'Nodule', links: [] };
const isMissing = ({ links }: DocumentLine): boolean => links.every(({ sopUid }) => sopUid !== 'here');

describe('lines of a document', () => {
  it('that name what is not here are counted where they are many, and nothing else is', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((uid) => link(uid));
    expect(gatherLines([words, ...many, words], isMissing)).toEqual([words, 5, words]);
    expect(gatherLines(many.slice(0, 3), isMissing)).toEqual(many.slice(0, 3));
    const around = [...many.slice(0, 4), link('here'), ...many];
    expect(gatherLines(around, isMissing)).toEqual([4, link('here'), 5]);
    const named = many.map((line) => ({ ...line, name: 'Source' }));
    expect(gatherLines(named, isMissing)).toEqual(named);
  });
});
