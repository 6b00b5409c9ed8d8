import { describe, expect, it } from 'vitest';
import { MOST_REQUEST_CHARACTERS, MOST_REQUEST_PARTS, requestFault } from '../../../../shared/contract/request-size.ts';

class Own {
  readonly text = 'x';
}

describe('F60: one request', () => {
  it('is plain data', () => {
    expect(requestFault({ a: [1, 'two', null, { b: true }], c: undefined })).toBeNull();
    expect(requestFault(Object.create(null))).toBeNull();
    for (const foreign of [new Uint8Array(4), new Map(), new Set(), new Date(), new Own(), 1n, () => 1, /x/]) {
      expect(requestFault({ foreign })).toBe('request/bad');
    }
  });

  it('is bounded in characters, parts, holes and loops', () => {
    expect(requestFault({ text: 'x'.repeat(MOST_REQUEST_CHARACTERS - 4) })).toBeNull();
    expect(requestFault({ text: 'x'.repeat(MOST_REQUEST_CHARACTERS + 1) })).toBe('request/too-large');
    expect(requestFault(Array.from({ length: MOST_REQUEST_PARTS + 1 }, () => 0))).toBe('request/too-large');
    expect(requestFault({ list: new Array(1_000_000_000) })).toBe('request/too-large');
    const loop: Record<string, unknown> = {};
    loop['a'] = loop;
    loop['b'] = loop;
    expect(requestFault(loop)).toBe('request/too-large');
  });
});
