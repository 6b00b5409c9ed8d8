import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonRows, MOST_DEPTH } from '../../../../../../electron/station/sources/dicomweb/json-rows.ts';
import { codeRejected } from '../../../../../helpers/app-errors.ts';

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 1000): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const row of jsonRows(cut(text, size))) rows.push(row);
  return rows;
}

describe('the reader of JSON rows', () => {
  it('gives what the JSON parser gives, wherever the line cuts the text', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(0, 1, '\t'),
        async (given, size, space) => {
          const text = JSON.stringify(given, null, space);
          expect(await read(text, size)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('F19: says at whatever byte a text is truncated', async () => {
    const text = '[{"00080018":{"vr":"UI","Value":["1.2"]}},{"a":"}]\\""}]';
    for (let length = 0; length < text.length; length += 1) {
      expect(['source/incomplete', 'source/wrong-answer']).toContain(await codeRejected(read(text.slice(0, length))));
    }
    expect(await read(text)).toHaveLength(2);
  });

  it.each([
    ['a page', '<html></html>'],
    ['an object', '{}'],
    ['nothing', ''],
    ['numbers', '[1]'],
    ['arrays', '[[]]'],
    ['no comma', '[{}{}]'],
    ['a comma too many', '[{},]'],
    ['a comma first', '[,{}]'],
    ['something behind', '[{}]x'],
    ['a second array', '[][]'],
    ['brackets that do not match', '[{"a":[}]]'],
    ['no key', '[{1}]'],
    ['a raw line feed in a text', '[{"a":"\n"}]'],
    ['too deep a nest', `[{"a":${'['.repeat(MOST_DEPTH)}${']'.repeat(MOST_DEPTH)}}]`],
  ])('refuses %s', async (_, text) => {
    expect(await codeRejected(read(text))).toBe('source/wrong-answer');
  });

  it('says nothing of what it read when it refuses it', async () => {
    const failure = await read('[{"00100010":DOE^JANE}]').catch((error: unknown) => error);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('DOE');
    expect(failure instanceof Error ? failure.cause : null).toBeUndefined();
  });

  it('takes a byte order mark, and an empty array', async () => {
    expect(await read('\ufeff [ ] \n')).toEqual([]);
  });
});
