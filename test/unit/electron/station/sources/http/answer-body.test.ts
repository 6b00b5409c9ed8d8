import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  answerBody,
  LEAST_BYTES,
  TRICKLE_WINDOW_MS,
} from '../../../../../../electron/station/sources/http/answer-body.ts';
import { codeRejected } from '../../../../../helpers/app-errors.ts';

const CAPS = { maxBytes: null, encoded: true, now: () => 0 };

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** A line on which each piece takes so long, on a clock of the test. */
function slowLine(
  pieces: number,
  bytes: number,
  eachMs: number,
): { readonly raw: Readable; readonly now: () => number } {
  let ms = 0;
  const raw = Readable.from(
    (function* () {
      for (let at = 0; at < pieces; at += 1) {
        ms += eachMs;
        yield Buffer.alloc(bytes);
      }
    })(),
  );
  return { raw, now: () => ms };
}

describe('the body of an answer', () => {
  it.each([
    ['gzip', gzipSync('hello')],
    ['x-gzip', gzipSync('hello')],
    ['deflate', deflateSync('hello')],
    ['Identity', Buffer.from('hello')],
    [undefined, Buffer.from('hello')],
  ])('that comes as %s is read', async (encoding, bytes) => {
    expect(await read(answerBody(Readable.from([bytes]), encoding, CAPS))).toBe('hello');
  });

  it.each(['br', 'gzip, gzip', 'zstd'])('that comes as %s is refused: nobody asked for it', async (encoding) => {
    expect(await codeRejected(read(answerBody(Readable.from(['x']), encoding, CAPS)))).toBe('source/wrong-answer');
  });

  it('F43: is dropped beyond its cap, counted as it is read', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const raw = Readable.from([bomb]);
    expect(await codeRejected(read(answerBody(raw, 'gzip', { ...CAPS, maxBytes: 500_000 })))).toBe(
      'source/wrong-answer',
    );
    expect(raw.destroyed).toBe(true);
  });

  it('F18: is given up where it only trickles', async () => {
    const pieces = (TRICKLE_WINDOW_MS * 2) / 1000;
    const { raw, now } = slowLine(pieces, 10, 1000);
    expect(await codeRejected(read(answerBody(raw, undefined, { ...CAPS, now })))).toBe('source/timed-out');
  });

  it('F16: is waited for on a line that is slow', async () => {
    const { raw, now } = slowLine(100, LEAST_BYTES, TRICKLE_WINDOW_MS - 1);
    expect(await read(answerBody(raw, undefined, { ...CAPS, now }))).toHaveLength(100 * LEAST_BYTES);
  });

  it('is not given up because its reader takes long', async () => {
    let ms = 0;
    const body = answerBody(Readable.from(['a', 'b', 'c']), undefined, { ...CAPS, now: () => ms });
    for await (const _ of body) ms += TRICKLE_WINDOW_MS * 2;
    expect(ms).toBe(TRICKLE_WINDOW_MS * 6);
  });
});
