import { describe, expect, it } from 'vitest';
import type { Form, Notes } from '../../../../../../electron/station/dicom/parse/data-set.ts';
import { walkDataSet } from '../../../../../../electron/station/dicom/parse/walk.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';
import { concat, dataSetBytes, element } from '../../../../../helpers/dicom-builder.ts';

const EXPLICIT: Form = { explicit: true, bigEndian: false };
const after = dataSetBytes([element(0x00100020, 'LO', 'P1')], {});
/** Each element of the data set as "tag vr length", and the notes. */
function read(first: readonly number[], form = EXPLICIT, rest = after): { elements: string[]; notes: string[] } {
  const bytes = concat([Uint8Array.from(first), rest]);
  const notes: Notes = new Set();
  const { elements } = walkDataSet(bytes, { start: 0, end: bytes.length }, form, notes);
  const line = (one: { tag: number; vr: string | null; length: number }): string =>
    `${one.tag.toString(16).padStart(8, '0')} ${one.vr} ${one.length}`;
  return { elements: [...elements.values()].map(line), notes: [...notes] };
}
const letters = (vr: string): number[] => [...vr].map((letter) => letter.charCodeAt(0));
const NEXT = '00100020 LO 2';

describe('headers that the library does not know', () => {
  it.each(['OV', 'SV', 'UV'])('reads %s, which has the long form', (vr) => {
    const header = [0x08, 0, 0x01, 0, ...letters(vr), 0, 0, 8, 0, 0, 0];
    expect(read([...header, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ elements: [`00080001 ${vr} 8`, NEXT], notes: [] });
    expect(codeThrown(() => read([...header.slice(0, 8), 0xf0, 0xff, 0, 0]))).toBe('dicom/damaged-header');
  });

  it('takes an unknown representation for the form that fits', () => {
    const notes = ['unknown-vr'];
    const start = [0x08, 0, 0x01, 0];
    const long = [...start, ...letters('ZZ'), 0, 0, 2, 0, 0, 0, 1, 2];
    const short = [...start, ...letters('ZZ'), 2, 0, 1, 2];
    const implicit = [...start, 2, 0, 0, 0, 0, 0];
    for (const bytes of [long, short, implicit]) {
      expect(read(bytes)).toEqual({ elements: ['00080001 UN 2', NEXT], notes });
    }
    expect(codeThrown(() => read([...start, ...letters('ZZ'), 3, 0, 1, 2]))).toBe('dicom/damaged-header');
  });

  it('refuses a header that the data set is too short for', () => {
    const cut = [0x08, 0, 0x01, 0, ...letters('OB'), 0, 0, 0, 0];
    expect(codeThrown(() => read(cut, EXPLICIT, new Uint8Array(0)))).toBe('dicom/damaged-header');
  });
});

describe('sequences where the library leaves them out', () => {
  it.each([false, true])(
    'keeps a private sequence of an implicit data set, undefined length: %s',
    (undefinedLength) => {
      const options = { transferSyntax: '1.2.840.10008.1.2', undefinedLength };
      const bytes = dataSetBytes([element(0x00091010, 'SQ', [[element(0x00091011, 'LO', 'x')]])], options);
      const form = { explicit: false, bigEndian: false };
      const { elements } = walkDataSet(bytes, { start: 0, end: bytes.length }, form, new Set());
      expect(elements.get(0x00091010)?.items?.map((item) => [...item.elements.keys()])).toEqual([[0x00091011]]);
    },
  );

  it('keeps the first of a repeated tag inside an item, and says so', () => {
    const twice = [element(0x00080060, 'CS', 'CT'), element(0x00080060, 'CS', 'MRI ')];
    const bytes = dataSetBytes([element(0x00081111, 'SQ', [twice])], {});
    const notes: Notes = new Set();
    const { elements } = walkDataSet(bytes, { start: 0, end: bytes.length }, EXPLICIT, notes);
    expect(elements.get(0x00081111)?.items?.[0]?.elements.get(0x00080060)?.length).toBe(2);
    expect([...notes]).toEqual(['tag-repeated']);
  });

  it('refuses an item that reaches beyond its sequence', () => {
    const bytes = dataSetBytes([element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')]])], {});
    bytes.set([0x7f], 16);
    const longer = concat([bytes, new Uint8Array(200)]);
    expect(codeThrown(() => walkDataSet(longer, { start: 0, end: longer.length }, EXPLICIT, new Set()))).toBe(
      'dicom/damaged-header',
    );
  });

  it('refuses a million empty items', () => {
    const items = new Uint8Array(Buffer.alloc(8 * 1_000_001, Uint8Array.of(0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0)));
    const bytes = dataSetBytes([element(0x00081111, 'SQ', items)], {});
    expect(codeThrown(() => walkDataSet(bytes, { start: 0, end: bytes.length }, EXPLICIT, new Set()))).toBe(
      'dicom/too-large',
    );
  }, 60_000);
});
