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

/** Sources of the station and of what it shares with the window, relative to the project. */
function sources(): string[] {
  return ['electron/station', 'shared'].flatMap((top) =>
    readdirSync(path.join(projectRoot, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => path.posix.join(top, name.split(path.sep).join('/'))),
  );
}

type Bundle = { readonly source: string; readonly bundle: string };

/** Bundles each module by itself, as the build does, so that a failure names one module. */
async function bundleEach(files: readonly string[]): Promise<{ bundles: Bundle[]; failures: string[] }> {
  const bundles: Bundle[] = [];
  const failures: string[] = [];
  for (const source of files) {
    const bundle = path.join(work, source.replace(/\.ts$/, '.mjs'));
    try {
      const entryPoints = [path.join(projectRoot, source)];
      await build({ ...esbuildOptions('esm'), entryPoints, outfile: bundle, sourcemap: false, logLevel: 'silent' });
      bundles.push({ source, bundle });
    } catch (error) {
      failures.push(`${source}: ${String(error)}`);
    }
  }
  return { bundles, failures };
}

/** Runs the loader program in Electron and returns what it wrote. */
async function loadInElectron(list: string): Promise<z.infer<typeof Report>> {
  const result = path.join(work, 'result.json');
  const program = path.join(projectRoot, 'test', 'arch', 'station-loader');
  const args = electronArguments([list, result], program);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(readRuntime().executable, args, { stdio: 'ignore', timeout: MINUTE });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Electron ended with ${code}`))));
  });
  return Report.parse(JSON.parse(readFileSync(result, 'utf8')));
}

describe('the modules of the station', () => {
  it('load one by one in a utility process of the Electron that set-up chose', async () => {
    const { bundles, failures } = await bundleEach(sources());
    const list = path.join(work, 'list.json');
    const isWorker = ({ source }: Bundle): boolean => /-worker\.ts$/.test(source);
    writeFileSync(
      list,
      JSON.stringify({ modules: bundles.filter((one) => !isWorker(one)), workers: bundles.filter(isWorker) }),
    );
    const report = await loadInElectron(list);
    expect({ ...report, failures: [...failures, ...report.failures] }).toEqual({
      node: expect.any(String),
      electron: readRuntime().electron,
      loaded: bundles.length,
      failures: [],
    });
    expect(report.loaded).toBeGreaterThan(0);
  });
});
