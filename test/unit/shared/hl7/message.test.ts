import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { escapeFormatted, escapeText, unescapeText } from '../../../../shared/hl7/escape.ts';
import { USUAL_SEPARATORS } from '../../../../shared/hl7/message.ts';
import { MAX_SEGMENTS, isDelete, parseMessage, repetitions, segment, value } from '../../../../shared/hl7/parse.ts';
import { mshSegment, segmentFrom, writeMessage } from '../../../../shared/hl7/write.ts';

const VECTOR = [
  'MSH|^~\\&|RWS|HOME|RIS|SITE|20260301031500-0500||ORU^R01^ORU_R01|NJ0000000000000001|P|2.5.1|||NE|AL',
  'PID|1||MRN^^^SITE^MR||DOE^JANE||19600101|F',
  'OBR|1|PLACER|FILLER|24727-0^CT Head W contrast^LN|||20260301025800|||||||||REF^DOC||ACC123||||20260301031500||CT|F|||||||RAD&NAME^^X',
  'OBX|1|FT|59776-5^Findings^LN|1|one\\.br\\two \\T\\ three||||||F|||20260301031500',
].join('\r');

describe('a message', () => {
  it('is read by the numbers of the standard', () => {
    const message = parseMessage(VECTOR);
    const { separators } = message;
    const at = (name: string, field: number, component = 1, subcomponent = 1): string | null =>
      value(segment(message, name), field, separators, { component, subcomponent });
    expect(at('MSH', 3)).toBe('RWS');
    expect(at('MSH', 9, 3)).toBe('ORU_R01');
    expect(at('MSH', 10)).toBe('NJ0000000000000001');
    expect(at('MSH', 16)).toBe('AL');
    expect(at('PID', 3, 4)).toBe('SITE');
    expect(at('OBR', 18)).toBe('ACC123');
    expect(at('OBR', 32, 1, 2)).toBe('NAME');
    expect(at('OBX', 5)).toBe('one\ntwo & three');
    expect(at('OBX', 99)).toBeNull();
    expect(at('ZZZ', 1)).toBeNull();
  });

  it('is written as it was read', () => {
    expect(writeMessage(parseMessage(VECTOR))).toBe(`${VECTOR}\r`);
    expect(writeMessage(parseMessage(VECTOR.replaceAll('\r', '\r\n')))).toBe(`${VECTOR}\r`);
  });

  it('keeps repetitions apart, and tells a delete from nothing', () => {
    const message = parseMessage('MSH|^~\\&\rPID|||1^^^A~2^^^B&1.2&ISO||""');
    const pid = segment(message, 'PID');
    expect(repetitions(pid, 3, message.separators)).toEqual([
      [['1'], [''], [''], ['A']],
      [['2'], [''], [''], ['B', '1.2', 'ISO']],
    ]);
    expect(isDelete(value(pid, 5, message.separators))).toBe(true);
    expect(isDelete(value(pid, 4, message.separators))).toBe(false);
  });

  it('takes its marks from MSH', () => {
    const message = parseMessage('MSH#*+/%#APP\rPID###A%B*C#x/T/y');
    const pid = segment(message, 'PID');
    expect(repetitions(pid, 3, message.separators)).toEqual([[['A', 'B'], ['C']]]);
    expect(value(pid, 4, message.separators)).toBe('x%y');
  });

  it.each([
    ['nothing', ''],
    ['something else', 'GET / HTTP/1.1'],
    ['marks that clash', 'MSH|^^\\&|'],
    ['a letter as a mark', 'MSH|a~\\&|'],
    ['too few marks', 'MSH|^~|'],
    ['a segment without a name', 'MSH|^~\\&\rp|1'],
    ['two messages in one', 'MSH|^~\\&\rMSH|^~\\&'],
    ['too many segments', `MSH|^~\\&\r${'NTE|1\r'.repeat(MAX_SEGMENTS)}`],
    ['too many fields', `MSH|^~\\&\rNTE${'|'.repeat(501)}`],
  ])('is refused with its code: %s', (_, text) => {
    expect(() => parseMessage(text)).toThrow(expect.objectContaining({ code: 'hl7/bad-message' }));
  });

  it('never fails in another way, whatever the text is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('MSH|^~\\&|', '\r', 'PID|', '|', '^', '~', '\\', '&', '\\X', '\u000b'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, headed) => {
        const text = `${headed ? 'MSH|^~\\&|' : ''}${pieces.join('')}`;
        try {
          const message = parseMessage(text);
          for (const one of message.segments) one.fields.forEach((_, at) => repetitions(one, at, message.separators));
          expect(writeMessage(parseMessage(writeMessage(message)))).toBe(writeMessage(message));
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({ code: 'hl7/bad-message' });
        }
      }),
    );
  });

  it('gives back the values that it was written from', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab |^~&\\\r\n\u000b\u001cé山'), maxLength: 8 });
    const components = fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(components, { minLength: 1, maxLength: 3 }), (field) => {
        const written = writeMessage({
          separators: USUAL_SEPARATORS,
          segments: [mshSegment(['A']), segmentFrom('NTE', [{ repetitions: field }, 'end'])],
        });
        const read = parseMessage(written);
        const back = repetitions(segment(read, 'NTE'), 1, read.separators);
        // Empty components at the end are not sent.
        const whole = (one: readonly (readonly string[])[]): string[] => {
          const joined = one.map((parts) => parts.join(' & '));
          while (joined.at(-1) === '') joined.pop();
          return joined;
        };
        const plain = field.map(whole);
        const got = back.map(whole);
        expect(got.length === 0 ? [[]] : got).toEqual(plain);
      }),
    );
  });
});

describe('escapes', () => {
  it('are undone to the text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeText(text, USUAL_SEPARATORS);
        expect(unescapeText(escaped, USUAL_SEPARATORS)).toBe(text);
        expect([...escaped].filter((char) => char < ' ' || '|^~&'.includes(char))).toEqual([]);
      }),
    );
  });

  it('keep lines of formatted text', () => {
    expect(escapeFormatted('a\r\nb|c\rd\n', USUAL_SEPARATORS)).toBe('a\\.br\\b\\F\\c\\.br\\d\\.br\\');
    expect(unescapeText('a\\.br\\b\\F\\c\\.br\\d', USUAL_SEPARATORS)).toBe('a\nb|c\nd');
  });

  it.each([
    ['\\F\\\\S\\\\T\\\\R\\\\E\\', '|^&~\\'],
    ['\\X4142\\', 'AB'],
    ['\\XC\\', '\\XC\\'],
    ['\\H\\bold\\N\\', 'bold'],
    ['a\\.sp2\\b\\.in+4\\c\\.sk3\\d\\.ce\\e', 'a\n\nbc   d\ne'],
    ['C:\\temp', 'C:\\temp'],
    ['\\Zabc\\ \\Q\\F\\', '\\Zabc\\ \\Q|'],
    ['open \\F', 'open \\F'],
  ])('%s is read as %s', (value, text) => {
    expect(unescapeText(value, USUAL_SEPARATORS)).toBe(text);
  });

  it('leave the reading of bytes to whoever knows their character set', () => {
    const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
    expect(unescapeText('\\XC3A9\\', USUAL_SEPARATORS, utf8)).toBe('é');
  });
});
