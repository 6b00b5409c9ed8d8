import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewFinding } from '../../../../shared/model/review/finding.ts';
import { Lexicon } from '../../../../shared/report/language/lexicon.ts';
import { alignReports } from '../../../../shared/review/align/align-reports.ts';
import type { Alignment, ReportSide } from '../../../../shared/review/align/align-reports.ts';
import { alignSentences } from '../../../../shared/review/align/align-sentences.ts';
import { TEXT_PAIRS } from './align-pairs.ts';

const file = path.join(import.meta.dirname, '../../../../resources/checks/lexicon.json');
const lexicon = new Lexicon(JSON.parse(readFileSync(file, 'utf8')));

const written = (text: string, findings: readonly ReviewFinding[] = []): ReportSide => ({
  sections: text === '' ? [] : [{ sectionId: 'findings', title: 'Findings', text }],
  findings,
});
const align = (first: ReportSide, second: ReportSide): Alignment => alignReports(first, second, { lexicon });
const kinds = ({ pairs }: Alignment): string => pairs.map(({ kind }) => kind).join(' ');
const finding = (said: Partial<ReviewFinding>): ReviewFinding => ({
  ...{ findingId: 'f1', what: 'Nodule', code: null, where: 'right upper lobe', side: 'right', sizes: [8] },
  ...{ measurementId: null, certainty: 'definite', image: null, ...said },
});

describe('two reports finding by finding', () => {
  it.each(TEXT_PAIRS)('%j and %j: %s', (first, second, expected) => {
    expect(kinds(align(written(first), written(second)))).toBe(expected);
  });

  it.each([
    ['the same', finding({}), 'same'],
    ['another side', finding({ side: 'left', where: 'upper lobe' }), 'side'],
    ['another size', finding({ sizes: [14, 9] }), 'measurement'],
    ['denied', finding({ certainty: 'absent', sizes: [] }), 'negation'],
    ['not sure', finding({ certainty: 'possible' }), 'certainty'],
    ['without a size', finding({ sizes: [] }), 'same'],
    ['with the size in its words', finding({ what: 'Nodule of 3 mm', sizes: [] }), 'measurement'],
    ['something else', finding({ what: 'Pneumothorax', sizes: [] }), 'only-first only-second'],
  ])('takes a structured finding beside a text: %s', (_, own, expected) => {
    expect(kinds(align(written('8 mm nodule in the right upper lobe.'), written('', [own])))).toBe(expected);
  });

  it('pairs findings without a word that it knows by the words they have', () => {
    const own = finding({ what: 'Tree-in-bud pattern', where: '', side: null, sizes: [] });
    expect(kinds(align(written('', [own]), written('', [{ ...own, findingId: 'f2' }])))).toBe('same');
  });

  it('names every difference, the gravest as its kind, and shows the words', () => {
    const [pair] = align(written('Left renal mass of 30 mm.'), written('Possible right renal mass of 50 mm.')).pairs;
    expect(pair).toMatchObject({ kind: 'side', differences: ['side', 'measurement', 'certainty'] });
    expect(pair?.words.filter(({ kind }) => kind === 'removed').map(({ text }) => text.trim())).toContain('30');
  });

  it('takes what stands in findings and impression once, and nothing of the history', () => {
    const sections = [
      { sectionId: 'history', title: 'History', text: 'Fracture of the left hip.' },
      { sectionId: 'findings', title: 'Findings', text: '8 mm nodule in the right upper lobe.' },
      { sectionId: 'impression', title: 'Impression', text: 'Right upper lobe nodule.' },
    ];
    const { pairs } = align({ sections, findings: [] }, written('8 mm nodule in the right upper lobe.'));
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ kind: 'same', first: { sizes: [8], place: { sectionId: 'findings', start: 0 } } });
  });

  it('takes another tolerance', () => {
    const [a, b] = [written('8 mm nodule in the right upper lobe.'), written('9 mm nodule in the right upper lobe.')];
    expect(kinds(alignReports(a, b, { lexicon, tolerance: { mm: 0.5, share: 0 } }))).toBe('measurement');
  });

  const anyText = fc
    .array(fc.constantFrom(...TEXT_PAIRS.map(([first]) => first)), { maxLength: 6 })
    .map((sentences) => sentences.join(' '));

  it('loses nothing and doubles nothing: each finding of each report stands in one pair', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const { pairs } = align(written(first), written(second));
        const places = (side: 'first' | 'second'): string[] =>
          pairs.flatMap((pair) => {
            const item = pair[side];
            return item === null ? [] : [`${item.entry} ${String(item.place?.start)} ${item.status}`];
          });
        for (const side of ['first', 'second'] as const) expect(new Set(places(side)).size).toBe(places(side).length);
        for (const { kind, first: a, second: b } of pairs) {
          expect(kind === 'only-second' ? a : null).toBeNull();
          expect(kind === 'only-first' ? b : null).toBeNull();
          expect(kind.startsWith('only') || (a !== null && b !== null)).toBe(true);
        }
      }),
    );
  });

  it('finds no difference between a report and itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(align(written(text), written(text)).pairs.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });
});

describe('two reports sentence by sentence', () => {
  it('puts like beside like and keeps the order of both', () => {
    const rows = alignSentences(
      written('The heart is normal. Small nodule in the right upper lobe. No effusion.').sections,
      written('Small nodule in the left upper lobe. Old rib fractures. No effusion.').sections,
    );
    expect(rows.map(({ first, second }) => [first?.text ?? null, second?.text ?? null])).toEqual([
      ['The heart is normal', null],
      ['Small nodule in the right upper lobe', 'Small nodule in the left upper lobe'],
      [null, 'Old rib fractures'],
      ['No effusion', 'No effusion'],
    ]);
    expect(rows[1]?.words).toEqual([
      { kind: 'same', text: 'Small nodule in the ' },
      { kind: 'removed', text: 'right' },
      { kind: 'added', text: 'left' },
      { kind: 'same', text: ' upper lobe' },
    ]);
  });
});
