import { describe, expect, it } from 'vitest';
import { isTrusted } from '../../../../electron/main/trusted-sender.ts';

describe('who may call', () => {
  it('is the main frame of our own page', () => {
    expect(isTrusted({ parent: null, origin: 'nightjar://app' })).toBe(true);
  });

  it.each([
    ['no frame at all, as after a navigation', null],
    ['a frame inside our page', { parent: {}, origin: 'nightjar://app' }],
    ['another page', { parent: null, origin: 'https://example.org' }],
    ['a page without an origin', { parent: null, origin: 'null' }],
    ['an origin that begins like ours', { parent: null, origin: 'nightjar://app.example.org' }],
    ['a file', { parent: null, origin: 'file://' }],
  ])('is not %s', (_who, frame) => {
    expect(isTrusted(frame)).toBe(false);
  });
});
