import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../helpers/runtime.ts';

export const PASSPHRASE = 'correct horse battery';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout, parsed. */
  readonly documents: readonly unknown[];
}

/** Runs `nightjar …` as its own process on this Node, from its sources. */
export function runCli(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'electron', 'cli', 'main.ts'), ...args], {
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      resolve({ code, stdout, stderr, documents: lines.map((line) => JSON.parse(line) as unknown) });
    });
  });
}
