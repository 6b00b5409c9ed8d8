import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsetOf, decodeText, DEFAULT_CHARSET } from '../../../../../../electron/station/dicom/parse/charset.ts';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { hasTestdata, testdata } from '../../../../../helpers/testdata.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)));

describe('decodeText', () => {
  it('keeps a backslash that is half of a Japanese character', () => {
    // 0x5C is the second byte of one of these in JIS X 0208 (row 0x21, "＼" and its neighbours).
    const value = bytes([0x1b, 0x24, 0x42, 0x21, 0x5c], [0x1b, 0x28, 0x42], '\\next');
    expect(decodeText(value, charsetOf(['', 'ISO 2022 IR 87']), 'values')).toEqual(['＋', 'next']);
  });

  it('keeps a backslash that is half of a Chinese character', () => {
    const value = bytes([0x81, 0x5c], '\\b');
    const [first, second] = decodeText(value, charsetOf(['GB18030']), 'values');
    expect(first).toHaveLength(1);
    expect(second).toBe('b');
  });

  it('goes back to the first set after each delimiter of a name', () => {
    const value = bytes([0x1b, 0x2d, 0x46, 0xc4], '^', [0xc4]);
    expect(decodeText(value, charsetOf(['ISO 2022 IR 100', 'ISO 2022 IR 126']), 'name')).toEqual(['Δ^Ä']);
  });

  it('reads half-width katakana and the yen sign of ISO_IR 13', () => {
    expect(decodeText(Uint8Array.of(0xd4, 0xcf, 0xc0, 0xde), charsetOf(['ISO_IR 13']), 'name')).toEqual(['ﾔﾏﾀﾞ']);
    expect(decodeText(bytes('a\\b'), charsetOf(['ISO_IR 13']), 'text')).toEqual(['a¥b']);
  });

  it('reads JIS X 0212', () => {
    const value = bytes([0x1b, 0x24, 0x28, 0x44, 0x30, 0x21], [0x1b, 0x28, 0x42]);
    expect(decodeText(value, charsetOf(['', 'ISO 2022 IR 159']), 'values')).toEqual(['丂']);
  });

  it('takes the spellings that devices write', () => {
    for (const term of ['ISO_IR 100', 'ISO-IR 100', 'ISO IR 100', 'iso_ir 100', 'ISO 2022 IR 100']) {
      expect(decodeText(Uint8Array.of(0xe9), charsetOf([term]), 'values')).toEqual(['é']);
    }
  });

  it('guesses UTF-8, then Latin-1, where nothing is named', () => {
    expect(decodeText(new TextEncoder().encode('Jérôme'), DEFAULT_CHARSET, 'name')).toEqual(['Jérôme']);
    expect(decodeText(bytes('J', [0xe9]), DEFAULT_CHARSET, 'name')).toEqual(['Jé']);
  });

  it('shows what it cannot read', () => {
    expect(decodeText(Uint8Array.of(0xff, 0xfe), charsetOf(['ISO_IR 192']), 'text')).toEqual(['\ufffd\ufffd']);
    expect(charsetOf(['ISO_IR 999']).unknown).toEqual(['ISO_IR 999']);
  });

  it('never throws, and keeps ASCII as it is in every set', () => {
    const terms = fc.array(
      fc.constantFrom(
        '',
        'ISO_IR 100',
        'ISO 2022 IR 87',
        'ISO 2022 IR 149',
        'ISO_IR 192',
        'GB18030',
        'ISO 2022 IR 58',
        '?',
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        terms,
        fc.constantFrom('text', 'values', 'name'),
        (value, names, kind) => {
          expect(decodeText(value, charsetOf(names), kind).length).toBeGreaterThan(0);
        },
      ),
    );
    const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ019 .,-'), maxLength: 40 });
    fc.assert(
      fc.property(plain, terms, (text, names) => {
        expect(decodeText(bytes(text), charsetOf(names), 'values')).toEqual([text]);
      }),
    );
  });
});

describe.skipIf(!hasTestdata())('names in the character set files', () => {
  it.each([
    ['chrArab', 'قباني^لنزار', '', ''],
    ['chrFren', 'Buc^Jérôme', '', ''],
    ['chrFrenMulti', 'Buc^Jérôme', '', ''],
    ['chrGerm', 'Äneas^Rüdiger', '', ''],
    ['chrGreek', 'Διονυσιος', '', ''],
    ['chrHbrw', 'שרון^דבורה', '', ''],
    ['chrRuss', 'Люкceмбypг', '', ''],
    ['chrH31', 'Yamada^Tarou', '山田^太郎', 'やまだ^たろう'],
    ['chrH32', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '山田^太郎', 'やまだ^たろう'],
    ['chrI2', 'Hong^Gildong', '洪^吉洞', '홍^길동'],
    ['chrX1', 'Wang^XiaoDong', '王^小東', ''],
    ['chrX2', 'Wang^XiaoDong', '王^小东', ''],
    ['chrKoreanMulti', '김희중', '', ''],
  ])('%s', (name, alphabetic, ideographic, phonetic) => {
    const result = parseDicom(readFileSync(testdata('charset', `${name}.dcm`)), { sha256: '' });
    expect(result.ok && result.value.patient.name).toEqual({ alphabetic, ideographic, phonetic });
  });
});
