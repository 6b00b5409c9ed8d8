import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeFileList } from '../../../scripts/dist/file-list.mjs';
import { makeSbom } from '../../../scripts/dist/sbom.mjs';
import { shippedPackages } from '../../../scripts/lib/shipped-packages.mjs';
import { packagedRuntime } from '../../../scripts/dist/stage.mjs';

const RUNTIME = {
  kind: 'test',
  electron: '33.2.1',
  label: 'Electron 33.2.1, test runtime',
  executable: '/home/somebody/.cache/electron',
  nativeBinding: '/home/somebody/.cache/driver.node',
  debuggable: true,
} as const;

describe('what a package says of itself', () => {
  it('names no path of the machine that made it', () => {
    const text = JSON.stringify(packagedRuntime({ runtime: RUNTIME, debuggable: false }));
    expect(text).not.toContain('/home');
    expect(JSON.parse(text)).toMatchObject({
      kind: 'test',
      debuggable: false,
      nativeBinding: 'driver/better_sqlite3.node',
    });
  });

  it('says in the About box that it is for trying, and that a debugger may come in', () => {
    expect(packagedRuntime({ runtime: RUNTIME, debuggable: true }).label).toBe(
      'Electron 33.2.1, test runtime; for trying only, not for users; remote debugging allowed, for tests',
    );
    expect(packagedRuntime({ runtime: { ...RUNTIME, kind: 'official' }, debuggable: false }).label).toBe(RUNTIME.label);
  });
});

describe('the bill of materials', () => {
  const sbom = makeSbom({ name: 'nightjar', version: '1.0.0', licence: 'Apache-2.0' }, shippedPackages(), RUNTIME);
  const component = (name: string) => sbom.components.find((one: { name: string }) => one.name === name);

  it('has the parts of the window, the driver under its real name, and Electron', () => {
    expect(component('react')).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/react@\d/) });
    expect(component('better-sqlite3-multiple-ciphers')).toBeDefined();
    expect(component('@cornerstonejs/core')).toMatchObject({ purl: expect.stringContaining('%40cornerstonejs/core@') });
    expect(component('electron')).toMatchObject({ version: '33.2.1' });
    expect(component('vitest')).toBeUndefined();
  });

  it('gives each part once, with the hash that npm checks', () => {
    const refs = sbom.components.map((one: { 'bom-ref': string }) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(component('react')).toMatchObject({
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    });
  });

  it('says nothing of the day', () => {
    expect(JSON.stringify(sbom)).not.toMatch(/timestamp|serialNumber/);
  });
});

describe('the list of files', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-list-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is sorted, with hash and size, and follows no link', () => {
    mkdirSync(path.join(folder, 'package', 'b'), { recursive: true });
    writeFileSync(path.join(folder, 'package', 'b', 'two'), 'abc');
    writeFileSync(path.join(folder, 'package', 'a'), '');
    symlinkSync('a', path.join(folder, 'package', 'c'));
    writeFileList(path.join(folder, 'package'), path.join(folder, 'list'));
    expect(readFileSync(path.join(folder, 'list'), 'utf8')).toBe(
      [
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  0  a',
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  3  b/two',
        'link to a  c',
        '',
      ].join('\n'),
    );
  });
});
