import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  isSignedBy,
  newAdminKey,
  openKeyFile,
  publicBytes,
  readAdminKey,
  signText,
} from '../../../../../../electron/station/access/profile/admin-key.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';

const WORDS = 'the words of the administrator';

describe('the key file of an administrator', () => {
  it('locked with a passphrase opens with it and nothing else', () => {
    const { pem } = newAdminKey(WORDS);
    expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(codeThrown(() => readAdminKey(pem))).toBe('profile/key-passphrase');
    expect(codeThrown(() => readAdminKey(pem, 'other words'))).toBe('profile/key-passphrase');
    const key = readAdminKey(pem, WORDS);
    expect(isSignedBy(publicBytes(key), 'a text', signText(key, 'a text'))).toBe(true);
  });

  it('as openssl locks it is read too', () => {
    const { pem } = newAdminKey();
    const args = ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', `pass:${WORDS}`];
    const locked = execFileSync('openssl', args, { input: pem, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
    expect(openKeyFile(locked, WORDS)).toBe(pem);
    expect(openKeyFile(pem, null)).toBe(pem);
  });

  it('that holds no key is refused for that, with a passphrase or without', () => {
    expect(codeThrown(() => readAdminKey('no key'))).toBe('profile/bad-key');
    expect(codeThrown(() => readAdminKey('no key', WORDS))).toBe('profile/bad-key');
    const broken = newAdminKey(WORDS).pem.replace(/.{20}\n-----END/, 'AAAAAAAAAAAAAAAAAAAA\n-----END');
    expect(codeThrown(() => readAdminKey(broken, WORDS))).toBe('profile/key-passphrase');
  });
});
