import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../../electron/station/kernel/atomic-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runAndKill } from './killed-program.ts';

describe('writeFileAtomic', () => {
  it('leaves the old file and nothing else when the new one cannot be made', async () => {
    const dir = await tempDir();
    const file = path.join(dir, 'slots.json');
    await writeFileAtomic(file, 'old');
    await expect(writeFileAtomic(path.join(dir, 'none', 'slots.json'), 'new')).rejects.toThrow(/ENOENT/);
    expect([await readFile(file, 'utf8'), await readdir(dir)]).toEqual(['old', ['slots.json']]);
  });

  it('leaves a whole file wherever its writer is killed, 20 times', async () => {
    const file = path.join(await tempDir(), 'slots.json');
    for (let round = 0; round < 20; round += 1) {
      await runAndKill('rewrite-file.ts', [file], { lines: 1, afterMs: round * 3 });
      const text = await readFile(file, 'utf8');
      expect(text.length).toBe(20_000);
      expect(new Set(text).size).toBe(1);
    }
  });
});
