import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchArguments } from '../../scripts/lib/launch-arguments.mjs';
import { projectRoot, readRuntime } from '../helpers/runtime.ts';
import { dist, PACKING_MS, packOptions } from './helpers/packed.ts';

const test = readRuntime().kind === 'test';
const work = mkdtempSync(path.join(os.tmpdir(), 'nightjar-packaged-'));
const ENDS_MS = 20_000;

/** Starts the packaged program, which is expected to end by itself. */
function start(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(path.join(folder, 'nightjar'), [...args], {
    encoding: 'utf8',
    timeout: ENDS_MS,
    env: { ...process.env, ...env },
  });
}

describe.runIf(process.platform === 'linux')('the packaged program', () => {
  let folder = '';
  const store = path.join(work, 'store');

  beforeAll(async () => {
    folder = await dist(path.join(work, 'one'), ...packOptions);
  }, PACKING_MS);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it.runIf(test)('is not made of the test runtime by accident', () => {
    const answer = spawnSync(process.execPath, [path.join(projectRoot, 'scripts', 'dist.mjs'), '--out', `${work}/no`], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect(answer.status).not.toBe(0);
    expect(answer.stderr).toContain('no package for users can be made here');
    expect(existsSync(`${work}/no`)).toBe(false);
  });

  it('says so where it is for trying only', () => {
    expect(existsSync(path.join(folder, 'NOT-FOR-USERS.txt'))).toBe(test);
  });

  it('has every fuse as the plan wants it', async () => {
    const wire = await getCurrentFuseWire(path.join(folder, 'nightjar'));
    const fuse = (option: FuseV1Options): boolean => Number(wire[option]) === Number(FuseState.ENABLE);
    expect({
      runAsNode: fuse(FuseV1Options.RunAsNode),
      nodeOptions: fuse(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: fuse(FuseV1Options.EnableNodeCliInspectArguments),
      cookies: fuse(FuseV1Options.EnableCookieEncryption),
      integrity: fuse(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyArchive: fuse(FuseV1Options.OnlyLoadAppFromAsar),
      snapshot: fuse(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: fuse(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      ...{ runAsNode: false, nodeOptions: false, inspect: false, cookies: true, integrity: true, onlyArchive: true },
      ...{ snapshot: false, fileProtocol: false },
    });
  });

  it('runs no script as Node', () => {
    const args = ['-e', 'process.stdout.write("ran as Node")', ...launchArguments({ test })];
    const answer = start(folder, [...args, `nightjar://study/1.2`, '--data', store], { ELECTRON_RUN_AS_NODE: '1' });
    expect(answer.stdout).not.toContain('ran as Node');
  });

  it('does not start from a link that brings arguments with it', () => {
    const answer = start(folder, [...launchArguments({ test }), 'nightjar://study/1.2.3', '--data', store]);
    expect(answer.stderr).toContain('a link may name one study and nothing else');
    expect(answer.status).toBe(2);
    expect(existsSync(store)).toBe(false);
  });

  it('does not start with a debugger', () => {
    const answer = start(folder, [...launchArguments({ test }), '--remote-debugging-port=0', '--data', store]);
    expect(answer.stderr).toContain('Nightjar does not start with --remote-debugging-port');
    expect(answer.status).toBe(2);
    expect(existsSync(store)).toBe(false);
  });

  it('lists its materials, its licences and its files', () => {
    const sbom = JSON.parse(readFileSync(path.join(folder, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string;
      components: { name: string }[];
    };
    const names = sbom.components.map(({ name }) => name);
    expect(sbom.bomFormat).toBe('CycloneDX');
    expect(names).toEqual(
      expect.arrayContaining(['electron', 'react', 'better-sqlite3-multiple-ciphers', 'dicom-parser']),
    );
    expect(existsSync(path.join(folder, 'resources', 'resources', 'licences', 'third-party.txt'))).toBe(true);
    expect(readFileSync(path.join(work, 'one', 'files.txt'), 'utf8')).toContain('  resources/app.asar\n');
  });

  it('comes out the same when it is packed again', async () => {
    await dist(path.join(work, 'two'), ...packOptions);
    const list = (name: string): string => readFileSync(path.join(work, name, 'files.txt'), 'utf8');
    expect(list('two')).toBe(list('one'));
  });
});
