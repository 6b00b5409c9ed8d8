import { describe, expect, it } from 'vitest';
import { authorization } from '../../../../../../electron/station/sources/http/authorization.ts';
import type { TokenSupplier } from '../../../../../../electron/station/sources/http/authorization.ts';
import { codeRejected, codeThrown } from '../../../../../helpers/app-errors.ts';

const OIDC = { kind: 'oidc', issuer: 'https://login.example', clientId: 'nightjar', scope: '' } as const;

class CountedTokens implements TokenSupplier {
  refreshed = 0;
  token = (): Promise<string> => Promise.resolve(`token-${this.refreshed}`);
  refresh = async (): Promise<void> => {
    await Promise.resolve();
    this.refreshed += 1;
  };
}

describe('who we say we are', () => {
  it('is nothing where the site asks for nothing', async () => {
    expect(await authorization({ kind: 'none' }, { password: 'x' }, null).header()).toBeNull();
  });

  it('is user and password in UTF-8', async () => {
    const header = await authorization({ kind: 'basic', user: 'Jörg' }, { password: 'geheim€' }, null).header();
    expect(header).toBe(`Basic ${Buffer.from('Jörg:geheim€').toString('base64')}`);
  });

  it('is a token, and never anything that would end the header', async () => {
    expect(await authorization({ kind: 'bearer' }, { token: 'abc.def-_~+/=\n' }, null).header()).toBe(
      'Bearer abc.def-_~+/=',
    );
    for (const token of ['a b', 'a\r\nx: y', 'ä']) {
      expect(codeThrown(() => authorization({ kind: 'bearer' }, { token }, null))).toBe('source/credentials');
    }
  });

  it.each([{ kind: 'basic', user: 'a' }, { kind: 'bearer' }, OIDC] as const)(
    'cannot be said without its secret: $kind',
    (auth) => {
      expect(codeThrown(() => authorization(auth, {}, null))).toBe('source/credentials');
    },
  );

  it('F21: is renewed once for all requests that were refused together', async () => {
    const tokens = new CountedTokens();
    const who = authorization(OIDC, {}, tokens);
    const refused = await who.header();
    expect(await Promise.all([who.renew(refused), who.renew(refused), who.renew(refused)])).toEqual([true, true, true]);
    expect(tokens.refreshed).toBe(1);
    expect(await who.header()).toBe('Bearer token-1');
  });

  it('F21: is not renewed for a request that was sent before the last renewal', async () => {
    const tokens = new CountedTokens();
    const who = authorization(OIDC, {}, tokens);
    const old = await who.header();
    await who.renew(old);
    expect(await who.renew(old)).toBe(true);
    expect(tokens.refreshed).toBe(1);
  });

  it('F21: is not worth another try where the new token is the old one', async () => {
    const who = authorization(OIDC, {}, { token: async () => 'same', refresh: async () => undefined });
    expect(await who.renew(await who.header())).toBe(false);
    const failing = authorization(OIDC, {}, { token: async () => 'bad token', refresh: async () => undefined });
    expect(await codeRejected(failing.header())).toBe('source/credentials');
  });
});
