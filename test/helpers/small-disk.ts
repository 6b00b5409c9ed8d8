import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { inCi } from './testdata.ts';

/** Whether this user may mount a file system of a few megabytes: a visible skip where not, an error in CI. */
export function mayMountSmallDisk(): boolean {
  const folder = smallDisk(1);
  if (folder !== null) unmount(folder);
  if (folder === null && inCi) throw new Error('CI must be able to mount a small disk');
  return folder !== null;
}

/** A file system of so many megabytes; gone when the test ends. */
export function smallDiskForTest(megabytes: number): string {
  const folder = smallDisk(megabytes);
  if (folder === null) throw new Error('the small disk could not be mounted');
  onTestFinished(() => unmount(folder));
  return folder;
}

function smallDisk(megabytes: number): string | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}
