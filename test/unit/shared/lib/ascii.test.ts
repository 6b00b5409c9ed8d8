import { expect, it } from 'vitest';
import { asciiBytes, asciiText } from '../../../../shared/lib/ascii.ts';

it('plain text comes back as it was, however long, and nothing else is taken', () => {
  const text = '{"a":[1,2]}'.repeat(5000);
  expect(asciiText(asciiBytes(text))).toBe(text);
  expect(() => asciiBytes('é')).toThrow(RangeError);
});
