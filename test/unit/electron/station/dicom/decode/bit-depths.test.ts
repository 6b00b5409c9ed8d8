import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodecShelf } from '../../../../../../electron/station/dicom/decode/codecs/codec-shelf.ts';
import { DecodeObject } from '../../../../../../electron/station/dicom/decode/decode-object.ts';
import { toDisplay } from '../../../../../../electron/station/dicom/decode/display-form.ts';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { cutFrame, framePlace } from '../../../../../../electron/station/frames/native-frame.ts';
import { frameValues } from '../../../../../../electron/station/dicom/decode/frame-values.ts';
import { integerRange } from '../../../../../../shared/dicom/pixel-stats.ts';
import { ObjectId } from '../../../../../../shared/model/ids.ts';
import { element } from '../../../../../helpers/dicom-builder.ts';
import { nativeFile } from '../../../../../integration/decode/encapsulate.ts';

const shelf = new CodecShelf(() => {
  throw new Error('native pixels need no codec');
});
const objectId = ObjectId.parse('0'.repeat(26));

interface Depth {
  readonly allocated: 8 | 16 | 32;
  readonly stored: number;
  readonly highBit: number;
  readonly signed: boolean;
}

/** Every depth that a header may give a word. */
const depths: fc.Arbitrary<Depth> = fc
  .constantFrom<8 | 16 | 32>(8, 16, 32)
  .chain((allocated) => fc.tuple(fc.constant(allocated), fc.integer({ min: 1, max: allocated }), fc.boolean()))
  .chain(([allocated, stored, signed]) =>
    fc.integer({ min: stored - 1, max: allocated - 1 }).map((highBit) => ({ allocated, stored, highBit, signed })),
  );

/** The values, each in its bits, and something else in the bits above and below them. */
function words({ allocated, stored, highBit }: Depth, values: readonly number[], rest: number): Uint8Array {
  const view = new DataView(new ArrayBuffer((values.length * allocated) / 8));
  const [own, shift] = [(1n << BigInt(stored)) - 1n, BigInt(highBit - stored + 1)];
  values.forEach((value, at) => {
    const word = BigInt.asUintN(allocated, ((BigInt(value) & own) << shift) | (BigInt(rest) & ~(own << shift)));
    for (let byte = 0; byte < allocated / 8; byte += 1) {
      view.setUint8((at * allocated) / 8 + byte, Number((word >> BigInt(8 * byte)) & 0xffn));
    }
  });
  return new Uint8Array(view.buffer);
}

function file({ allocated, stored, highBit, signed }: Depth, columns: number, pixels: Uint8Array): Uint8Array {
  const own = [
    element(0x00280100, 'US', allocated),
    element(0x00280101, 'US', stored),
    element(0x00280102, 'US', highBit),
    element(0x00280103, 'US', signed ? 1 : 0),
  ];
  return nativeFile({ rows: 1, columns, own }, pixels);
}

describe('stored values of any depth', () => {
  const cases = depths.chain((depth) => {
    const low = depth.signed ? -(2 ** (depth.stored - 1)) : 0;
    const high = depth.signed ? 2 ** (depth.stored - 1) - 1 : 2 ** depth.stored - 1;
    const values = fc.array(fc.integer({ min: low, max: high }), { minLength: 2, maxLength: 9 });
    return fc.tuple(fc.constant(depth), values, fc.constantFrom(0, 0xffffffff, 0x5a5a5a5a));
  });

  it('are what was put into their bits, whatever lies above and below, with their sign', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([depth, values, rest]) => {
        const object = new DecodeObject(file(depth, values.length, words(depth, values, rest)));
        const stored = await object.stored(1, shelf);
        expect([...stored.values]).toEqual(values);
        expect([...toDisplay(stored).values]).toEqual(values);
      }),
    );
  });

  it('are the same where the frame is cut out of the file without a decoder', () => {
    fc.assert(
      fc.property(cases, ([depth, values, rest]) => {
        const bytes = file(depth, values.length, words(depth, values, rest));
        const parsed = parseDicom(bytes, { sha256: '0'.repeat(64) });
        if (!parsed.ok) throw parsed.error;
        const image = { ...parsed.value.image, objectId, conflict: false };
        const place = framePlace(image, 1);
        fc.pre(place !== null);
        const data = bytes.slice(place.offset, place.offset + place.bytes);
        const range = integerRange(data, place.numbers);
        expect([...frameValues(cutFrame(image, { objectId, frame: 1 }, { bytes: data, range }))]).toEqual(values);
      }),
    );
  });

  it.each([
    ['float', 0x7fe00008, 'OF', Float32Array],
    ['double float', 0x7fe00009, 'OD', Float64Array],
  ] as const)(
    'of %s pixel data are the numbers themselves, infinities and no numbers too',
    async (_n, tag, vr, kind) => {
      const values = kind.from([-1.5, 0, 3.25e7, Infinity, -Infinity, NaN]);
      const own = [
        element(tag, vr, new Uint8Array(values.buffer)),
        element(0x00280100, 'US', kind.BYTES_PER_ELEMENT * 8),
      ];
      const bytes = nativeFile({ rows: 1, columns: values.length, own }, new Uint8Array(0));
      const { values: got, type } = await new DecodeObject(bytes).stored(1, shelf);
      expect(type).toBe(kind === Float32Array ? 'float32' : 'float64');
      expect([...got]).toEqual([...values]);
    },
  );

  it('of single bits begin at any bit of a byte from the second frame on', async () => {
    const own = [
      ...[element(0x00280008, 'IS', '3'), element(0x00280100, 'US', 1)],
      ...[element(0x00280101, 'US', 1), element(0x00280102, 'US', 0)],
    ];
    // Three frames of five bits, the first pixel in the lowest bit: 10110, 01101, 11100.
    const bytes = nativeFile({ rows: 1, columns: 5, own }, Uint8Array.of(0b11001101, 0b00011110));
    const object = new DecodeObject(bytes);
    const frames = [];
    for (const frame of [1, 2, 3]) frames.push([...(await object.stored(frame, shelf)).values].join(''));
    expect(frames).toEqual(['10110', '01101', '11100']);
  });
});
