import { existsSync } from 'node:fs';
import path from 'node:path';

/** The other processes of the station, and its thread for blobs. */
const SOURCES = {
  parser: 'dicom/parser-process',
  decoder: 'dicom/decode/decoder-process',
  dimse: 'sources/dimse/dimse-process',
  blobs: 'kernel/blob-worker',
} as const;

/** Where one of them is to be started from: beside a bundled program, else among the sources. */
export function stationFile(name: keyof typeof SOURCES): string {
  const beside = path.join(import.meta.dirname, `${path.basename(SOURCES[name])}.mjs`);
  if (existsSync(beside)) return beside;
  return path.resolve(import.meta.dirname, '..', '..', 'electron', 'station', `${SOURCES[name]}.ts`);
}
