import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { countMissing, missingForTests } from '../../../scripts/lib/peers.mjs';

describe('what the tests have to do without', () => {
  it('is a failure in CI and a visible skip elsewhere', () => {
    expect(countMissing(['Orthanc', 'dciodvfy'], true)).toEqual({ passed: 0, failed: 2, skipped: 0 });
    expect(countMissing(['Orthanc', 'dciodvfy'], false)).toEqual({ passed: 0, failed: 0, skipped: 2 });
    expect(countMissing([], true)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('names every program that is not on the path, the one that makes a disk fail too', () => {
    vi.stubEnv('PATH', '');
    expect(missingForTests()).toEqual(expect.arrayContaining(['Orthanc', 'storescu', 'strace']));
    vi.unstubAllEnvs();
  });

  it('names the test data when its folder holds no manifest', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-data-'));
    const named = (): boolean => missingForTests({ TESTDATA_DIR: folder }).includes(`test data in ${folder}`);
    expect(named()).toBe(true);
    writeFileSync(path.join(folder, 'MANIFEST.tsv'), '');
    expect(named()).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
