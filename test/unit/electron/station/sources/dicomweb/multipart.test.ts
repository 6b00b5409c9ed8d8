import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_HEADER_BYTES, MultipartSplitter } from '../../../../../../electron/station/sources/dicomweb/multipart.ts';
import { multipartParts } from '../../../../../../electron/station/sources/dicomweb/multipart-parts.ts';
import { codeRejected, codeThrown } from '../../../../../helpers/app-errors.ts';

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const BOUNDARY = 'b-1.2.840_x';

/** A body as RFC 2046 writes it, with the parts' lengths among their headers when asked for. */
function encode(parts: readonly Part[], preamble = '', epilogue = ''): Uint8Array {
  const pieces = parts.flatMap(({ headers, body }) => [
    Buffer.from(`\r\n--${BOUNDARY}\r\n`),
    Buffer.from(
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(''),
    ),
    Buffer.from('\r\n'),
    body,
  ]);
  const all = Buffer.concat([Buffer.from(preamble), ...pieces, Buffer.from(`\r\n--${BOUNDARY}--${epilogue}`)]);
  return preamble === '' ? all.subarray(2) : all;
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function decode(chunks: AsyncIterable<Uint8Array>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const { headers, body } of multipartParts(chunks, BOUNDARY)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    parts.push({ headers: Object.fromEntries(headers), body: new Uint8Array(Buffer.concat(pieces)) });
  }
  return parts;
}

const split = (body: string): void => {
  const splitter = new MultipartSplitter(BOUNDARY);
  expect([...splitter.feed(Buffer.from(body, 'latin1'))]).toBeDefined();
  splitter.finish();
};

/** Bodies that look like boundaries as often as they can without being one. */
const nearBoundary = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', '\r\n-', '\r\n--', `\r\n--${BOUNDARY.slice(0, -1)}`, `--${BOUNDARY}`),
      fc.string({ unit: 'binary-ascii', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !`${text}\r\n`.includes(`\r\n--${BOUNDARY}`))
  .map((text) => new Uint8Array(Buffer.from(text, 'latin1')));

const part = fc.record({
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'content-location', 'x-1'),
    fc.constantFrom('', 'a', 'a/b; c="d"'),
  ),
  body: nearBoundary,
});
const preamble = fc.constantFrom('', 'to whom it may concern', '\r\n\r\n');
const epilogue = fc.constantFrom('', '\r\n', '\r\nthe end\r\n--');

