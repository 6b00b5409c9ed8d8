import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What the program runs on, written by set-up into dist/runtime.json; official Electron when there is no such file. */
const RuntimeFile = z.object({ label: z.string(), nativeBinding: z.string().nullable() });
export type RuntimeFacts = z.infer<typeof RuntimeFile>;

export function runtimeFacts(nodeFolder: string): RuntimeFacts {
  const file = path.resolve(nodeFolder, '..', 'runtime.json');
  if (!existsSync(file)) return { label: `Electron ${process.versions.electron}`, nativeBinding: null };
  return RuntimeFile.parse(JSON.parse(readFileSync(file, 'utf8')));
}
