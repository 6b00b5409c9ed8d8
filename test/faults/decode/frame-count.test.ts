import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { encapsulatedFile } from '../../integration/decode/encapsulate.ts';
import { OwnDecoder } from './decoding.ts';

const RLE = '1.2.840.10008.1.2.5';
const decoder = new OwnDecoder();

/** An RLE frame of 2 × 2 bytes that are all `value`. */
function rle(value: number): Uint8Array {
  const bytes = new Uint8Array(66);
  new DataView(bytes.buffer).setUint32(0, 1, true);
  new DataView(bytes.buffer).setUint32(4, 64, true);
  bytes.set([253, value], 64);
  return bytes;
}

/** Item and bytes of a fragment: the distance between two offsets. */
const STEP = 8 + 66;

function file(declared: number, values: readonly number[], table: readonly number[] | null): Uint8Array {
  const own = [
    element(0x00280008, 'IS', String(declared)),
    element(0x00280100, 'US', 8),
    element(0x00280101, 'US', 8),
    element(0x00280102, 'US', 7),
  ];
  return encapsulatedFile({ rows: 2, columns: 2, own }, RLE, values.map(rle), table);
}

/** The value of each frame, or the code of its refusal. */
async function frames(bytes: Uint8Array, count: number): Promise<(number | string)[]> {
  const out: (number | string)[] = [];
  for (let frame = 1; frame <= count; frame += 1) {
    const one = decoder.frame(bytes, frame);
    out.push(
      await one.then(
        ({ data }) => data[0] ?? -1,
        (error: unknown) => (error instanceof AppError ? error.code : 'not an AppError'),
      ),
    );
  }
  return out;
}

const OUT = 'dicom/frame-out-of-range';
const SHORT = 'dicom/pixel-data-incomplete';

describe('F42: number of frames, offset table and fragments', () => {
  it.each([
    ['a right table', [0, STEP, 2 * STEP]],
    ['no table', null],
    ['a table of zeros', [0, 0, 0]],
    ['a table that points between fragments', [0, STEP + 2, 2 * STEP]],
    ['a table that runs backwards', [2 * STEP, STEP, 0]],
    ['a table that is too short', [0, STEP]],
    ['a table that is too long', [0, STEP, 2 * STEP, 3 * STEP]],
    ['a table that points past the end', [0, STEP, 0xfffffff0]],
    ['a table that counts from the file', [STEP, 2 * STEP, 3 * STEP]],
  ])('F42: %s never shifts a frame', async (_what, table) => {
    expect(await frames(file(3, [11, 22, 33], table), 4)).toEqual([11, 22, 33, OUT]);
  });

  it('F42: a table that joins two frames is not believed', async () => {
    expect(await frames(file(2, [11, 22, 33], [0, 2 * STEP]), 3)).toEqual([11, 22, 33]);
  });

  it('F42: more frames announced than there are: those are shown, the others refused, both counts told', async () => {
    const bytes = file(5, [11, 22, 33], null);
    expect(await frames(bytes, 6)).toEqual([11, 22, 33, SHORT, SHORT, OUT]);
    expect(await decoder.layout(bytes)).toMatchObject({ framesDeclared: 5, framesFound: 3 });
  });

  it('F42: fewer frames announced than there are: both counts told', async () => {
    const bytes = file(1, [11, 22, 33], null);
    expect(await decoder.layout(bytes)).toMatchObject({ framesDeclared: 1, framesFound: 3 });
    expect(await frames(bytes, 1)).toEqual([11]);
  });
});
