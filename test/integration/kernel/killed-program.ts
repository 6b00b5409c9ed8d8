import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');

/**
 * Runs one of the programs beside this file until it has written so many lines, then kills it without warning `afterMs`
 * later. Gives the whole lines it wrote.
 */
export function runAndKill(
  program: string,
  args: readonly string[],
  options: { readonly lines: number; readonly afterMs: number },
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [path.join(programs, program), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  let dying = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (dying || out.split('\n').length <= options.lines) return;
    dying = true;
    setTimeout(() => child.kill('SIGKILL'), options.afterMs);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(out.split('\n').slice(0, -1));
      else reject(new Error(`${program} ended by itself with ${code}: ${err}`));
    });
  });
}
