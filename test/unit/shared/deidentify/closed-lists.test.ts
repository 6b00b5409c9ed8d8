import { describe, expect, it } from 'vitest';
import { cleanCode } from '../../../../shared/deidentify/coded-entry.ts';
import { representationsOf } from '../../../../shared/deidentify/dictionary.ts';
import { actionFor, cappedAge, onlyNumbers } from '../../../../shared/deidentify/element-action.ts';
import { methodCodes } from '../../../../shared/deidentify/options.ts';
import type { DeidentifyOptions } from '../../../../shared/deidentify/options.ts';
import { shiftDate, shiftDateTime } from '../../../../shared/deidentify/shift-date.ts';
import { isKnownTerm } from '../../../../shared/deidentify/terms.ts';
import { cleanWords } from '../../../../shared/deidentify/words.ts';

const bare: DeidentifyOptions = { dates: 'removed', characteristics: false, faces: 'refuse', pseudonym: 'CASE-1' };
const full: DeidentifyOptions = { dates: 'modified', characteristics: true, faces: 'refuse', pseudonym: 'CASE-1' };

describe('what becomes of an element', () => {
  it.each([
    ['name', 0x00100010, 'PN', 'pseudonym', 'pseudonym'],
    ['accession', 0x00080050, 'SH', 'empty', 'empty'],
    ['institution', 0x00080080, 'LO', 'drop', 'drop'],
    ['private', 0x00091010, 'LO', 'drop', 'drop'],
    ['unknown to the dictionary', 0x00081fff, 'LO', 'drop', 'drop'],
    ['another representation than its own', 0x00280010, 'LO', 'drop', 'drop'],
    ['a whole group', 0x00380010, 'LO', 'drop', 'drop'],
    ['overlay', 0x60003000, 'OW', 'drop', 'drop'],
    ['comments', 0x00204000, 'LT', 'drop', 'drop'],
    ['study date', 0x00080020, 'DA', 'empty', 'date'],
    ['content date', 0x00080023, 'DA', 'dummy', 'date'],
    ['birth date', 0x00100030, 'DA', 'empty', 'empty'],
    ['last calibration', 0x00181200, 'DA', 'drop', 'drop'],
    ['age', 0x00101010, 'AS', 'drop', 'age'],
    ['weight', 0x00101030, 'DS', 'drop', 'decimal'],
    ['pregnancy', 0x001021c0, 'US', 'drop', 'drop'],
    ['description', 0x0008103e, 'LO', 'words', 'words'],
    ['class', 0x00080016, 'UI', 'class', 'class'],
    ['instance', 0x00080018, 'UI', 'uid', 'uid'],
    ['a UID that the table does not name', 0x00080117, 'UI', 'class', 'class'],
    ['rows', 0x00280010, 'US', 'bytes', 'bytes'],
    ['colour profile', 0x00282000, 'OB', 'drop', 'drop'],
    ['text on a picture', 0x00700008, 'SQ', 'drop', 'drop'],
    ['the request', 0x00400275, 'SQ', 'drop', 'drop'],
  ] as const)('%s', (_, tag, vr, removed, modified) => {
    expect(actionFor(tag, vr, bare)).toBe(removed);
    expect(actionFor(tag, vr, full)).toBe(modified);
  });

  it('has no text in its dictionary but what a closed list cleans', () => {
    for (const tag of [0x00104000, 0x00321060, 0x0040a160, 0x00420011, 0x00700006, 0x00880200, 0x04000561])
      expect(representationsOf(tag) ?? '').not.toMatch(/LT|UT|ST/);
  });
});

describe('closed lists', () => {
  it.each([
    ['T1 AX DR. SMITH post gd', 'T1 AX post gd'],
    ['CT CHEST W/O Miller 12345678', 'CT CHEST W'],
    ['THORAX^CONTRAST', 'THORAX CONTRAST'],
    ['*ep_b1000#1', 'b1000 1'],
    ['Lung 1.25mm B30s', 'Lung 1.25mm B30s'],
    ['SMITH-T1', ''],
    ['', ''],
  ])('cleans %j to %j', (text, kept) => {
    expect(cleanWords(text)).toBe(kept);
  });

  it('knows terms of the standard alone', () => {
    expect(['AXIAL', 'CURVED LINEAR', 'SMITH', 'CT_SOM5 SPI', ''].map(isKnownTerm)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('lets public codes through and no others', () => {
    expect(cleanCode('10200004', 'SCT', 'Liver of Smith')).toEqual({
      value: '10200004',
      scheme: 'SCT',
      meaning: 'Liver',
    });
    expect(cleanCode('SMITH', 'SCT', 'Liver')).toMatchObject({ meaning: 'Removed' });
    expect(cleanCode('SMITH', 'DCM', 'Liver')).toMatchObject({ meaning: 'Removed' });
    expect(cleanCode('1', '99LOCAL', 'Liver')).toMatchObject({ meaning: 'Removed' });
    expect(cleanCode('121071', 'DCM', 'Befund')).toEqual({ value: '121071', scheme: 'DCM', meaning: '121071' });
  });

  it('keeps numbers that are numbers', () => {
    expect(onlyNumbers('1.5\\SMITH\\-2e3 ')).toBe('1.5\\\\-2e3');
    expect([cappedAge('045Y'), cappedAge('093Y'), cappedAge('Smit')]).toEqual(['045Y', '090Y', null]);
  });

  it('names its options by their codes', () => {
    expect(methodCodes(bare, false).map(({ value }) => value)).toEqual(['113100', '113103', '113105']);
    expect(methodCodes(full, false).map(({ value }) => value)).toEqual([
      '113100',
      '113103',
      '113105',
      '113107',
      '113108',
    ]);
  });
});

describe('dates', () => {
  it.each([
    ['20240301', -1, '20240229'],
    ['20230301', -1, '20230228'],
    ['00500101', 1, '00500102'],
    ['2024.01.01', -1, '20231231'],
    ['202403', -1, null],
    ['Smith', -1, null],
  ])('moves %s by %d to %s', (date, days, moved) => {
    expect(shiftDate(date, days)).toBe(moved);
  });

  it('moves the date of a moment and leaves its time and zone', () => {
    expect(shiftDateTime('20240301123456.789+0100', -1)).toBe('20240229123456.789+0100');
    expect(shiftDateTime('20240301SMITH', -1)).toBeNull();
  });

  it('keeps the days between two dates', () => {
    const days = (text: string | null): number =>
      Date.parse(`${text?.slice(0, 4)}-${text?.slice(4, 6)}-${text?.slice(6)}`);
    for (let shift = -4000; shift < 0; shift += 37) {
      const gap = days(shiftDate('20240715', shift)) - days(shiftDate('20231102', shift));
      expect(gap).toBe(days('20240715') - days('20231102'));
    }
  });
});
