import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { esbuildOptions } from '../../scripts/build/esbuild-options.mjs';
import { copyWasm } from '../../scripts/build/node-part.mjs';
import { projectRoot } from './runtime.ts';
import { PROGRAMS_FOLDER, STATION_SOURCES } from './station-file.ts';

/**
 * Before the first file of integration tests: the processes of the station, bundled once for all of them (`stationFile`), because a
 * process starts in a third of the time of its sources, and these tests start hundreds. What is given back runs after the last file.
 */
export async function setup(): Promise<() => void> {
  // Inside the project, so that the driver of the database is found; `bundled` puts its programs one folder below.
  const cache = path.join(projectRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'programs-'));
  await bundleInto(folder, Object.values(STATION_SOURCES));
  copyWasm(path.join(folder, 'wasm'));
  process.env[PROGRAMS_FOLDER] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Bundles programs into a folder, each by its own name. The driver stays outside: a bundle cannot hold its native file. */
export async function bundleInto(folder: string, programs: readonly string[]): Promise<void> {
  await build({
    ...esbuildOptions('esm'),
    external: ['electron', 'better-sqlite3'],
    entryPoints: Object.fromEntries(programs.map((file) => [path.basename(file, '.ts'), file])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    sourcemap: false,
    logLevel: 'error',
  });
}
