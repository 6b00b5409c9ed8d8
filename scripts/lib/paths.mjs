import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project's root folder. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Joins names to the project's root folder. */
export const inProject = (...names) => path.join(projectRoot, ...names);

/**
 * Folder outside the project that keeps what is slow to obtain: runtimes, the compiled driver, set-up logs.
 * @param {Record<string, string | undefined>} env
 * @returns {string}
 */
export function cacheFolder(env = process.env) {
  if (env.NIGHTJAR_CACHE) return path.resolve(env.NIGHTJAR_CACHE);
  return path.join(env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'nightjar');
}

/** The Node that the project's own tools run on; it exists after the dependencies are installed. */
export const projectNode = () =>
  inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * Where the project's Node keeps compiled sources between its processes: each start takes half of the time. It holds code
 * only. For a process that loads TypeScript or large tools, not for the program in Electron.
 */
export const compiledSources = () => ({ NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'compiled') });

/** Description of the chosen Electron runtime, written by set-up and read by the program and the tests. */
export const runtimeFile = () => inProject('dist', 'runtime.json');
