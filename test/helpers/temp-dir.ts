import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder for one test, removed when the test ends. */
export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nightjar-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
