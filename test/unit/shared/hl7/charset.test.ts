import { describe, expect, it } from 'vitest';
import { charsetLabel, declaredCharset, messageText } from '../../../../shared/hl7/charset.ts';

const readText = (bytes: Uint8Array, label: string): string => new TextDecoder(label, { fatal: true }).decode(bytes);
const header = (charset: string): string => `MSH|^~\\&|A|B|C|D|20260301||ORM^O01|1|P|2.5.1||||||${charset}`;
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('the character set of a message', () => {
  it.each([
    ['UNICODE UTF-8', 'UNICODE UTF-8'],
    ['8859/1~UNICODE UTF-8', '8859/1'],
    ['', null],
  ])('MSH-18 %s is declared as %s', (sent, declared) => {
    expect(declaredCharset(latin1(`${header(sent)}\rPID|1`))).toBe(declared);
  });

  it('is used to read it', () => {
    expect(messageText(latin1(`${header('8859/1')}\rPID|\xe9`), readText)).toContain('PID|é');
    expect(messageText(latin1(`${header('8859/5')}\rPID|\xd6`), readText)).toContain('PID|ж');
    expect(messageText(new TextEncoder().encode(`${header('UNICODE UTF-8')}\rPID|é`), readText)).toContain('PID|é');
  });

  it('is the agreed one where none is declared', () => {
    expect(messageText(latin1(`${header('')}\rPID|\xe9`), readText, '8859/1')).toContain('PID|é');
  });

  it('is refused where it is not known, or the bytes are not text in it', () => {
    expect(() => messageText(latin1(header('ISO IR87')), readText)).toThrow(
      expect.objectContaining({ code: 'hl7/unknown-charset' }),
    );
    expect(() => messageText(latin1(`${header('UNICODE UTF-8')}\r\xff`), readText)).toThrow(
      expect.objectContaining({ code: 'hl7/bad-text' }),
    );
    expect(charsetLabel('constructor')).toBeNull();
  });

  it.each(['ASCII', '8859/2', '8859/9', '8859/15', 'BIG-5', 'GB 18030-2000', 'KS X 1001'])(
    '%s can be read here',
    (name) => {
      expect(readText(latin1('abc'), charsetLabel(name) ?? 'none')).toBe('abc');
    },
  );
});
