import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { runCommand } from '../../../electron/cli/command.ts';
import { PROGRAM_FILES } from '../../../electron/cli/program-files.ts';
import { projectRoot } from '../../helpers/runtime.ts';

export const PASSPHRASE = 'correct horse battery';

/** Halves the start of each process: compiled sources are kept from one to the next. */
const NODE_COMPILE_CACHE = path.join(projectRoot, 'node_modules', '.cache', 'node');

/** Not the state of whoever runs the tests. */
const NIGHTJAR_STATE = path.join(tmpdir(), 'nightjar-test-state');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout, parsed; empty where it is no JSON, as for help. */
  readonly documents: readonly unknown[];
}

export interface CliOptions {
  /** Written to descriptor 3, for `--passphrase-fd 3`. */
  readonly descriptor3?: string;
}

/**
 * What runs as `nightjar`: its sources, or, under `npm test`, the bundle that was just built of them, which starts in half of
 * the time.
 */
export const CLI_FILE = process.env['NIGHTJAR_TEST_CLI'] ?? path.join(projectRoot, 'electron', 'cli', 'main.ts');

/**
 * Runs `nightjar …` in the process of the test: the same command with the same words, in a third of the time. What a process brings of
 * its own (streams, descriptors, signals, the bundle) is shown by what goes through `runCli`.
 */
export async function runCliHere(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  let [stdout, stderr] = ['', ''];
  const code = await runCommand(args, {
    env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE, NIGHTJAR_STATE, ...env },
    files: PROGRAM_FILES,
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
  });
  return { code, stdout, stderr, documents: parsedLines(stdout) };
}

/** Runs `nightjar …` as its own process on this Node. */
export function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  options: CliOptions = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [CLI_FILE, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE, NIGHTJAR_PASSPHRASE: PASSPHRASE, NIGHTJAR_STATE, ...env },
    stdio: ['ignore', 'pipe', 'pipe', options.descriptor3 === undefined ? 'ignore' : 'pipe'],
  });
  if (options.descriptor3 !== undefined) (child.stdio[3] as Writable).end(options.descriptor3);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, documents: parsedLines(stdout) }));
  });
}

function parsedLines(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.every((line) => line.startsWith('{')) ? lines.map((line) => JSON.parse(line) as unknown) : [];
}
