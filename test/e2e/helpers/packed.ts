import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, readRuntime } from '../../helpers/runtime.ts';

const run = promisify(execFile);

/** The build may be older than its sources, and the machine busy. */
export const PACKING_MS = 300_000;

/** Without it no package is made of the test runtime. */
export const packOptions: readonly string[] = readRuntime().kind === 'test' ? ['--test-runtime'] : [];

/** Packs the checkout as it is built now; gives the folder of the program. */
export async function dist(out: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [path.join(projectRoot, 'scripts', 'dist.mjs'), '--no-archive', '--out', out, ...options],
    { cwd: projectRoot, maxBuffer: 1e7 },
  );
  return stdout.trim();
}
