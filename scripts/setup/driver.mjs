import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure } from '../lib/failure.mjs';
import { cacheFolder, inProject, projectNode } from '../lib/paths.mjs';
import { ask, npmCommand, runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';

const SOURCE = () => inProject('node_modules', 'better-sqlite3');

/**
 * Compiles the SQLite driver for a runtime whose Node-API is older than the shipped binary asks for, once.
 * @param {string} runtime name of the runtime, part of the cache key
 * @returns {Promise<string>} path of the compiled driver
 */
export async function ensureDriver(runtime) {
  const { name, version } = JSON.parse(readFileSync(path.join(SOURCE(), 'package.json'), 'utf8'));
  const file = path.join(cacheFolder(), 'driver', `${name}-${version}-${runtime}-${process.arch}.node`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const work = mkdtempSync(path.join(path.dirname(file), 'build-'));
  try {
    const built = await step('Compiling the SQLite driver for the test runtime (about 2 minutes)', () => compile(work));
    renameSync(built, file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return file;
}

/**
 * Asks for the Node-API that the test runtime has: the driver uses nothing of version 10 but the calls that version 9 knows
 * under its experimental flag.
 * @param {string} gyp text of binding.gyp
 */
export function patchBinding(gyp) {
  const patched = gyp.replace("'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'");
  if (patched === gyp) {
    throw new PlainFailure(
      'The SQLite driver has changed its build file and cannot be compiled for the test runtime: report this with the driver version.',
    );
  }
  return patched;
}

async function compile(work) {
  cpSync(SOURCE(), work, { recursive: true, filter: (from) => !from.includes(`${path.sep}prebuilds`) });
  const gyp = path.join(work, 'binding.gyp');
  writeFileSync(gyp, patchBinding(readFileSync(gyp, 'utf8')));
  const headers = findHeaders();
  const args = ['rebuild', '--release', '--force_build=1', ...(headers ? [`--nodedir=${headers}`] : [])];
  const result = await runLogged(
    projectNode(),
    [inProject('node_modules', 'node-gyp', 'bin', 'node-gyp.js'), ...args],
    {
      log: 'driver-build',
      cwd: work,
      env: { ...process.env, NODE_PATH: inProject('node_modules'), JOBS: 'max' },
    },
  );
  if (result.code === 0) return path.join(work, 'build', 'Release', 'better_sqlite3.node');
  throw new PlainFailure(
    headers
      ? 'The SQLite driver could not be compiled: install g++, make and python3, then type the command again.'
      : 'The SQLite driver could not be compiled because the C headers of Node were not found: install Node with its include folder (nodejs.org’s archive or Debian’s libnode-dev), then type the command again.',
    { log: result.log },
  );
}

/** The folder whose include/node holds Node's C headers; npm itself is asked only where no usual place has them. */
function findHeaders() {
  const beside = (executable) => (executable ? path.dirname(path.dirname(executable)) : undefined);
  const { npm_config_nodedir: configured, npm_node_execpath: npmsNode } = process.env;
  const usual = [configured, beside(npmsNode), beside(process.execPath), '/usr', '/usr/local'];
  return firstWithHeaders(usual) ?? firstWithHeaders([askNodedir()]);
}

/**
 * @param {readonly (string | undefined)[]} folders
 * @returns {string | undefined}
 */
export function firstWithHeaders(folders) {
  return folders.find((folder) => folder && existsSync(path.join(folder, 'include', 'node', 'node_api.h')));
}

function askNodedir() {
  const { program, before } = npmCommand();
  const answer = ask(program, [...before, 'config', 'get', 'nodedir']);
  return answer && answer !== 'undefined' && answer !== 'null' ? answer : undefined;
}
