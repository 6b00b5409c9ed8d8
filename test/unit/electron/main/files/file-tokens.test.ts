import { describe, expect, it } from 'vitest';
import { FileTokens } from '../../../../../electron/main/files/file-tokens.ts';
import { FileToken } from '../../../../../shared/contract/file-token.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';

const stale = (work: () => unknown): string => {
  try {
    work();
    return 'redeemed';
  } catch (error) {
    return error instanceof AppError ? error.code : 'another error';
  }
};

describe('F60: a token for files', () => {
  it('gives its paths once', () => {
    const tokens = new FileTokens();
    const token = tokens.grant('page', 'import', ['/a', '/b']);
    expect(tokens.redeem('page', 'import', token)).toEqual(['/a', '/b']);
    expect(stale(() => tokens.redeem('page', 'import', token))).toBe('request/stale-token');
  });

  it('is spent by another page, by another purpose and by time', () => {
    let now = 0;
    const tokens = new FileTokens(() => now);
    const foreign = tokens.grant('page', 'import', ['/a']);
    expect(stale(() => tokens.redeem('another page', 'import', foreign))).toBe('request/stale-token');
    expect(stale(() => tokens.redeem('page', 'import', foreign))).toBe('request/stale-token');
    const reading = tokens.grant('page', 'import', ['/a']);
    expect(stale(() => tokens.redeem('page', 'export', reading))).toBe('request/stale-token');
    const late = tokens.grant('page', 'export', ['/a']);
    now = 59_999;
    const inTime = tokens.grant('page', 'export', ['/b']);
    now = 60_000;
    expect(stale(() => tokens.redeem('page', 'export', late))).toBe('request/stale-token');
    expect(tokens.redeem('page', 'export', inTime)).toEqual(['/b']);
  });

  it('is gone with its page and with the lock', () => {
    const tokens = new FileTokens();
    const [one, two, three] = ['a', 'b', 'c'].map((page) => tokens.grant(page, 'import', ['/x']));
    if (!one || !two || !three) throw new Error('no tokens');
    tokens.forget('a');
    expect(stale(() => tokens.redeem('a', 'import', one))).toBe('request/stale-token');
    expect(tokens.redeem('b', 'import', two)).toEqual(['/x']);
    tokens.forget();
    expect(stale(() => tokens.redeem('c', 'import', three))).toBe('request/stale-token');
  });

  it('cannot be guessed, and a page that collects them loses the oldest', () => {
    const tokens = new FileTokens();
    const all = Array.from({ length: 65 }, () => tokens.grant('page', 'import', ['/x']));
    expect(new Set(all).size).toBe(65);
    expect(stale(() => tokens.redeem('page', 'import', all[0] ?? FileToken.parse('00'.repeat(32))))).toBe(
      'request/stale-token',
    );
    expect(tokens.redeem('page', 'import', all[64] ?? FileToken.parse('00'.repeat(32)))).toEqual(['/x']);
  });
});
