import { existsSync } from 'node:fs';
import path from 'node:path';
import { NOTHING } from './counts.mjs';
import { inProject } from './paths.mjs';
import { isOnPath } from './run.mjs';

/** Programs that tests talk to or check with. */
const PROGRAMS = [
  'Orthanc',
  'storescu',
  'dciodvfy',
  'gdcmconv',
  'pdftotext',
  'import',
  'xdotool',
  'strace',
  'faketime',
];

/** What the tests of this machine have to do without. */
export function missingForTests(env = process.env) {
  const data = env.TESTDATA_DIR || inProject('..', 'shared', 'testdata');
  return [
    ...PROGRAMS.filter((name) => !isOnPath(name)),
    ...(existsSync(path.join(data, 'MANIFEST.tsv')) ? [] : [`test data in ${data}`]),
  ];
}

/**
 * Each missing thing is a failure in CI and a visible skip elsewhere.
 * @param {readonly string[]} missing
 * @param {boolean} inCi
 * @returns {import('./counts.mjs').Counts}
 */
export function countMissing(missing, inCi) {
  return inCi ? { ...NOTHING, failed: missing.length } : { ...NOTHING, skipped: missing.length };
}
