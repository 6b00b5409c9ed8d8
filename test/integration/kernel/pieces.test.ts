import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyOf, inPieces, PIECE_BYTES, Pieces } from '../../../electron/station/kernel/pieces.ts';
import { blobFixture } from './blob-fixture.ts';

/** `bytes` in as many pieces as they need, each with other bytes behind its end. */
function laid(pool: Pieces, bytes: Uint8Array) {
  const taken = Array.from({ length: inPieces(bytes.length) / PIECE_BYTES }, () => pool.take().fill(0xee));
  for (const [index, piece] of taken.entries())
    piece.set(bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES));
  return taken.map((piece, index) => piece.subarray(0, bytes.length - index * PIECE_BYTES));
}

function numbered(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => at * 31 + (at >> 8));
}

describe('pieces of an object on its way in', () => {
  it('are stored as the object is, whatever its length, and stay where they are', async () => {
    const { blobs, studyKeyId, fileOf } = await blobFixture();
    const pool = new Pieces();
    const lengths = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 3 * PIECE_BYTES + 5];
    const items = lengths.map((length) => {
      const bytes = numbered(length);
      return { bytes, pieces: laid(pool, bytes) };
    });
    const stored = await blobs.put(
      items.map(({ bytes, pieces }) => ({ source: { pieces }, expectedBytes: bytes.length, studyKeyId })),
    );
    for (const [index, { bytes, pieces }] of items.entries()) {
      const one = stored[index];
      if (one === undefined || !('blobId' in one)) throw one ?? new Error('no outcome');
      expect(Buffer.compare(await blobs.read(one.blobId), bytes)).toBe(0);
      expect(Buffer.compare(copyOf(pieces, bytes.length), bytes)).toBe(0);
      expect(readFileSync(fileOf(one.blobId)).includes(Buffer.alloc(64, 0xee))).toBe(false);
    }
  });

  it('of another length than was said are refused', async () => {
    const { blobs, studyKeyId } = await blobFixture();
    const pieces = laid(new Pieces(), numbered(1000));
    const [stored] = await blobs.put([{ source: { pieces }, expectedBytes: 1001, studyKeyId }]);
    expect(stored).toMatchObject({ code: 'import/changed-while-reading' });
  });

  it('come back, and no two holders have the same one', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (steps) => {
        const pool = new Pieces();
        const held: ReturnType<Pieces['take']>[] = [];
        for (const take of steps) {
          if (take) held.push(pool.take());
          else pool.give(held.splice(0, 1));
          expect(new Set(held.map(({ buffer }) => buffer)).size).toBe(held.length);
        }
      }),
    );
  });
});
