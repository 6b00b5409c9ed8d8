import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access } from '../../../electron/station/access/access.ts';
import { browse } from '../access/helpers/browser.ts';
import { lyingProvider } from '../access/helpers/lying-provider.ts';
import type { LyingProvider } from '../access/helpers/lying-provider.ts';
import { CLI_FILE, PASSPHRASE, runCli } from '../helpers/run-cli.ts';
import { blobWorkerFile } from '../kernel/blob-fixture.ts';

let provider: LyingProvider;
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-sign-in-'));
const data = path.join(folder, 'store');

beforeAll(async () => {
  provider = await lyingProvider();
  const access = new Access({ dir: data, blobWorkerFile, scryptLogN: 10 });
  await access.create('Ada', PASSPHRASE);
  access.confirmRecovery();
  await access.close();
});
afterAll(async () => {
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the verb, and does in a browser what it says on stderr. */
function withBrowser(args: readonly string[]): Promise<{ readonly code: number | null; readonly document: unknown }> {
  const child = spawn(process.execPath, [CLI_FILE, 'sign-in', ...args, '--data', data], {
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE, NIGHTJAR_STATE: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  let said = '';
  let visited = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const address = /^(http\S+)\n/m.exec(said)?.[1];
    if (address === undefined || visited) return;
    visited = true;
    void browse(address);
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, document: JSON.parse(out) }));
  });
}

describe('nightjar sign-in', () => {
  it('names a provider, takes the same account again and no other, and removes it', async () => {
    const named = await withBrowser(['provider', '--issuer', provider.issuer, '--client', 'station', '--hours', '1']);
    expect(named).toMatchObject({ code: 0, document: { needed: false, provider: provider.issuer } });
    expect((await runCli(['studies', '--data', data])).code).toBe(0);

    const again = await withBrowser([]);
    expect(again).toMatchObject({ code: 0, document: { needed: false } });

    provider.lie = { claims: (claims) => ({ ...claims, sub: 'somebody else' }) };
    expect(await withBrowser([])).toMatchObject({ code: 1, document: { error: { code: 'sign-in/another-person' } } });
    provider.lie = {};

    const removed = await runCli(['sign-in', 'remove', '--data', data]);
    expect(removed).toMatchObject({ code: 0, documents: [{ needed: false, endsAt: null, provider: null }] });
  });

  it('refuses an address that is no provider before anything is opened', async () => {
    const refused = await runCli([
      'sign-in',
      'provider',
      '--issuer',
      'http://idp.example',
      '--client',
      'c',
      '--data',
      data,
    ]);
    expect(refused.code).toBe(2);
  });
});
