import { existsSync } from 'node:fs';
import path from 'node:path';
import { NOTHING } from './counts.mjs';
import { inProject } from './paths.mjs';
import { PEER_MODULES, PEER_PROGRAMS } from './peer-programs.mjs';
import { ask, isOnPath } from './run.mjs';

const FIND = 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)';

/**
 * Whether the system's Python has a module.
 * @param {string} name
 */
export const hasModule = (name) => ask('/usr/bin/python3', ['-c', FIND, name]) !== undefined;

/** What the tests of this machine have to do without. */
export function missingForTests(env = process.env) {
  const data = env.TESTDATA_DIR || inProject('..', 'shared', 'testdata');
  return [
    ...Object.keys(PEER_PROGRAMS).filter((name) => !isOnPath(name)),
    ...Object.keys(PEER_MODULES).filter((name) => !hasModule(name)),
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
