import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEPT_HEAD_BYTES, MllpFramer, frameMessage } from '../../../../shared/hl7/framing.ts';
import type { FramingEvent } from '../../../../shared/hl7/framing.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function cutAt(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  const stops = [...new Set(places.map((place) => place % (stream.length + 1)))].sort((a, b) => a - b);
  return [...stops, stream.length].map((stop, at) => stream.subarray(stops[at - 1] ?? 0, stop));
}

function run(stream: Uint8Array, places: readonly number[] = [], cap?: number): FramingEvent[] {
  const framer = new MllpFramer(cap);
  return cutAt(stream, places).flatMap((piece) => framer.push(piece));
}

function messages(events: readonly FramingEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'message' ? [textOf(event.bytes)] : []));
}

const payload = fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.map((byte) => (byte < 0x20 ? 0x20 : byte)));
const places = fc.array(fc.nat(500), { maxLength: 12 });

describe('MllpFramer', () => {
  it('gives each message once, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 6 }), places, (payloads, cuts) => {
        const events = run(joined(payloads.map(frameMessage)), cuts);
        expect(events.map(({ kind }) => kind)).toEqual(payloads.map(() => 'message'));
        expect(events.map((event) => (event.kind === 'message' ? [...event.bytes] : []))).toEqual(
          payloads.map((one) => [...one]),
        );
      }),
    );
  });

  it('says the same whatever the cuts are, for any bytes at all', () => {
    const raw = fc.array(fc.constantFrom(0x0b, 0x1c, 0x0d, 0x0a, 0x41, 0xff), { maxLength: 60 });
    fc.assert(
      fc.property(raw, places, (bytes, cuts) => {
        const total = (events: readonly FramingEvent[]): unknown => ({
          events: events.filter(({ kind }) => kind !== 'noise'),
          noise: events.reduce((sum, event) => sum + (event.kind === 'noise' ? event.count : 0), 0),
        });
        expect(total(run(Uint8Array.from(bytes), cuts, 8))).toEqual(total(run(Uint8Array.from(bytes), [], 8)));
      }),
    );
  });

  it('never makes one message of two, and finds the next one after any garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), places, (garbage, cuts) => {
        const events = run(joined([garbage, frameMessage(bytesOf('FIRST')), frameMessage(bytesOf('SECOND'))]), cuts);
        expect(messages(events).slice(-2)).toEqual(['FIRST', 'SECOND']);
      }),
    );
  });

  it('drops a message that another one begins in, and says so', () => {
    const events = run(joined([Uint8Array.of(0x0b), bytesOf('LOST'), frameMessage(bytesOf('WHOLE'))]));
    expect(events).toEqual([
      { kind: 'cut', count: 4 },
      { kind: 'message', bytes: bytesOf('WHOLE') },
    ]);
  });

  it('drops a message whose end is not whole', () => {
    const events = run(joined([bytesOf('\u000bHALF\u001cX'), frameMessage(bytesOf('WHOLE'))]));
    expect(events.map(({ kind }) => kind)).toEqual(['cut', 'noise', 'message']);
  });

  it('takes line ends between messages without a word, and counts what else lies there', () => {
    const events = run(joined([bytesOf('\r\n\r'), frameMessage(bytesOf('A')), bytesOf('\r\nGET /')]));
    expect(events).toEqual([
      { kind: 'message', bytes: bytesOf('A') },
      { kind: 'noise', count: 5 },
    ]);
  });

  it('skips a message over the cap, keeps its head, says it once, and goes on with the next', () => {
    const long = 'MSH|'.padEnd(5000, 'x');
    const framer = new MllpFramer(4096);
    const events: FramingEvent[] = [];
    for (const byte of joined([frameMessage(bytesOf(long)), frameMessage(bytesOf('NEXT'))])) {
      events.push(...framer.push(Uint8Array.of(byte)));
      expect(framer.pending).toBeLessThanOrEqual(4096);
    }
    expect(events).toEqual([
      { kind: 'too-long', head: bytesOf(long.slice(0, KEPT_HEAD_BYTES)) },
      { kind: 'message', bytes: bytesOf('NEXT') },
    ]);
    expect(framer.idle).toBe(true);
  });

  it('takes a message of exactly the cap', () => {
    expect(messages(run(frameMessage(bytesOf('12345678')), [3, 9], 8))).toEqual(['12345678']);
  });
});
