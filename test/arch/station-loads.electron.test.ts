import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { esbuildOptions } from '../../scripts/build/esbuild-options.mjs';
import { electronArguments, projectRoot, readRuntime } from '../helpers/runtime.ts';

// Inside the project, so that the bundles find the packages that they load at run time.
const cache = path.join(projectRoot, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(path.join(cache, 'station-loads-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const MINUTE = 60_000;

const Report = z.strictObject({
  node: z.string(),
  electron: z.string(),
  loaded: z.number(),
  failures: z.array(z.string()),
});

/** Opens the store of its arguments as soon as it is loaded: every test of the window starts it. */
const STARTS_AT_ONCE = 'electron/station/station-process.ts';

/** Sources of the station and of what it shares with the window, relative to the project. */
function sources(): string[] {
  return ['electron/station', 'shared']
    .flatMap((top) =>
      readdirSync(path.join(projectRoot, top), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
        .map((name) => path.posix.join(top, name.split(path.sep).join('/'))),
    )
    .filter((name) => name !== STARTS_AT_ONCE);
}

type Bundle = { readonly source: string; readonly bundle: string };

/** Bundles the modules as the build does, each an entry of its own over shared pieces, so that a failure names one module. */
async function bundleEach(files: readonly string[]): Promise<readonly Bundle[]> {
  await build({
    ...esbuildOptions('esm'),
    entryPoints: files.map((file) => path.join(projectRoot, file)),
    outbase: projectRoot,
    outdir: work,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    sourcemap: false,
    logLevel: 'error',
  });
  return files.map((source) => ({ source, bundle: path.join(work, source.replace(/\.ts$/, '.mjs')) }));
}

/** Runs the loader program in Electron and returns what it wrote. */
async function loadInElectron(list: string): Promise<z.infer<typeof Report>> {
  const result = path.join(work, 'result.json');
  const program = path.join(projectRoot, 'test', 'arch', 'station-loader');
  const args = electronArguments([list, result], program);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(readRuntime().executable, args, { stdio: 'ignore', timeout: 2 * MINUTE });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Electron ended with ${code}`))));
  });
  return Report.parse(JSON.parse(readFileSync(result, 'utf8')));
}

describe('the modules of the station', () => {
  it('load one by one in a utility process of the Electron that set-up chose', async () => {
    const bundles = await bundleEach(sources());
    const list = path.join(work, 'list.json');
    const isWorker = ({ source }: Bundle): boolean => /-worker\.ts$/.test(source);
    writeFileSync(
      list,
      JSON.stringify({ modules: bundles.filter((one) => !isWorker(one)), workers: bundles.filter(isWorker) }),
    );
    const report = await loadInElectron(list);
    expect(report).toEqual({
      node: expect.any(String),
      electron: readRuntime().electron,
      loaded: bundles.length,
      failures: [],
    });
    expect(report.loaded).toBeGreaterThan(0);
  });
});
