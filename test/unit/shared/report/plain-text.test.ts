import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeasurementId } from '../../../../shared/model/ids.ts';
import { cleanText, normaliseContent, paragraphsOf, paragraphsText } from '../../../../shared/report/plain-text.ts';
import { NASTY, idOf } from '../../../helpers/report-document.ts';

/** Any sequence of UTF-16 units, halves of pairs too. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('report text', () => {
  it('keeps every visible character', () => {
    const text = NASTY.replaceAll('\t', '    ');
    expect(paragraphsText(paragraphsOf(NASTY))).toBe(text);
    const printable = fc
      .string({ unit: 'grapheme' })
      .filter((value) => value === cleanText(value) && value === value.trim());
    fc.assert(
      fc.property(printable, (value) => {
        expect(paragraphsText(paragraphsOf(value))).toBe(value);
      }),
    );
  });

  it('makes one line end of all kinds, and is clean after one pass', () => {
    expect(cleanText('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
    fc.assert(
      fc.property(anyText, (value) => {
        expect(cleanText(cleanText(value))).toBe(cleanText(value));
      }),
    );
  });

  it('drops what no output can carry and marks half a character', () => {
    expect(cleanText('a\u0000b\u0007c\u007f')).toBe('abc');
    expect(cleanText('x\ud83dy')).toBe('x\ufffdy');
    expect(cleanText('\u{1FAC1}')).toBe('\u{1FAC1}');
  });

  it('splits a paragraph at a line end inside it and keeps the measurement where it stands', () => {
    const chip = {
      kind: 'measurement' as const,
      measurementId: MeasurementId.parse(idOf('M1')),
      label: 'M1',
      text: '5 mm',
    };
    const content = {
      sections: [
        {
          sectionId: 'findings',
          paragraphs: [[{ kind: 'text' as const, text: 'a\r\nb ' }, chip, { kind: 'text' as const, text: '' }]],
          fields: {},
        },
      ],
    };
    expect(normaliseContent(content).sections[0]?.paragraphs).toEqual([
      [{ kind: 'text', text: 'a' }],
      [{ kind: 'text', text: 'b ' }, chip],
    ]);
  });
});
