import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Folder of the shared test data: TESTDATA_DIR, or shared/testdata beside the checkout. It may not exist. */
export const testdataDir = path.resolve(
  process.env['TESTDATA_DIR'] ?? path.join(projectRoot, '..', 'shared', 'testdata'),
);

/** Whether CI runs us, where nothing that a test needs may be missing. */
export const inCi = Boolean(process.env['CI']);

/**
 * Whether the test data can be read: `describe.skipIf(!hasTestdata())`. On a user's machine a missing folder is a visible
 * skip; under CI it is an error at once.
 */
export function hasTestdata(): boolean {
  if (existsSync(path.join(testdataDir, 'MANIFEST.tsv'))) return true;
  if (inCi) throw new Error(`CI needs the test data, and there is none in ${testdataDir}`);
  return false;
}

/** Absolute path of a file or folder of the test data. Read only: copy before editing. */
export function testdata(...names: string[]): string {
  return path.join(testdataDir, ...names);
}

/**
 * Rows of a table of the test data (MANIFEST.tsv, GOLDEN.tsv) by the names in its first line.
 * @param text the whole file
 */
export function parseTable(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}
