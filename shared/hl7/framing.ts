/** Minimal Lower Layer Protocol: a message lies between VT and FS CR. Neither VT nor FS can occur in one. */
const START = 0x0b;
const END = 0x1c;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Bytes of one message. A report with a PDF in it stays below; an order is some kilobytes. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Bytes of a message that was too long which are kept, to say whose it was. */
export const KEPT_HEAD_BYTES = 1024;

/**
 * What came out of a stream. noise: bytes that belong to no message. cut: a message began and never ended, since another one began in
 * it or its end was not whole; it is dropped. too-long: it passed the cap; said once, at that moment, and the rest of it is skipped.
 */
export type FramingEvent =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'noise'; readonly count: number }
  | { readonly kind: 'cut'; readonly count: number }
  | { readonly kind: 'too-long'; readonly head: Uint8Array };

type State = 'outside' | 'inside' | 'ending' | 'skipping';

/**
 * Takes a stream in pieces of any size and gives whole messages. Two messages never become one, whatever is lost between them, and
 * memory stays below the cap.
 */
export class MllpFramer {
  readonly #maxBytes: number;
  #state: State = 'outside';
  #held = new Uint8Array(0);
  #length = 0;
  #noise = 0;

  constructor(maxBytes: number = MAX_MESSAGE_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of a message that has begun and not ended. */
  get pending(): number {
    return this.#length;
  }

  /** Whether the stream stands between two messages: what ends here loses nothing. */
  get idle(): boolean {
    return this.#state === 'outside';
  }

  push(chunk: Uint8Array): FramingEvent[] {
    const events: FramingEvent[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#state === 'ending') this.#end(byte, events);
      if (byte === START) {
        this.#take(chunk, from, at, events);
        this.#start(events);
        from = at + 1;
      } else if (byte === END && this.#state !== 'outside') {
        this.#take(chunk, from, at, events);
        this.#state = this.#state === 'skipping' ? 'outside' : 'ending';
        from = at + 1;
      } else if (this.#state === 'outside') {
        if (byte !== CARRIAGE_RETURN && byte !== LINE_FEED) this.#noise += 1;
        from = at + 1;
      }
    }
    this.#take(chunk, from, chunk.length, events);
    this.#sayNoise(events);
    return events;
  }

  /** The byte after FS decides: CR ends the message, anything else shows that it is not whole. */
  #end(byte: number, events: FramingEvent[]): void {
    if (byte === CARRIAGE_RETURN) events.push({ kind: 'message', bytes: this.#held.slice(0, this.#length) });
    else events.push({ kind: 'cut', count: this.#length });
    this.#empty('outside');
  }

  #start(events: FramingEvent[]): void {
    this.#sayNoise(events);
    if (this.#state === 'inside') events.push({ kind: 'cut', count: this.#length });
    this.#empty('inside');
  }

  #take(chunk: Uint8Array, from: number, to: number, events: FramingEvent[]): void {
    if (this.#state !== 'inside' || to <= from) return;
    const length = this.#length + (to - from);
    if (length > this.#maxBytes) {
      this.#hold(chunk.subarray(from, from + Math.max(0, Math.min(to - from, KEPT_HEAD_BYTES - this.#length))));
      events.push({ kind: 'too-long', head: this.#held.slice(0, Math.min(this.#length, KEPT_HEAD_BYTES)) });
      this.#empty('skipping');
      return;
    }
    this.#hold(chunk.subarray(from, to));
  }

  #hold(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#held.length) {
      const wider = new Uint8Array(Math.max(length, Math.min(this.#held.length * 2, this.#maxBytes)));
      wider.set(this.#held.subarray(0, this.#length));
      this.#held = wider;
    }
    this.#held.set(piece, this.#length);
    this.#length = length;
  }

  #empty(state: State): void {
    this.#state = state;
    this.#held = new Uint8Array(0);
    this.#length = 0;
  }

  #sayNoise(events: FramingEvent[]): void {
    if (this.#noise > 0) events.push({ kind: 'noise', count: this.#noise });
    this.#noise = 0;
  }
}

/** A message as it goes over the line. VT and FS in it would end it early: escape text first (escape.ts). */
export function frameMessage(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(bytes.length + 3);
  framed[0] = START;
  framed.set(bytes, 1);
  framed[bytes.length + 1] = END;
  framed[bytes.length + 2] = CARRIAGE_RETURN;
  return framed;
}
