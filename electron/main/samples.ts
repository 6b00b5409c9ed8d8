import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The sample studies that came with the program: their folder, or null where there are none, and their bytes. */
export function sampleFolder(folder: string): { readonly folder: string | null; readonly bytes: number } {
  if (!existsSync(path.join(folder, 'samples.json'))) return { folder: null, bytes: 0 };
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.dcm')) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return { folder, bytes };
}
