import { describe, expect, it } from 'vitest';
import { ERROR_TEXT } from '../../../../renderer/app/error-text.ts';
import { ERROR_CODES } from '../../../../shared/errors/codes.ts';

describe('ERROR_TEXT', () => {
  it('has words for every code and for no other', () => {
    expect(Object.keys(ERROR_TEXT).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });

  it.each(Object.entries(ERROR_TEXT))('%s: what failed, what happened to the data, what to do next', (code, said) => {
    expect(said.title).toMatch(/^[A-Z].*[^.]$/);
    expect(said.data).toMatch(/^[A-Z].*\.$/);
    expect(said.next).toMatch(/^[A-Z].*\.$/);
    for (const sentence of Object.values(said)) expect(sentence).not.toContain(code);
  });
});
