import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { walkDataSet } from '../../../../../../electron/station/dicom/parse/walk.ts';
import type { DataSet } from '../../../../../../electron/station/dicom/parse/data-set.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';
import { concat, ctImage, dataSetBytes, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

const EXPLICIT = { explicit: true, bigEndian: false };
const walk = (bytes: Uint8Array): DataSet => walkDataSet(bytes, { start: 0, end: bytes.length }, EXPLICIT, new Set());
const codeOf = (bytes: Uint8Array): string | null => {
  const result = parseDicom(bytes, { sha256: '' });
  return result.ok ? null : result.error.code;
};

function nested(depth: number): BuiltElement {
  return element(0x00091010, 'SQ', depth === 0 ? [[element(0x00091011, 'LO', 'x')]] : [[nested(depth - 1)]]);
}

describe('walkDataSet', () => {
  it.each([false, true])('reads sequences, undefined length: %s', (undefinedLength) => {
    const bytes = dataSetBytes(
      [element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')], []]), element(0x00100020, 'LO', 'P1')],
      { undefinedLength },
    );
    const { elements } = walk(bytes);
    expect(elements.get(0x00081111)?.items?.map((item) => item.elements.size)).toEqual([1, 0]);
    expect(elements.has(0x00100020)).toBe(true);
  });

  it('reads a sequence that hides in UN', () => {
    const items = dataSetBytes([element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')]])], {
      transferSyntax: '1.2.840.10008.1.2',
    }).subarray(8);
    const bytes = dataSetBytes([element(0x00091010, 'UN', items)], {});
    expect(walk(bytes).elements.get(0x00091010)?.items).toHaveLength(1);
  });

  it('leaves private bytes alone that only begin like a sequence', () => {
    const bytes = dataSetBytes([element(0x00091010, 'UN', Uint8Array.of(0xfe, 0xff, 0, 0xe0, 9, 9, 9, 9))], {});
    expect(walk(bytes).elements.get(0x00091010)).toMatchObject({ items: null, length: 8 });
  });

  it('goes 120 levels deep and refuses 5,000', () => {
    expect(codeOf(ctImage([nested(120)], { undefinedLength: true }))).toBeNull();
    const open = Uint8Array.of(
      0x09,
      0,
      0x10,
      0x10,
      0x53,
      0x51,
      0,
      0,
      0xff,
      0xff,
      0xff,
      0xff,
      0xfe,
      0xff,
      0,
      0xe0,
      0xff,
      0xff,
      0xff,
      0xff,
    );
    const bytes = concat(Array.from({ length: 5000 }, () => open));
    expect(codeThrown(() => walk(bytes))).toBe('dicom/too-deep');
  });

  it('refuses an element longer than the file', () => {
    const bytes = ctImage([element(0x00200052, 'UI', '1.2.3')]);
    const at = bytes.findIndex((_, i) => bytes[i] === 0x20 && bytes[i + 2] === 0x52 && bytes[i + 4] === 0x55);
    bytes.set([0x53, 0x51], at + 6);
    expect(codeOf(bytes)).toBe('dicom/damaged-header');
  });

  it('lists an object whose pixel data are cut short, and says so', () => {
    const bytes = ctImage();
    const result = parseDicom(bytes.subarray(0, bytes.length - 3), { sha256: '' });
    expect(result.ok && result.value.notes).toEqual(['pixel-data-partial-frame', 'pixel-data-short']);
  });

  it('lets garbage after the pixel data pass, and nowhere else', () => {
    const garbage = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    const result = parseDicom(concat([ctImage(), garbage]), { sha256: '' });
    expect(result.ok && result.value.notes).toContain('trailing-garbage');
    const headless = concat([dataSetBytes([element(0x00080060, 'CS', 'CT')], {}), garbage]);
    expect(codeThrown(() => walk(headless))).toBe('dicom/damaged-header');
  });

  it('ends on every input, with a result or a coded error', () => {
    const seed = ctImage([nested(3)], { undefinedLength: true });
    const cut = fc.nat({ max: seed.length });
    const change = fc.array(fc.tuple(fc.nat({ max: seed.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(cut, change, (length, changes) => {
        const bytes = Uint8Array.from(seed);
        for (const [at, value] of changes) bytes[at] = value;
        const code = codeOf(bytes.subarray(0, length));
        expect(code === null || code.startsWith('dicom/')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
