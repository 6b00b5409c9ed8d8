import path from 'node:path';

const station = path.resolve(import.meta.dirname, '..', '..', 'electron', 'station');

/** The other processes of the station, and its thread for blobs. */
export const STATION_SOURCES = {
  parser: path.join(station, 'dicom', 'parser-process.ts'),
  decoder: path.join(station, 'dicom', 'decode', 'decoder-process.ts'),
  dimse: path.join(station, 'sources', 'dimse', 'dimse-process.ts'),
  speech: path.join(station, 'speech', 'speech-process.ts'),
  blobs: path.join(station, 'kernel', 'blob-worker.ts'),
} as const;

/** Names the folder of the bundled processes to tests and to the programs that they start. */
export const PROGRAMS_FOLDER = 'NIGHTJAR_TEST_PROGRAMS';

/** Where one of them is to be started from: as `setup` of programs-folder.ts bundled it, else among the sources. */
export function stationFile(name: keyof typeof STATION_SOURCES): string {
  const source = STATION_SOURCES[name];
  const folder = process.env[PROGRAMS_FOLDER];
  return folder === undefined ? source : path.join(folder, `${path.basename(source, '.ts')}.mjs`);
}
