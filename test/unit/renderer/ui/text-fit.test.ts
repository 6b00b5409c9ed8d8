import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitParts, heldTogether, valueParts, wrapText } from '../../../../renderer/ui/text-fit.ts';

/** Ten pixels a letter. */
const measure = (text: string): number => text.length * 10;

describe('wrapText', () => {
  it('breaks at spaces, and within a word only where the word is wider than the line', () => {
    expect(wrapText('one two', 70, measure)).toEqual({ lines: 1, broken: 0 });
    expect(wrapText('one two', 60, measure)).toEqual({ lines: 2, broken: 0 });
    expect(wrapText('abcdefghij', 40, measure)).toEqual({ lines: 3, broken: 1 });
    expect(wrapText('ab abcdefghij cd', 50, measure)).toEqual({ lines: 4, broken: 1 });
    expect(wrapText('', 50, measure)).toEqual({ lines: 0, broken: 0 });
  });

  it('breaks behind hyphens, as the browser does', () => {
    expect(wrapText('AB-CD-EF', 80, measure)).toEqual({ lines: 1, broken: 0 });
    expect(wrapText('AB-CD-EF', 60, measure)).toEqual({ lines: 2, broken: 0 });
    expect(wrapText('AB-CD-EF', 30, measure)).toEqual({ lines: 3, broken: 0 });
  });

  it('never takes more lines when it gets more room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b') }), { maxLength: 8 }),
        fc.integer({ min: 60, max: 300 }),
        fc.nat(200),
        (words, width, more) => {
          const text = words.join(' ');
          expect(wrapText(text, width + more, measure).lines).toBeLessThanOrEqual(wrapText(text, width, measure).lines);
        },
      ),
    );
  });
});

describe('values in a text', () => {
  const values = (text: string): readonly string[] =>
    valueParts(text).flatMap(({ text: part, isValue }) => (isValue ? [part] : []));

  it('are a number with its unit and its short name, and a date', () => {
    expect(values('C 40  W 400')).toEqual(['C 40', 'W 400']);
    expect(values('pos -123.4 mm')).toEqual(['pos -123.4 mm']);
    expect(values('CURRENT 2023-01-01')).toEqual(['2023-01-01']);
    expect(values('LOSSY 12:1 PARTIAL 842/1000')).toEqual(['LOSSY 12:1', '842/1000']);
    expect(values('standard deviation 17.5 HU, area 3920 mm²')).toEqual(['17.5 HU', 'area 3920 mm²']);
    expect(values('b 800 s/mm² of the knee')).toEqual(['b 800 s/mm²']);
    expect(values('CT chest-abdomen')).toEqual([]);
  });

  it('say the same in parts, and break nowhere when held together', () => {
    const words = 'not linked: C 40  W 400, pos -123.4 mm on 2023-01-01';
    expect(
      valueParts(words)
        .map(({ text }) => text)
        .join(''),
    ).toBe(words);
    expect(heldTogether(words)).toHaveLength(words.length);
    expect(wrapText('pos -123.4 mm', 60, measure).lines).toBe(3);
    expect(wrapText(heldTogether('at the pos -123.4 mm'), 130, measure)).toEqual({ lines: 2, broken: 0 });
    expect(wrapText(heldTogether('CURRENT 2023-01-01'), 120, measure)).toEqual({ lines: 2, broken: 0 });
  });
});

describe('fitParts', () => {
  const parts = [
    { key: 'name', width: 100, rank: 0 },
    { key: 'age', width: 50, rank: 2 },
    { key: 'id', width: 100, rank: 0 },
    { key: 'site', width: 80, rank: 3 },
  ];
  const kept = (width: number, lines: number): readonly string[] => [...fitParts(parts, { width, lines, gap: 10 })];

  it('leaves out the highest rank first and keeps the order', () => {
    expect(kept(360, 1)).toEqual(['name', 'age', 'id', 'site']);
    expect(kept(300, 1)).toEqual(['name', 'age', 'id']);
    expect(kept(220, 1)).toEqual(['name', 'id']);
    expect(kept(220, 2)).toEqual(['name', 'age', 'id', 'site']);
  });

  it('never leaves out rank 0, however little room there is', () => {
    expect(kept(10, 1)).toEqual(['name', 'id']);
  });
});