describe('the multipart reader', () => {
  it('gives the same parts wherever the line cuts a body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 4 }),
        preamble,
        epilogue,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
        async (parts, before, after, sizes) => {
          expect(await decode(cut(encode(parts, before, after), sizes))).toEqual(parts);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same parts cut at every single place, and byte by byte', async () => {
    const parts = [
      { headers: { 'content-type': 'application/dicom' }, body: new Uint8Array(Buffer.from('one\r\n--b-1')) },
      { headers: {}, body: new Uint8Array() },
      { headers: { 'x-1': 'y' }, body: new Uint8Array(Buffer.from('\r\n\r\n--')) },
    ];
    const bytes = encode(parts, 'before', '\r\nafter');
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await decode(cut(bytes, [at, bytes.length])), `cut at ${at}`).toEqual(parts);
    }
    expect(await decode(cut(bytes, [1]))).toEqual(parts);
  });

  it('F19: ends with an error at whatever byte a body is truncated, and gives no part that is not whole', async () => {
    const parts = [1, 2, 3].map((size) => ({ headers: {}, body: new Uint8Array(size * 9).fill(size) }));
    const bytes = encode(parts);
    for (let length = 0; length < bytes.length; length += 1) {
      const whole: Uint8Array[] = [];
      const reading = (async () => {
        for await (const { body } of multipartParts(cut(bytes.subarray(0, length), [7]), BOUNDARY)) {
          const pieces: Uint8Array[] = [];
          for await (const piece of body) pieces.push(piece);
          whole.push(new Uint8Array(Buffer.concat(pieces)));
        }
      })();
      expect(['source/incomplete', 'source/wrong-answer'], `${length} bytes`).toContain(await codeRejected(reading));
      expect(parts.slice(0, whole.length).map(({ body }) => body)).toEqual(whole);
    }
  });

  it('F19: refuses a part that is shorter or longer than its own length says', () => {
    const body = (length: string): string =>
      `--${BOUNDARY}\r\nContent-Length: ${length}\r\n\r\n12345\r\n--${BOUNDARY}--`;
    expect(codeThrown(() => split(body('5')))).toBeNull();
    for (const length of ['4', '6', '0', '-1', '5,5', '1e1', '99999999999999999999']) {
      expect(
        codeThrown(() => split(body(length))),
        length,
      ).toBe('source/wrong-answer');
    }
  });

  it('says a wrong boundary is a wrong answer, and not that something is missing', () => {
    expect(codeThrown(() => split('--other\r\n\r\nx\r\n--other--'))).toBe('source/wrong-answer');
    expect(codeThrown(() => split('<html>sign in first</html>'))).toBe('source/wrong-answer');
  });

  it.each([
    ['a boundary with something behind it', `--${BOUNDARY}x\r\n\r\n`],
    ['a header without a name', `--${BOUNDARY}\r\n: x\r\n\r\n`],
    ['a header without a colon', `--${BOUNDARY}\r\nhello\r\n\r\n`],
    ['a header twice', `--${BOUNDARY}\r\na: 1\r\nA: 2\r\n\r\n`],
    ['a bare line feed in a header', `--${BOUNDARY}\r\na: 1\nb: 2\r\n\r\n`],
    ['too many headers', `--${BOUNDARY}\r\n${Array.from({ length: 65 }, (_, at) => `a${at}: 1\r\n`).join('')}\r\n`],
    ['headers that do not end', `--${BOUNDARY}\r\na: ${'x'.repeat(MOST_HEADER_BYTES)}`],
    ['a boundary line that does not end', `--${BOUNDARY}${' '.repeat(300)}`],
    ['a preamble that does not end', 'x'.repeat(70_000)],
  ])('refuses %s', (_, body) => {
    expect(codeThrown(() => split(body))).toBe('source/wrong-answer');
  });

  it('refuses more parts than it was told to take', () => {
    const splitter = new MultipartSplitter(BOUNDARY, { parts: 2 });
    const bytes = encode([1, 2, 3].map(() => ({ headers: {}, body: new Uint8Array(3) })));
    expect(codeThrown(() => [...splitter.feed(bytes)])).toBe('source/wrong-answer');
  });

  it('goes on with the next part when one is left early or not read at all', async () => {
    const parts = ['aaaa', 'bbbb', 'cccc'].map((text) => ({ headers: {}, body: new Uint8Array(Buffer.from(text)) }));
    const seen: string[] = [];
    for await (const { body } of multipartParts(cut(encode(parts), [3]), BOUNDARY)) {
      seen.push('part');
      if (seen.length === 1) continue;
      for await (const piece of body) {
        seen.push(Buffer.from(piece).toString());
        break;
      }
    }
    expect(seen.filter((one) => one === 'part')).toHaveLength(3);
  });

  it('lets go of the line when its reader stops', async () => {
    let closed = false;
    async function* line(): AsyncGenerator<Uint8Array> {
      try {
        yield* cut(encode([{ headers: {}, body: new Uint8Array(100) }]), [10]);
      } finally {
        closed = true;
      }
    }
    for await (const _ of multipartParts(line(), BOUNDARY)) break;
    expect(closed).toBe(true);
  });

  it('takes headers that are folded and boundaries with spaces behind them', async () => {
    const body = `--${BOUNDARY} \t\r\nContent-Type: application/dicom;\r\n  transfer-syntax=1.2\r\n\r\nx\r\n--${BOUNDARY}--`;
    expect(await decode(cut(Buffer.from(body), [5]))).toEqual([
      { headers: { 'content-type': 'application/dicom; transfer-syntax=1.2' }, body: new Uint8Array([120]) },
    ]);
  });
});
