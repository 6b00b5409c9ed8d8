import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchArguments } from '../../../scripts/lib/launch-arguments.mjs';
import { cacheFolder } from '../../../scripts/lib/paths.mjs';
import { firstWithHeaders, patchBinding } from '../../../scripts/setup/driver.mjs';
import { readRefusal, REFUSAL_HOURS } from '../../../scripts/setup/official-runtime.mjs';
import { integrityOf } from '../../../scripts/setup/test-runtime.mjs';

describe('the Electron runtime', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-runtime-'));
  const file = path.join(folder, 'note.json');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => writeFileSync(file, JSON.stringify({ version: '45.0.0', at: 1_000, reason: 'no route' })));

  it('is not asked for again for a day after a refusal', () => {
    expect(readRefusal('45.0.0', 1_000 + 60_000, file)).toBe('no route');
  });

  it('is asked for again after a day, for another version, and when the clock went back', () => {
    expect(readRefusal('45.0.0', 1_000 + REFUSAL_HOURS * 3_600_000, file)).toBeUndefined();
    expect(readRefusal('45.0.1', 2_000, file)).toBeUndefined();
    expect(readRefusal('45.0.0', 0, file)).toBeUndefined();
  });

  it('is asked for when the note is damaged or missing', () => {
    const damaged = path.join(folder, 'damaged.json');
    writeFileSync(damaged, '{');
    expect(readRefusal('45.0.0', 2_000, damaged)).toBeUndefined();
    expect(readRefusal('45.0.0', 2_000, path.join(folder, 'none.json'))).toBeUndefined();
  });

  it('is checked by the sha512 that npm names', async () => {
    const abc = path.join(folder, 'abc');
    writeFileSync(abc, 'abc');
    expect(await integrityOf(abc)).toBe(
      'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==',
    );
  });

  it('starts without a sandbox only as root on Linux, and draws on the processor where there is no card', () => {
    expect(launchArguments({ test: false, platform: 'linux', uid: 0, gpu: true })).toEqual(['--no-sandbox']);
    expect(launchArguments({ test: false, platform: 'linux', uid: 1000, gpu: true })).toEqual([]);
    expect(launchArguments({ test: false, platform: 'darwin', uid: 0, gpu: true })).toEqual([]);
    expect(launchArguments({ test: false, platform: 'linux', uid: 1000, gpu: false })).toContain(
      '--use-angle=swiftshader',
    );
    const onProcessor = launchArguments({ test: true, platform: 'linux', uid: 1000, gpu: true });
    expect(onProcessor).toContain('--use-angle=swiftshader');
    // Else each step through a stack takes ten times as long.
    expect(onProcessor).toContain('--disable-gpu-compositing');
  });

  it('is kept in the folder that the environment names, or in the cache of the user', () => {
    expect(cacheFolder({ NIGHTJAR_CACHE: '/big/disk' })).toBe(path.resolve('/big/disk'));
    expect(cacheFolder({ XDG_CACHE_HOME: '/home/a/.c' })).toBe(path.join('/home/a/.c', 'nightjar'));
  });
});

describe('the SQLite driver of the test runtime', () => {
  it('asks for the Node-API that the runtime has', () => {
    expect(patchBinding("'defines': ['NAPI_VERSION=10', 'OTHER']")).toBe(
      "'defines': ['NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', 'OTHER']",
    );
  });

  it('is refused in a plain sentence when its build file is not the known one', () => {
    expect(() => patchBinding("'defines': ['NAPI_VERSION=11']")).toThrow('has changed its build file');
  });

  it('is compiled with the headers of the first folder that has them', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-headers-'));
    mkdirSync(path.join(folder, 'include', 'node'), { recursive: true });
    writeFileSync(path.join(folder, 'include', 'node', 'node_api.h'), '');
    expect(firstWithHeaders([undefined, path.join(folder, 'none'), folder])).toBe(folder);
    expect(firstWithHeaders([undefined, path.join(folder, 'none')])).toBeUndefined();
    rmSync(folder, { recursive: true });
  });
});
