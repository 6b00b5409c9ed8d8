import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { launchArguments } from '../../scripts/lib/launch-arguments.mjs';

/** Root folder of the project; the argument that Electron opens. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const Runtime = z.strictObject({
  kind: z.enum(['official', 'test']),
  electron: z.string(),
  label: z.string(),
  executable: z.string(),
  nativeBinding: z.string().nullable(),
  debuggable: z.literal(true).default(true),
});

/** The Electron that set-up chose. */
export type TestRuntime = z.infer<typeof Runtime>;

/** Reads dist/runtime.json; throws where set-up has not run. */
export function readRuntime(): TestRuntime {
  const file = path.join(projectRoot, 'dist', 'runtime.json');
  if (!existsSync(file)) throw new Error('There is no Electron yet: type `npm run setup`');
  return Runtime.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Arguments for `_electron.launch({ executablePath: readRuntime().executable, args })`: switches of this machine, the
 * program's folder, then the program's own.
 * @param own for example ['--data', folder]
 * @param folder of the program; the project by default
 */
export function electronArguments(own: readonly string[] = [], folder = projectRoot): string[] {
  return [...launchArguments({ test: readRuntime().kind === 'test' }), folder, ...own];
}
