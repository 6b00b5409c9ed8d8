import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { inCi } from '../../helpers/testdata.ts';
import { openTestStation } from './programs/open-station.ts';
import { runProgram } from './station-program.ts';

/** A file system of so many megabytes; null where this user may not mount one. */
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

function mayMount(): boolean {
  const folder = smallDisk(1);
  if (folder !== null) unmount(folder);
  if (folder === null && inCi) throw new Error('CI must be able to mount a small disk');
  return folder !== null;
}

/** Files of 600 kB, each a study of its own: more than the small disk holds. */
async function largeFiles(count: number): Promise<string> {
  const source = await tempDir();
  for (let at = 0; at < count; at += 1) {
    const own = [element(0x0020000d, 'UI', `1.2.7.${at}`), element(0x7fe00010, 'OW', new Uint8Array(600_000))];
    writeFileSync(path.join(source, String(at)), ctImage(own));
  }
  return source;
}

describe.skipIf(!mayMount())('an import onto a disk that is full', () => {
  it('F05: ends with the code of it, leaves a sound store, and goes on when there is room', async () => {
    const disk = smallDisk(16);
    if (disk === null) throw new Error('the small disk could not be mounted');
    onTestFinished(() => unmount(disk));
    const source = await largeFiles(40);
    const dir = path.join(disk, 'store');
    const station = await openTestStation(dir);
    try {
      const first = station.rooms.startImport({ paths: [source], site: null });
      await expect(station.access.requireStore().jobs.wait(first)).rejects.toMatchObject({ code: 'disk/full' });
      const { index } = station.access.requireStore();
      expect(index.pragma('quick_check', { simple: true })).toBe('ok');
      expect(verifyAudit(index).ok).toBe(true);
      expect((await station.rooms.archive.verify()).bad).toEqual([]);
      expect(readdirSync(path.join(dir, 'tmp'))).toEqual([]);
      // The disk grows: stands for a reader who makes room.
      expect(spawnSync('mount', ['-o', 'remount,size=128m', disk]).status).toBe(0);
      const again = station.rooms.startImport({ paths: [source], site: null });
      const result = await station.access.requireStore().jobs.wait(again);
      expect(result).toMatchObject({ refused: [], conflicts: [] });
      expect((await station.rooms.archive.verify()).checked).toBe(40);
    } finally {
      await station.close();
    }
  });
});

const hasStrace = spawnSync('strace', ['-V']).status === 0;

describe.skipIf(!hasStrace && !inCi)('a disk that loses a write', () => {
  it('F06: what an fsync failed for is not acknowledged; the store is sound when it is opened again', async () => {
    const dir = path.join(await tempDir(), 'store');
    await (await openTestStation(dir)).close();
    const source = await largeFiles(6);
    const under = [
      'strace',
      '-f',
      '-q',
      '-o',
      '/dev/null',
      '-e',
      'trace=fsync',
      '-e',
      'inject=fsync:error=EIO:when=2+',
    ];
    const end = await runProgram('import-all.ts', [dir, source], { under });
    const named = end.lines.flatMap(({ stored }) => (typeof stored === 'string' ? [stored] : []));
    const station = await openTestStation(dir);
    onTestFinished(() => station.close());
    const { index } = station.access.requireStore();
    const stored = new Set(index.prepare<[], string>('SELECT sha256 FROM object').pluck().all());
    for (const sha256 of named) expect(stored.has(sha256)).toBe(true);
    expect(end.lines.some((line) => 'closed' in line && named.length === 6)).toBe(false);
    expect(index.pragma('quick_check', { simple: true })).toBe('ok');
    expect((await station.rooms.archive.verify()).bad).toEqual([]);
    expect(verifyAudit(index).ok).toBe(true);
  });
});
