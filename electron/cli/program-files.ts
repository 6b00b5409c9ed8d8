import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
/** As a bundle, the parts lie beside it; as a source file, where their sources are. */
const bundled = import.meta.url.endsWith('.mjs');
const part = (source: string, bundle: string): string =>
  bundled ? path.join(here, bundle) : path.join(here, '..', 'station', ...source.split('/'));

function driverFile(): string {
  const target = `${process.platform}-${process.arch}.node`;
  return path.join(here, '..', '..', 'node_modules', 'better-sqlite3', 'prebuilds', target);
}

/** Entry files of the processes and threads that the command line starts, and its resources. */
export const PROGRAM_FILES = Object.freeze({
  parser: part('dicom/parser-process.ts', 'parser.mjs'),
  decoder: part('dicom/decode/decoder-process.ts', 'decoder.mjs'),
  dimse: part('sources/dimse/dimse-process.ts', 'dimse.mjs'),
  blobWorker: part('kernel/blob-worker.ts', 'blob-worker.mjs'),
  resources: path.join(here, '..', '..', 'resources'),
  /** Null: the SQLite driver finds its own. A bundle is not where the driver looks from. */
  nativeBinding: bundled ? driverFile() : null,
});

export type ProgramFiles = Readonly<typeof PROGRAM_FILES>;
