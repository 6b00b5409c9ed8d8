import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authoritiesIn, certificateIn } from '../../../electron/station/access/key-files/read-files.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { ownAuthority } from './helpers/own-authority.ts';
import type { Issued, OwnAuthority } from './helpers/own-authority.ts';

const PASSPHRASE = 'Bettwäsche 7';
let authority: OwnAuthority;
let station: Issued;
let other: Issued;
let dir: string;
/** Made by openssl from the station's certificate, its key and its authority. */
const packed = new Map<string, Uint8Array>();

function pack(name: string, ...options: string[]): void {
  const out = path.join(dir, `${name}.p12`);
  const own = ['-inkey', path.join(dir, 'key.pem'), '-in', path.join(dir, 'cert.pem'), '-out', out];
  const chain = ['-certfile', path.join(dir, 'ca.pem'), '-passout', `pass:${PASSPHRASE}`];
  execFileSync('openssl', ['pkcs12', '-export', ...own, ...chain, ...options], { stdio: 'pipe' });
  packed.set(name, readFileSync(out));
}

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-test-'));
  authority = ownAuthority('Hospital authority');
  station = authority.issue('client');
  other = authority.issue('client');
  writeFileSync(path.join(dir, 'key.pem'), station.key);
  writeFileSync(path.join(dir, 'cert.pem'), station.cert);
  writeFileSync(path.join(dir, 'ca.pem'), authority.cert);
  pack('today');
  const old = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
  pack('windows', ...old);
  pack('open certificates', '-certpbe', 'NONE');
});
afterAll(() => {
  authority.remove();
  rmSync(dir, { recursive: true, force: true });
});

const text = (pem: string): Uint8Array => Buffer.from(pem);

describe('a certificate with its key, from a file of a hospital', () => {
  it.each(['today', 'windows', 'open certificates'])('is read from PKCS #12: %s', async (name) => {
    const read = await certificateIn(packed.get(name) ?? Buffer.alloc(0), null, PASSPHRASE);
    expect(read.certificate).toBe(station.cert + authority.cert);
    expect(read.privateKey).toBe(station.key);
  });

  it('is refused under another passphrase', async () => {
    for (const bytes of packed.values()) {
      expect(await codeRejected(certificateIn(bytes, null, 'another'))).toBe('source/key-passphrase');
      expect(await codeRejected(certificateIn(bytes, null, null))).toBe('source/key-passphrase');
    }
  });

  it('is read from PEM, in one file or two, locked or not', async () => {
    const both = text(`${station.key}${station.cert}`);
    expect(await certificateIn(both, null, null)).toEqual({ certificate: station.cert, privateKey: station.key });
    const locked = execFileSync('openssl', ['pkcs8', '-topk8', '-v2', 'aes256', '-passout', `pass:${PASSPHRASE}`], {
      input: station.key,
    });
    const read = await certificateIn(text(station.cert), locked, PASSPHRASE);
    expect(read.privateKey).toBe(station.key);
    expect(await codeRejected(certificateIn(text(station.cert), locked, 'no'))).toBe('source/key-passphrase');
  });

  it('is refused without a key, with the key of another, and where it is none', async () => {
    expect(await codeRejected(certificateIn(text(station.cert), null, null))).toBe('source/key-file');
    expect(await codeRejected(certificateIn(text(station.cert), text(other.key), null))).toBe('source/key-file');
    expect(await codeRejected(certificateIn(text('no'), text(station.key), null))).toBe('source/key-file');
  });

  it('keeps to coded refusals whatever stands in the file', async () => {
    const whole = packed.get('open certificates') ?? Buffer.alloc(0);
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, fc.nat(whole.length), async (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const given = length % 3 === 0 ? bytes.subarray(0, length) : bytes;
        const failure = await certificateIn(given, null, PASSPHRASE).catch((error: unknown) => error);
        if (failure instanceof Error) expect(failure).toBeInstanceOf(AppError);
      }),
      { numRuns: 60 },
    );
    expect(await codeRejected(certificateIn(randomBytes(300), null, ''))).toBe('source/key-file');
  });
});

describe('who vouches for a server', () => {
  it('is read from PEM and from DER', () => {
    const der = execFileSync('openssl', ['x509', '-outform', 'der'], { input: authority.cert });
    expect(authoritiesIn(der)).toBe(authority.cert);
    expect(authoritiesIn(text(`# ours\n${authority.cert}${station.cert}`))).toBe(authority.cert + station.cert);
  });
});
