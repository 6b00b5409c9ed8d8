import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pieces } from '../../../../../../electron/station/kernel/pieces.ts';
import {
  FRAME,
  FRAME_HEAD,
  MOST_FRAME_BYTES,
  MOST_MESSAGE_BYTES,
  writeFrameHead,
} from '../../../../../../electron/station/sources/dimse/side-frames.ts';
import { SideReader } from '../../../../../../electron/station/sources/dimse/side-reader.ts';

function frame(kind: number, object: number, body: Uint8Array, length = body.length): Buffer {
  const head = Buffer.alloc(FRAME_HEAD);
  writeFrameHead(head, kind, object, length);
  return Buffer.concat([head, body]);
}

/** Everything that is heard of the bytes, cut as told. Each read is overwritten after its call, as the real one is. */
function heard(bytes: Buffer, cuts: readonly number[]): readonly unknown[] {
  const said: unknown[] = [];
  const pieces = new Pieces();
  const reader = new SideReader(
    {
      message: (raw) => said.push(raw),
      bytes: (object, piece, length) => {
        said.push([object, Buffer.from(piece.subarray(0, length)).toString('hex')]);
        pieces.give([piece]);
      },
      broken: () => said.push('broken'),
    },
    pieces,
  );
  const stops = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  let at = 0;
  for (const stop of stops) {
    const read = Buffer.from(bytes.subarray(at, stop));
    reader.push(read);
    read.fill(0xee);
    at = stop;
  }
  reader.close();
  return said;
}

describe('the side line', () => {
  it('says the same however its bytes are cut', () => {
    const part = fc.record({
      object: fc.nat({ max: 0xffffffff }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    });
    const message = fc.record({ t: fc.string(), n: fc.nat() });
    fc.assert(
      fc.property(fc.array(fc.oneof(part, message), { maxLength: 8 }), fc.array(fc.nat()), (told, cuts) => {
        const frames = told.map((one) =>
          'bytes' in one
            ? frame(FRAME.bytes, one.object, one.bytes)
            : frame(FRAME.message, 0, Buffer.from(JSON.stringify(one))),
        );
        const expected = told.map((one) =>
          'bytes' in one ? [one.object, Buffer.from(one.bytes).toString('hex')] : one,
        );
        expect(heard(Buffer.concat(frames), cuts)).toEqual(expected);
      }),
    );
  });

  it.each([
    ['a kind that there is not', frame(3, 1, Buffer.from('abc'))],
    ['an empty frame', frame(FRAME.bytes, 1, Buffer.alloc(0))],
    ['a part that is too long', frame(FRAME.bytes, 1, Buffer.alloc(4), MOST_FRAME_BYTES + 1)],
    ['a message that is too long', frame(FRAME.message, 0, Buffer.alloc(4), MOST_MESSAGE_BYTES + 1)],
    ['a message that is no JSON', frame(FRAME.message, 0, Buffer.from('{'))],
  ])('is broken by %s, and hears nothing after it', (_, bytes) => {
    expect(heard(Buffer.concat([bytes, frame(FRAME.message, 0, Buffer.from('{}'))]), [])).toEqual(['broken']);
  });
});
