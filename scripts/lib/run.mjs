import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './paths.mjs';

/**
 * Runs a program to its end with its output in a log file; kills it when the limit has passed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ log: string, cwd?: string, env?: Record<string, string | undefined>, limitMs?: number }} options log: a plain name
 * @returns {Promise<{ code: number, timedOut: boolean, log: string, output: string }>} code 127: it could not be started
 */
export function runLogged(program, args, options) {
  const folder = path.join(cacheFolder(), 'log');
  mkdirSync(folder, { recursive: true });
  const log = path.join(folder, `${options.log}.log`);
  return new Promise((resolve) => {
    const file = createWriteStream(log);
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const take = (chunk) => {
      file.write(chunk);
      output = (output + String(chunk)).slice(-20_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = options.limitMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, options.limitMs)
      : undefined;
    const finish = (code) => {
      clearTimeout(timer);
      file.end(() => resolve({ code, timedOut, log, output }));
    };
    child.once('error', (error) => {
      take(`${error.message}\n`);
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program that answers at once and gives its stdout, or undefined where it failed or does not exist.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} options
 * @returns {string | undefined}
 */
export function ask(program, args, options = {}) {
  const result = spawnSync(program, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * Whether a program of this name is on the PATH.
 * @param {string} name
 */
export function isOnPath(name) {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' }).status === 0;
}

/**
 * How to start npm: through the file that started us where npm did, else by name.
 * @param {Record<string, string | undefined>} env
 * @returns {{ program: string, before: string[] }}
 */
export function npmCommand(env = process.env) {
  if (env.npm_execpath && /npm-cli\.js$/.test(env.npm_execpath)) {
    return { program: env.npm_node_execpath || process.execPath, before: [env.npm_execpath] };
  }
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', before: [] };
}
