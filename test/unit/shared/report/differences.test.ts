import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportDifferences, textDifference } from '../../../../shared/report/differences.ts';
import type { RenderedSection } from '../../../../shared/report/signed-document.ts';

const section = (sectionId: string, text: string, fields: RenderedSection['fields'] = []): RenderedSection => ({
  ...{ sectionId, title: sectionId.toUpperCase(), text, fields },
  code: { value: '1', scheme: 'LN', meaning: 'x' },
});
const words = fc.array(fc.constantFrom('no', 'nodule', 'right', 'left', '5', 'mm', '\n', ' '), { maxLength: 30 });

describe('what changed between two reports', () => {
  it('gives both texts back, whatever they are', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, after] = [one.join(' '), other.join(' ')];
        const parts = textDifference(before, after);
        const without = (kind: string): string =>
          parts.flatMap((part) => (part.kind === kind ? [] : [part.text])).join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
        expect(parts.some((part, place) => part.kind === parts[place + 1]?.kind || part.text === '')).toBe(false);
        expect(parts.every(({ kind }) => kind === 'same')).toBe(before === after);
      }),
    );
  });

  it('names the word that changed, not the line it stands in', () => {
    expect(textDifference('Nodule in the right lung.', 'Nodule in the left lung.')).toEqual([
      { kind: 'same', text: 'Nodule in the ' },
      { kind: 'removed', text: 'right' },
      { kind: 'added', text: 'left' },
      { kind: 'same', text: ' lung.' },
    ]);
  });

  it('names sections that differ in text or fields, came or went, and no others', () => {
    const size = { label: 'Size', value: '5', unit: 'mm', code: null, numeric: true };
    const before = [section('a', 'Same.'), section('b', 'Old.'), section('c', '', [size]), section('gone', 'Went.')];
    const after = [
      section('a', 'Same.'),
      section('b', 'New.'),
      section('c', '', [{ ...size, value: '6' }]),
      section('d', 'Came.'),
    ];
    expect(reportDifferences(before, after).map(({ title }) => title)).toEqual(['B', 'C', 'D', 'GONE']);
    expect(reportDifferences(before, before)).toEqual([]);
  });

  it('takes texts that are too long to compare as replaced whole', () => {
    const long = (lead: string): string => Array.from({ length: 3000 }, (_, n) => `${lead}${n}`).join(' ');
    const parts = textDifference(`Start ${long('a')}`, `Start ${long('b')}`);
    expect(parts.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added']);
  });
});
