import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { bundled } from '../../helpers/bundled-program.ts';

const programs = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');

/** A program that was stopped goes on so much before its children. */
const CHILDREN_LATER_MS = 400;

export type Line = Readonly<Record<string, unknown>>;

export interface ProgramEnd {
  readonly lines: readonly Line[];
  /** SIGKILL when it was killed, by the test or by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Called with each line as it comes; kills the program without warning when it says so. */
  readonly onLine?: (line: Line, kill: (afterMs: number) => void, suspend: () => Disposer) => void;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one of the programs beside this file to its end, however it ends. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  return runProgramAt(path.join(programs, program), args, options);
}

/** As `runProgram`, for a program that lies elsewhere. */
export async function runProgramAt(
  source: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  const file = await bundled(source);
  // A group of its own: its children are stopped with it, as when a computer goes to sleep.
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    detached: true,
  });
  const lines: Line[] = [];
  let out = '';
  let stderr = '';
  let timer: NodeJS.Timeout | null = null;
  const kill = (afterMs: number): void => {
    timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  };
  const suspend = (): Disposer => {
    if (child.pid === undefined) throw new Error('the program has not started');
    const group = -child.pid;
    process.kill(group, 'SIGSTOP');
    return () => {
      // Awake first, and so with its clocks run out before it can hear of its children: the harder order.
      child.kill('SIGCONT');
      setTimeout(() => {
        if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGCONT');
      }, CHILDREN_LATER_MS);
    };
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const whole = (out + text).split('\n');
    out = whole.pop() ?? '';
    for (const raw of whole) {
      const line = lineOf(raw);
      lines.push(line);
      options.onLine?.(line, kill, suspend);
    }
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ lines, signal, code, stderr });
    });
  });
}

function lineOf(raw: string): Line {
  const value: unknown = JSON.parse(raw);
  if (typeof value !== 'object' || value === null) throw new TypeError('a program says objects only');
  return { ...value };
}
