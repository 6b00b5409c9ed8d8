import { AppError } from '../../../../shared/errors/app-error.ts';

/** Longest element of an array, bytes. The metadata of a multi-frame object with its functional groups is a few MB. */
export const MOST_ROW_BYTES = 32 * 1024 * 1024;
/** Deepest nesting within an element: sequences in sequences are three levels each. */
export const MOST_DEPTH = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Some servers begin with one, although RFC 8259 forbids it. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * The objects of a JSON array, one after the other as its bytes come: no page is held as a whole, and the loop is free between two
 * chunks. Each object is parsed by itself.
 * @throws AppError source/wrong-answer for anything but an array of objects, source/incomplete where it ends too early
 */
export async function* jsonRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const reader = new RowReader();
  for await (const chunk of chunks) yield* reader.feed(chunk);
  reader.finish();
}

class RowReader {
  #state: 'begin' | 'first' | 'row' | 'behind-row' | 'next' | 'end' = 'begin';
  #depth = 0;
  #inText = false;
  #escaped = false;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  *feed(chunk: Uint8Array): Generator<Readonly<Record<string, unknown>>> {
    let from = this.#state === 'row' ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#state !== 'row') {
        if (this.#between(byte)) from = at;
        continue;
      }
      if (!this.#within(byte)) continue;
      this.#keep(chunk.subarray(from, at + 1));
      from = -1;
      this.#state = 'behind-row';
      yield this.#row();
    }
    if (from !== -1) this.#keep(chunk.subarray(from));
  }

  finish(): void {
    if (this.#state === 'end') return;
    if (this.#state === 'begin') throw wrong('no JSON');
    throw new AppError('source/incomplete', 'the JSON ended too early', { retry: 'later' });
  }

  /** A byte outside of any object; true where one begins with it. */
  #between(byte: number): boolean {
    if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) return false;
    const state = this.#state;
    if (state === 'begin' && BYTE_ORDER_MARK.includes(byte)) return false;
    if (byte === OPEN_ARRAY && state === 'begin') this.#state = 'first';
    else if (byte === CLOSE_ARRAY && (state === 'first' || state === 'behind-row')) this.#state = 'end';
    else if (byte === COMMA && state === 'behind-row') this.#state = 'next';
    else if (byte === OPEN_OBJECT && (state === 'first' || state === 'next')) {
      this.#state = 'row';
      this.#depth = 1;
      return true;
    } else throw wrong('no array of objects');
    return false;
  }

  /** A byte within an object; true where it is its last. Brackets are only counted here: the parser checks them. */
  #within(byte: number): boolean {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inText = false;
      return false;
    }
    if (byte === QUOTE) this.#inText = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.#depth += 1;
      if (this.#depth > MOST_DEPTH) throw wrong('nested too deeply');
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#depth -= 1;
    return this.#depth === 0;
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > MOST_ROW_BYTES) throw wrong('an object that does not end');
    this.#pieces.push(piece);
  }

  #row(): Readonly<Record<string, unknown>> {
    const text = Buffer.concat(this.#pieces).toString('utf8');
    this.#pieces = [];
    this.#bytes = 0;
    const parsed = parse(text);
    if (!isRecord(parsed)) throw wrong('no array of objects');
    return parsed;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own words quote the text, and the text may name a patient.
    throw wrong(error instanceof SyntaxError ? 'broken JSON' : 'unreadable JSON');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(why: string): AppError {
  return new AppError('source/wrong-answer', why, { context: { framing: 'json' } });
}

/** Some answers are one object (STOW-RS, one workitem), which some servers put into an array as they do elsewhere. */
export async function* answerAsArray(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isBare: boolean | null = null;
  for await (const chunk of body) {
    if (isBare === null) {
      const first = chunk.find((byte) => byte > 0x20);
      if (first === undefined) continue;
      isBare = first === 0x7b;
      if (isBare) yield Buffer.from('[');
    }
    yield chunk;
  }
  if (isBare) yield Buffer.from(']');
}
