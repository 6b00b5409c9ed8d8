import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { BenchOptions, BenchResult } from '../contract.ts';
import type { TaskFile } from '../tasks.ts';

const child = path.join(path.dirname(fileURLToPath(import.meta.url)), 'task-process.ts');

/** What a task that is stopped gets for ending what it started. */
const GRACE_MS = 5000;

const Row = z.strictObject({
  name: z.string(),
  ours: z.number().nullable(),
  peer: z.number().nullable(),
  unit: z.string(),
  ratio: z.number().nullable(),
  target: z.number(),
  better: z.enum(['lower', 'higher']),
  ok: z.boolean(),
  samples: z.strictObject({ ours: z.array(z.number()), peer: z.array(z.number()) }).optional(),
});
const Result = z.strictObject({
  task: z.string(),
  rows: z.array(Row),
  notes: z.array(z.string()),
  versions: z.record(z.string(), z.string()).optional(),
});

export type TaskEnd =
  { readonly ok: true; readonly result: BenchResult } | { readonly ok: false; readonly why: string };

/**
 * Runs one task in a process of its own, which leads a process group: when the limit has passed, or the task died, whatever
 * it had started goes with it.
 */
export async function runTask(task: TaskFile, options: BenchOptions, limitMs: number): Promise<TaskEnd> {
  mkdirSync(options.out, { recursive: true });
  const file = path.join(options.out, 'result.json');
  rmSync(file, { force: true });
  const { code, timedOut } = await inGroup([child, task.file, file, JSON.stringify(options)], limitMs);
  if (timedOut) return { ok: false, why: `not ended after ${limitMs / 1000} s: stopped` };
  if (code !== 0 || !existsSync(file)) return { ok: false, why: `ended with code ${code}; what it said stands above` };
  return { ok: true, result: Result.parse(JSON.parse(readFileSync(file, 'utf8'))) };
}

function inGroup(args: readonly string[], limitMs: number): Promise<{ code: number; timedOut: boolean }> {
  return new Promise((resolve, reject) => {
    const leader = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    let timedOut = false;
    // Browsers lead groups of their own; whoever started them ends them when asked, so we ask before we kill.
    const stop = (): void => signalGroup(leader.pid, 'SIGTERM');
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    const killer = setTimeout(() => signalGroup(leader.pid, 'SIGKILL'), limitMs + GRACE_MS);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    leader.once('error', reject);
    leader.once('exit', (code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
      signalGroup(leader.pid, 'SIGKILL');
      resolve({ code: code ?? 1, timedOut });
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}
