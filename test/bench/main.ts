import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../helpers/runtime.ts';
import type { BenchResult } from './contract.ts';
import { describeRun } from './lib/machine.ts';
import { readArguments } from './lib/options.ts';
import { runTask } from './lib/run-task.ts';
import { tableOf } from './lib/table.ts';

// `npm run bench [TASK…] [-- --quick --rounds N --out DIR]`: table on stdout, figures with their machine in bench.json.

const TASK_MS = 10 * 60_000;

const asked = readArguments(process.argv.slice(2), {
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  out: path.join(projectRoot, 'test-results', 'bench'),
});
if ('words' in asked) {
  process.stderr.write(asked.words);
  process.exit(asked.exitCode);
}
const { tasks, quick, rounds, out } = asked;

const begin = describeRun();
const results: BenchResult[] = [];
const failures: { task: string; why: string }[] = [];
for (const task of tasks) {
  const started = Date.now();
  process.stderr.write(`${task.name} … (load ${os.loadavg()[0]?.toFixed(1) ?? '?'})\n`);
  const options = { out: path.join(out, task.name), rounds, quick };
  const end = await runTask(task, options, TASK_MS);
  process.stderr.write(
    `${task.name}: ${end.ok ? 'measured' : end.why}, ${Math.round((Date.now() - started) / 1000)} s\n`,
  );
  if (end.ok) results.push(end.result);
  else failures.push({ task: task.name, why: end.why });
  mkdirSync(out, { recursive: true });
  const text = JSON.stringify({ ...begin, quick, rounds, loadAfter: os.loadavg(), results, failures }, null, 2);
  writeFileSync(path.join(out, 'bench.json'), `${text}\n`);
}
process.stdout.write(`\n${tableOf(results)}\n`);
for (const { task, why } of failures) process.stdout.write(`${task}: FAILED, ${why}\n`);
if (quick) process.stdout.write('A quick run: it shows that the tasks work; its figures mean nothing.\n');
process.stdout.write(`Written: ${path.join(out, 'bench.json')}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
