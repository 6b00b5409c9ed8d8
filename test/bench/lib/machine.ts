import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { projectRoot, readRuntime } from '../../helpers/runtime.ts';

/** What a figure was taken on: enough to tell whether two runs can be compared. */
export function describeRun(): Readonly<Record<string, unknown>> {
  const cpus = os.cpus();
  return {
    at: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD'),
    changedFiles: (git('status', '--porcelain') ?? '').split('\n').filter(Boolean).length,
    machine: `${cpus.length} × ${cpus[0]?.model ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`,
    loadAverage: os.loadavg(),
    versions: { node: process.version, electron: readRuntime().label },
  };
}

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: projectRoot, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
