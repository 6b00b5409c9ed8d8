import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../../scripts/lib/paths.mjs';

/** Folder for what is slow to obtain, kept between runs; outside the project. */
export function benchCache(...names: string[]): string {
  const folder = path.join(cacheFolder(), 'bench', ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A folder that takes minutes to fill: `fill` writes it the first time, later runs take a copy, as long as `recipe` (all
 * that decides what is in it) is the same. The copy is written to `to`, which is new.
 */
export async function filledOnce(
  name: string,
  recipe: readonly string[],
  to: string,
  fill: (folder: string) => void | Promise<void>,
): Promise<void> {
  const kept = path.join(
    benchCache('filled'),
    `${name}-${createHash('sha256').update(recipe.join('\0')).digest('hex').slice(0, 16)}`,
  );
  if (!existsSync(kept)) {
    const half = `${kept}.${process.pid}`;
    mkdirSync(half);
    try {
      await fill(half);
      renameSync(half, kept);
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  }
  cpSync(kept, to, { recursive: true });
}

/** A fresh folder on the disk that the system's temporary folder is on; `remove` takes it away. */
export function scratch(name: string): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), `nightjar-bench-${name}-`));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  return { dir, remove };
}
