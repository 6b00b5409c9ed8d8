import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sourceChecks, vitestRun } from './checks.mjs';
import { countReport, lastLine, oneCheck } from './counts.mjs';
import { inLanes } from './lanes.mjs';
import { compiledSources, inProject, projectNode } from './paths.mjs';
import { elapsed } from './say.mjs';

const LANES = 2;
/** Several times what the slowest step takes. A step that hangs must say where, before whoever runs it gives up on the whole. */
const STEP_LIMIT_MS = (process.env.NIGHTJAR_LONG ? 600 : 60) * 60_000;
const AFTER_EXIT_MS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const leave = () => process.exit(130);
const print = (line) => void process.stdout.write(`${line}\n`);

/**
 * Runs one program and shows its output in one piece when it ends, so that two lanes never mix.
 * @param {string} name
 * @param {readonly string[]} args of the project's Node
 * @param {{ env?: Record<string, string>, quiet?: boolean, inElectron?: boolean }} [options] quiet: output only after a
 *   failure
 * @returns {Promise<{ code: number, milliseconds: number }>}
 */
function runStep(name, args, { env = {}, quiet = false, inElectron = false } = {}) {
  const begin = Date.now();
  return new Promise((resolve) => {
    const child = spawn(projectNode(), args, {
      cwd: inProject(),
      env: { ...process.env, NO_COLOR: '1', ...(inElectron ? {} : compiledSources()), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, so that what it started ends with it
    });
    let output = '';
    const limit = setTimeout(() => {
      take(`\nNot finished after ${elapsed(STEP_LIMIT_MS)}; what is named above had finished by then.\n`);
      endGroup();
    }, STEP_LIMIT_MS);
    let left;
    const endGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error; // nobody of the group is there any more
      }
    };
    process.once('exit', endGroup);
    for (const signal of SIGNALS) process.once(signal, leave);
    const take = (chunk) => {
      output += String(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => take(`${error.message}\n`));
    // What a test left running holds the output open: it ends with the step that started it.
    child.once('exit', () => {
      left = setTimeout(() => {
        take('\nPrograms that the step started were still there after it and were ended.\n');
        endGroup();
        child.stdout.destroy();
        child.stderr.destroy();
      }, AFTER_EXIT_MS);
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      clearTimeout(left);
      process.off('exit', endGroup);
      for (const signal of SIGNALS) process.off(signal, leave);
      const milliseconds = Date.now() - begin;
      if (output.trim() && !(quiet && code === 0)) print(`\n${output.trimEnd()}`);
      print(`${code === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(16)} ${elapsed(milliseconds)}`);
      resolve({ code: code ?? 1, milliseconds });
    });
  });
}

/** Format, lint, architecture and types, two at a time. Each counts as one test. */
export async function runSourceChecks() {
  const tasks = sourceChecks().map(({ name, args }) => async () => {
    const { code } = await runStep(name, args, { quiet: true });
    return oneCheck(code === 0);
  });
  return inLanes(tasks, LANES);
}

/**
 * Runs one vitest project, or a share of its files: `2/9` is the second of nine.
 * @param {string} project
 * @param {{ env?: Record<string, string>, share?: string }} [options]
 */
export async function runTests(project, { env, share } = {}) {
  const name = share === undefined ? project : `${project} ${share}`;
  const folder = inProject('test-results');
  mkdirSync(folder, { recursive: true });
  const report = path.join(folder, `${name.replace(/\W/g, '-')}.json`);
  rmSync(report, { force: true });
  const { code } = await runStep(name, vitestRun(project, report, share), { env, inElectron: project === 'e2e' });
  const counts = countReport(existsSync(report) ? readFileSync(report, 'utf8') : undefined, code);
  print(`        ${name}: ${lastLine(counts)}`);
  return counts;
}
