import { describe, expect, it } from 'vitest';
import { deidentifyObject, deidentifyStart } from '../../../../../electron/station/deidentify/deidentify-object.ts';
import type { DeidentifyRequest } from '../../../../../electron/station/deidentify/deidentify-object.ts';
import { ctImage, element, withOwn } from '../../../../helpers/dicom-builder.ts';
import type { BuiltElement, BuildOptions } from '../../../../helpers/dicom-builder.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const IMPLICIT = '1.2.840.10008.1.2';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const RLE = '1.2.840.10008.1.2.5';
const FIRST_PIXELS = [7, 8, 9, 10];
const request: DeidentifyRequest = {
  ...{ key: Buffer.alloc(32, 7), patient: 'P1', pseudonym: 'CASE-1' },
  ...{ dates: 'modified', characteristics: true, faces: 'refuse' },
};
const CHEST: readonly BuiltElement[] = [
  element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
  element(0x00180015, 'CS', 'CHEST'),
  element(0x00200032, 'DS', '0\\0\\0'),
  element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
  element(0x00280030, 'DS', '1\\1'),
  element(0x00280010, 'US', 64),
  element(0x00280011, 'US', 64),
];
const SIDE = 64;
const PIXEL_BYTES = SIDE * SIDE * 2;

function picture(own: readonly BuiltElement[] = [], options: BuildOptions = {}): Uint8Array {
  const values = Array.from({ length: SIDE * SIDE }, (_, at) => FIRST_PIXELS[at] ?? at);
  return ctImage(withOwn([...CHEST, element(0x7fe00010, 'OW', values)], own), options);
}

/** What goes out, where the beginning says enough. */
function fromStart(file: Uint8Array, bytes: number, by: Partial<DeidentifyRequest> = {}): Uint8Array | null {
  const made = deidentifyStart(file.slice(0, bytes), file.length, { ...request, ...by });
  if (made === null) return null;
  const { offset, length } = made.pixels;
  return Buffer.concat([made.head, file.subarray(offset, offset + length)]);
}

const header = (file: Uint8Array): number => file.length - PIXEL_BYTES;

describe('an object that is de-identified from its beginning', () => {
  it.each([EXPLICIT, IMPLICIT])('is bit for bit what the whole of it becomes (%s)', (transferSyntax) => {
    const file = picture([element(0x00080020, 'DA', '20240102'), element(0x00091010, 'LO', 'private')], {
      transferSyntax,
    });
    const whole = deidentifyObject(file, request);
    for (const bytes of [header(file), header(file) + 1, header(file) + 4000, file.length])
      expect(Buffer.compare(fromStart(file, bytes) ?? Buffer.alloc(0), whole), `${bytes} bytes`).toBe(0);
  });

  it('leaves behind what is in the pixel data and not of the picture', () => {
    const values = Array.from({ length: SIDE * SIDE + 500 }, (_, at) => at);
    const file = picture([element(0x7fe00010, 'OW', values)]);
    const bytes = file.length - 2 * values.length;
    const made = fromStart(file, bytes);
    expect(made === null ? null : Buffer.compare(made, deidentifyObject(file, request))).toBe(0);
    expect(deidentifyStart(file.slice(0, bytes), file.length, request)?.pixels.length).toBe(PIXEL_BYTES);
  });

  it('does without one byte of the pixels', () => {
    const file = picture();
    const changed = file.slice();
    changed.fill(0xff, header(file));
    const heads = [file, changed].map((one) => deidentifyStart(one.slice(0, header(file)), one.length, request)?.head);
    expect(heads[0]).toEqual(heads[1]);
    expect(heads[0]?.length).toBeGreaterThan(500);
  });

  it.each<[string, Uint8Array, number]>([
    ['ends before its pixels', picture(), header(picture()) - 1],
    ['is of an object in the other byte order', picture([], { transferSyntax: BIG_ENDIAN }), 4000],
    ['is of an object in which something stands behind them', picture([element(0xfffcfffc, 'OB', [0, 0])]), 4000],
    ['is of an object that is longer than they are', Buffer.concat([picture(), Buffer.from('rest')]), 4000],
    ['is of an object that is cut short', picture().slice(0, -100), 4000],
    ['is of an object without pixels', ctImage(CHEST).slice(0, -20), 4000],
    ['is of an object with more than one kind of them', picture([element(0x7fe00008, 'OF', [0, 0, 0, 0])]), 4000],
    ['is no object', Buffer.alloc(9000, 'x'), 4000],
  ])('is not understood where the beginning %s', (_, file, bytes) => {
    expect(deidentifyStart(file.slice(0, bytes), file.length, request)).toBeNull();
  });

  it('is not understood where its pixels were replaced, or are in fragments', () => {
    const replaced = { samples: 1, bitsAllocated: 16, bytes: new Uint8Array(PIXEL_BYTES) } as const;
    expect(fromStart(picture(), 4000, { cleared: { replaced } })).toBeNull();
    const file = Buffer.from(picture([], { transferSyntax: RLE }));
    file.writeUInt32LE(0xffffffff, header(file) - 4);
    expect(deidentifyStart(file, file.length, request)).toBeNull();
  });

  it('is refused as the whole of it is', () => {
    const head = picture([element(0x00180015, 'CS', 'HEAD')]);
    const refused = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const early = refused(() => fromStart(head, 4000));
    expect(early).toMatchObject({ code: 'deidentify/face' });
    expect(early).toEqual(refused(() => deidentifyObject(head, request)));
  });
});
