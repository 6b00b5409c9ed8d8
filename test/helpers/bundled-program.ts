import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { bundleInto } from './programs-folder.ts';
import { PROGRAMS_FOLDER } from './station-file.ts';

/** One a worker: its files of tests share this module. */
const bundles = new Map<string, Promise<string>>();

/**
 * A program of the tests, bundled: it starts in a third of the time of its sources, and a test that kills starts dozens. The file lies
 * four folders below the project, as its source does.
 */
export function bundled(program: string): Promise<string> {
  const known = bundles.get(program) ?? bundle(program);
  bundles.set(program, known);
  return known;
}

async function bundle(program: string): Promise<string> {
  const shared = process.env[PROGRAMS_FOLDER];
  if (shared === undefined) throw new Error('programs are bundled in integration tests, into the folder of their run');
  const folder = mkdtempSync(path.join(shared, 'of-'));
  await bundleInto(folder, [program]);
  return path.join(folder, `${path.basename(program, '.ts')}.mjs`);
}
