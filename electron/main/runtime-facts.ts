import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * What the program runs on, written into dist/runtime.json by set-up (a checkout) or by `npm run dist` (a package);
 * official Electron when there is no such file.
 */
const RuntimeFile = z.object({
  label: z.string(),
  /** SQLite driver compiled for this runtime, absolute or relative to dist/; null: the one that its package ships. */
  nativeBinding: z.string().nullable(),
  /** A checkout, or a package made for tests: remote debugging is not refused. */
  debuggable: z.boolean().default(false),
});
export type RuntimeFacts = z.infer<typeof RuntimeFile>;

export function runtimeFacts(nodeFolder: string): RuntimeFacts {
  const file = path.resolve(nodeFolder, '..', 'runtime.json');
  if (!existsSync(file)) {
    return { label: `Electron ${process.versions.electron}`, nativeBinding: null, debuggable: false };
  }
  const facts = RuntimeFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (facts.nativeBinding === null) return facts;
  return { ...facts, nativeBinding: path.resolve(path.dirname(file), facts.nativeBinding) };
}
