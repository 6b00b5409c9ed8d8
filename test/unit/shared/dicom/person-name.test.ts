import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayName,
  foldText,
  namesAgree,
  parsePersonName,
  searchName,
} from '../../../../shared/dicom/person-name.ts';

describe('parsePersonName', () => {
  it('splits the three groups', () => {
    expect(parsePersonName('Yamada^Tarou=山田^太郎=やまだ^たろう')).toEqual({
      alphabetic: 'Yamada^Tarou',
      ideographic: '山田^太郎',
      phonetic: 'やまだ^たろう',
    });
  });

  it('drops empty components at the end and spaces around', () => {
    expect(parsePersonName(' DOE ^ JANE ^^^ ').alphabetic).toBe('DOE^JANE');
  });

  it('is stable: a name that was tidied stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { alphabetic, ideographic, phonetic } = parsePersonName(text);
        const again = parsePersonName([alphabetic, ideographic, phonetic].join('='));
        expect(again).toEqual({ alphabetic, ideographic, phonetic });
      }),
    );
  });
});

describe('displayName', () => {
  it.each([
    ['Doe^Jane', 'DOE, Jane'],
    ['Doe^Jane^Ann^Dr.^Jr.', 'DOE, Dr. Jane Ann Jr.'],
    ['Doe', 'DOE'],
    ['^Jane', 'Jane'],
    ['', ''],
    ['=山田^太郎', '山田, 太郎'],
  ])('shows %j as %j', (text, shown) => {
    expect(displayName(parsePersonName(text))).toBe(shown);
  });
});

describe('foldText', () => {
  it.each([
    ['Müller^Jörg', 'muller jorg'],
    ['Łódź', 'lodz'],
    ['GROẞ', 'gross'],
    ['ＡＢＣ', 'abc'],
    ['O’Neil-Smith', 'o neil smith'],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });

  it('puts all groups in the search text', () => {
    expect(searchName(parsePersonName('Hong^Gildong=洪^吉洞'))).toBe('hong gildong 洪 吉洞');
  });
});

describe('namesAgree', () => {
  const name = parsePersonName;
  it('ignores case, accents and missing groups', () => {
    expect(namesAgree(name('MÜLLER^JÖRG'), name('Muller^Jorg'))).toBe(true);
    expect(namesAgree(name('Yamada^Tarou=山田^太郎'), name('Yamada^Tarou'))).toBe(true);
  });

  it('sees another name', () => {
    expect(namesAgree(name('Doe^Jane'), name('Doe^John'))).toBe(false);
    expect(namesAgree(name('Yamada^Tarou=山田^太郎'), name('Yamada^Tarou=山田^花子'))).toBe(false);
  });
});
