import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../../scripts/lib/paths.mjs';

/** Folder for what is slow to obtain, kept between runs; outside the project. */
export function benchCache(...names: string[]): string {
  const folder = path.join(cacheFolder(), 'bench', ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A fresh folder on the disk that the system's temporary folder is on; `remove` takes it away. */
export function scratch(name: string): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), `nightjar-bench-${name}-`));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  return { dir, remove };
}
