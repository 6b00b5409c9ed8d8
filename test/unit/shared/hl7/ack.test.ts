import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACK_CODES, ackMessage, ackSubject, readAck } from '../../../../shared/hl7/ack.ts';
import { parseMessage, segment, value } from '../../../../shared/hl7/parse.ts';

const ORDER = 'MSH|^~\\&|RIS|SITE|NJ|HOME|20260301||ORM^O01^ORM_O01|MSG 7|T|2.3||||||\rPID|1';

describe('an answer', () => {
  it('names the message, its sender, trigger, version and processing id', () => {
    const text = ackMessage(ackSubject(ORDER), { code: 'AA', controlId: 'A1', at: '20260301031500+0000' });
    expect(text).toBe('MSH|^~\\&|NJ|HOME|RIS|SITE|20260301031500+0000||ACK^O01^ACK|A1|T|2.3\rMSA|AA|MSG 7\r');
    expect(readAck(text)).toEqual({ code: 'AA', controlId: 'MSG 7', text: null, errors: [] });
  });

  it('carries the reason of a refusal', () => {
    const text = ackMessage(ackSubject(ORDER), {
      code: 'AR',
      controlId: 'A2',
      at: '20260301',
      reason: 'message-type',
      text: 'imaging-order/unsupported',
    });
    const message = parseMessage(text);
    expect(value(segment(message, 'ERR'), 3, message.separators)).toBe('200');
    expect(readAck(text)).toEqual({
      code: 'AR',
      controlId: 'MSG 7',
      text: 'imaging-order/unsupported',
      errors: ['200'],
    });
  });

  it.each([
    ['|||', false],
    ['|||NE|AL', false],
    ['|||AL|AL', false],
    ['|||AL|NE', true],
    ['|||ER|NE', true],
  ])('to MSH-12 on as 2.5.1%s is about taking in alone: %s', (fields, acceptOnly) => {
    expect(ackSubject(`MSH|^~\\&|A|B|C|D|2026||ORM^O01|1|P|2.5.1${fields}`).acceptOnly).toBe(acceptOnly);
  });

  it.each(ACK_CODES)('is read with the code %s', (code) => {
    expect(readAck(ackMessage(ackSubject(ORDER), { code, controlId: '1', at: '20260301' })).code).toBe(code);
  });

  it('is refused where it is none', () => {
    expect(() => readAck(ORDER)).toThrow(expect.objectContaining({ code: 'hl7/bad-message' }));
    expect(() => readAck('MSH|^~\\&\rMSA|OK|1')).toThrow(expect.objectContaining({ code: 'hl7/bad-message' }));
  });

  it('can be given to any bytes at all, and stays short', () => {
    const long = `MSH|^~\\&|${'x'.repeat(5000)}|||||||${'9'.repeat(5000)}`;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(long)), (text) => {
        const answer = ackMessage(ackSubject(text), { code: 'AR', controlId: '1', at: '20260301' });
        expect(readAck(answer).code).toBe('AR');
        expect(answer.length).toBeLessThan(3000);
      }),
    );
  });
});
