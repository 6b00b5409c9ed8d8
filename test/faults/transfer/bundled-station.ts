import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { esbuildOptions } from '../../../scripts/build/esbuild-options.mjs';
import { projectRoot } from '../../helpers/runtime.ts';

const station = (...names: string[]): string => path.join(projectRoot, 'electron', 'station', ...names);

export interface BundledStation {
  /** The program, to be run with this Node. */
  readonly program: string;
  /** To be removed when nobody runs it any more. */
  readonly folder: string;
}

/** A program of the tests, bundled with the processes of the station beside it: it starts in a third of the time of its sources. */
export async function bundleStation(program: string): Promise<BundledStation> {
  // Inside the project, so that the driver of the database is found.
  const cache = path.join(projectRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'killed-station-'));
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
  return { program: path.join(folder, `${path.basename(program, '.ts')}.mjs`), folder };
}
