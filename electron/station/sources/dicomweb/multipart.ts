import { AppError } from '../../../../shared/errors/app-error.ts';

/** Longest block of headers before a part, bytes. */
export const MOST_HEADER_BYTES = 16 * 1024;
/** Most header lines of a part. */
const MOST_HEADERS = 64;
/** Most bytes before the first boundary. */
export const MOST_PREAMBLE_BYTES = 64 * 1024;
/** Most parts of one answer. */
export const MOST_PARTS = 1_000_000;
/** Most spaces between a boundary and the end of its line. */
const MOST_PADDING = 256;

const CR = 13;
const LF = 10;
const DASH = 45;
const END_OF_HEADERS = Buffer.from('\r\n\r\n');

export type MultipartEvent =
  /** Names in lower case. */
  | { readonly kind: 'part'; readonly headers: ReadonlyMap<string, string> }
  /** A view on the bytes that came. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** The boundary behind a part came: it is whole. */
  | { readonly kind: 'end-part' }
  /** The last boundary came. */
  | { readonly kind: 'close' };

export interface MultipartCaps {
  readonly parts?: number;
}

/**
 * Takes a multipart body apart (RFC 2046, 5.1) as its bytes come, however they are cut. It holds no part: at most a block of
 * headers, or the bytes that may be the beginning of a boundary.
 */
export class MultipartSplitter {
  readonly #delimiter: Buffer;
  readonly #mostParts: number;
  #state: 'preamble' | 'boundary-line' | 'headers' | 'body' | 'epilogue' = 'preamble';
  // The first boundary needs no line before it.
  #held: Buffer = Buffer.from('\r\n');
  #preamble = 0;
  #parts = 0;
  #inPart = false;
  /** What the part's own Content-Length says is still to come; null where it says nothing. */
  #left: number | null = null;

  constructor(boundary: string, caps: MultipartCaps = {}) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#mostParts = caps.parts ?? MOST_PARTS;
  }

  /** Throws source/wrong-answer for what no multipart body holds. Call it until it has given all events of a chunk. */
  *feed(chunk: Uint8Array): Generator<MultipartEvent> {
    if (this.#state === 'epilogue') return;
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let rest: Buffer | null = this.#held.length === 0 ? view : Buffer.concat([this.#held, view]);
    this.#held = Buffer.alloc(0);
    while (rest !== null) rest = yield* this.#step(rest);
  }

  /** The body is at its end: throws source/incomplete unless the last boundary came. */
  finish(): void {
    if (this.#state === 'epilogue') return;
    if (this.#state === 'preamble') throw wrong('no boundary in the answer');
    throw new AppError('source/incomplete', 'the answer ended before its last boundary', {
      context: { parts: this.#parts },
      retry: 'later',
    });
  }

  /** What is left after one step; null: more bytes are needed, or none any more. */
  *#step(bytes: Buffer): Generator<MultipartEvent, Buffer | null> {
    switch (this.#state) {
      case 'preamble':
      case 'body':
        return yield* this.#untilBoundary(bytes);
      case 'boundary-line':
        return yield* this.#boundaryLine(bytes);
      case 'headers':
        return yield* this.#headers(bytes);
      case 'epilogue':
        return null;
    }
  }

  *#untilBoundary(bytes: Buffer): Generator<MultipartEvent, Buffer | null> {
    const at = bytes.indexOf(this.#delimiter);
    const end = at === -1 ? bytes.length - prefixAtEnd(bytes, this.#delimiter) : at;
    if (this.#state === 'preamble') {
      this.#preamble += end;
      if (this.#preamble > MOST_PREAMBLE_BYTES) throw wrong('no boundary in the answer');
    } else if (end > 0) {
      yield this.#data(bytes.subarray(0, end));
    }
    if (at === -1) return this.#hold(bytes.subarray(end));
    this.#state = 'boundary-line';
    return bytes.subarray(at + this.#delimiter.length);
  }

  #data(bytes: Uint8Array): MultipartEvent {
    if (this.#left !== null) {
      this.#left -= bytes.length;
      if (this.#left < 0) throw wrong('a part is longer than it says');
    }
    return { kind: 'data', bytes };
  }

  /** What stands behind a boundary: "--" for the last one, else the end of the line. */
  *#boundaryLine(bytes: Buffer): Generator<MultipartEvent, Buffer | null> {
    const padding = paddingLength(bytes);
    if (padding > MOST_PADDING) throw wrong('a boundary that does not end');
    if (bytes.length < padding + 2) return this.#hold(bytes);
    const isLast = padding === 0 && bytes[0] === DASH && bytes[1] === DASH;
    if (!isLast && (bytes[padding] !== CR || bytes[padding + 1] !== LF)) throw wrong('a broken boundary');
    if (this.#inPart) {
      if (this.#left !== null && this.#left !== 0) throw wrong('a part is shorter than it says');
      this.#inPart = false;
      yield { kind: 'end-part' };
    }
    if (isLast) {
      this.#state = 'epilogue';
      yield { kind: 'close' };
      return null;
    }
    this.#state = 'headers';
    // The end of this line stays: with it, a part without headers looks like any other.
    return bytes.subarray(padding);
  }

  *#headers(bytes: Buffer): Generator<MultipartEvent, Buffer | null> {
    const end = bytes.indexOf(END_OF_HEADERS);
    if ((end === -1 ? bytes.length : end) > MOST_HEADER_BYTES) throw wrong('the headers of a part do not end');
    if (end === -1) return this.#hold(bytes);
    this.#parts += 1;
    if (this.#parts > this.#mostParts) throw wrong('more parts than any study has');
    const headers = partHeaders(bytes.toString('latin1', 2, Math.max(2, end)));
    this.#left = statedLength(headers);
    this.#inPart = true;
    this.#state = 'body';
    yield { kind: 'part', headers };
    return bytes.subarray(end + END_OF_HEADERS.length);
  }

  /** A copy, so that a chunk is not kept alive by its last bytes. */
  #hold(bytes: Buffer): null {
    this.#held = Buffer.from(bytes);
    return null;
  }
}

/** How many bytes at the end of `bytes` may be the beginning of `delimiter`, which is not in them as a whole. */
function prefixAtEnd(bytes: Buffer, delimiter: Buffer): number {
  let from = bytes.indexOf(CR, Math.max(0, bytes.length - delimiter.length + 1));
  while (from !== -1) {
    const length = bytes.length - from;
    if (delimiter.compare(bytes, from, bytes.length, 0, length) === 0) return length;
    from = bytes.indexOf(CR, from + 1);
  }
  return 0;
}

function paddingLength(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x09);
  return at === -1 ? bytes.length : at;
}

function partHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  if (text === '') return headers;
  const lines = text.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (lines.length > MOST_HEADERS) throw wrong('too many headers before a part');
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw wrong('a broken header before a part');
    const key = name.toLowerCase();
    if (headers.has(key)) throw wrong('a header twice before a part');
    headers.set(key, value);
  }
  return headers;
}

function statedLength(headers: ReadonlyMap<string, string>): number | null {
  const text = headers.get('content-length');
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) throw wrong('a length that is no number');
  return Number(text);
}

function wrong(why: string): AppError {
  return new AppError('source/wrong-answer', why, { context: { framing: 'multipart' } });
}
