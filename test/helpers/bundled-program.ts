import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { esbuildOptions } from '../../scripts/build/esbuild-options.mjs';
import { projectRoot } from './runtime.ts';

const station = (...names: string[]): string => path.join(projectRoot, 'electron', 'station', ...names);

/** One a file of tests, which is what shares this module. */
const bundles = new Map<string, Promise<string>>();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/**
 * A program of the tests, bundled with the other processes of the station beside it (`stationFile` finds them): it starts in a third
 * of the time of its sources, and a test that kills starts dozens. The file lies four folders below the project, as its source does.
 */
export function bundled(program: string): Promise<string> {
  const known = bundles.get(program) ?? bundle(program);
  bundles.set(program, known);
  return known;
}

async function bundle(program: string): Promise<string> {
  // Inside the project, so that the driver of the database is found.
  const cache = path.join(projectRoot, 'node_modules', '.cache', 'programs');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'of-'));
  folders.push(folder);
  const entries = [
    program,
    station('dicom', 'parser-process.ts'),
    station('dicom', 'decode', 'decoder-process.ts'),
    station('sources', 'dimse', 'dimse-process.ts'),
    station('kernel', 'blob-worker.ts'),
  ];
  await build({
    ...esbuildOptions('esm'),
    external: ['electron', 'better-sqlite3'],
    entryPoints: Object.fromEntries(entries.map((file) => [path.basename(file, '.ts'), file])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    sourcemap: false,
    logLevel: 'error',
  });
  return path.join(folder, `${path.basename(program, '.ts')}.mjs`);
}
