import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/lib/options.ts';
import { median, quantile, rowOf } from '../../bench/lib/row.ts';
import { runTask } from '../../bench/lib/run-task.ts';
import { tableOf } from '../../bench/lib/table.ts';
import { allTasks, chooseTasks } from '../../bench/tasks.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const fixtures = allTasks(path.join(projectRoot, 'test', 'fixtures', 'bench'));
const LIMIT_MS = 30_000;

async function runFixture(name: string, limitMs = LIMIT_MS): ReturnType<typeof runTask> {
  const [task] = chooseTasks([name], fixtures);
  if (!task) throw new Error(`no fixture ${name}`);
  return runTask(task, { out: path.join(await tempDir(), name), rounds: 3, quick: true }, limitMs);
}

describe('a task of the benchmark', () => {
  it('gives its rows to the table', async () => {
    const end = await runFixture('good');
    if (!end.ok) throw new Error(end.why);
    expect(end.result.rows[0]).toMatchObject({ ours: 5, peer: 100, ratio: 0.05, ok: true });
    expect(end.result.rows[0]?.samples?.ours).toEqual([5, 5, 5]);
    expect(tableOf([end.result]).split('\n')).toEqual([
      'task  what         ours  peer  unit  ratio  target',
      'good  first image     5   100  ms     0.05  ≤ 0.1   met',
      '',
      'good: said',
    ]);
  });

  it('fails when it finds wrong pixels', async () => {
    expect(await runFixture('wrong')).toEqual({ ok: false, why: 'ended with code 1; what it said stands above' });
  });

  it('is stopped when it does not end', async () => {
    expect(await runFixture('hang', 500)).toEqual({ ok: false, why: 'not ended after 0.5 s: stopped' });
  });
});

describe('the choice of tasks', () => {
  it('is all of them where none is named', () => {
    expect(chooseTasks([], fixtures).map(({ name }) => name)).toEqual(['good', 'hang', 'wrong']);
  });

  it('refuses a name that it does not know and says what there is', () => {
    expect(() => chooseTasks(['B99'], fixtures)).toThrow('there is no task B99; there are good, hang, wrong');
  });
});

describe('what is asked for', () => {
  const read = (...args: string[]) => readArguments(args, { cwd: '/here', out: '/figures' });

  it('is five rounds of every task, unless told', () => {
    expect(read()).toEqual({ tasks: allTasks(), quick: false, rounds: 5, out: '/figures' });
    expect(read('B1', '--quick', '--out', 'x')).toMatchObject({ tasks: [{ name: 'open' }], rounds: 1, out: '/here/x' });
  });

  it('is help, or a word about what is not known', () => {
    expect(read('--help')).toMatchObject({ words: expect.stringContaining('--rounds N') as unknown, exitCode: 0 });
    expect(read('--rounds', '0')).toMatchObject({
      words: expect.stringMatching(/^--rounds takes/) as unknown,
      exitCode: 2,
    });
    expect(read('--nothing')).toMatchObject({ words: expect.stringContaining("'--nothing'") as unknown, exitCode: 2 });
    expect(read('B99')).toMatchObject({
      words: expect.stringMatching(/^there is no task B99/) as unknown,
      exitCode: 2,
    });
  });
});

describe('a row', () => {
  const row = { name: 'x', unit: 'ms', target: 0.5 } as const;

  it('holds the ratio of the medians against the target, in its direction', () => {
    expect(rowOf({ ...row, better: 'lower', ours: [9, 1, 2], peer: [4] })).toMatchObject({ ratio: 0.5, ok: true });
    expect(rowOf({ ...row, better: 'higher', ours: [1], peer: [4] })).toMatchObject({ ratio: 0.25, ok: false });
  });

  it('misses its target where a side was not measured', () => {
    expect(rowOf({ ...row, better: 'lower', ours: [1], peer: [] })).toMatchObject({
      peer: null,
      ratio: null,
      ok: false,
    });
  });

  it('holds the figure itself against an absolute target', () => {
    expect(rowOf({ ...row, better: 'lower', ours: [0.4], peer: [], absolute: true })).toMatchObject({ ok: true });
  });

  it('takes quantiles between the sorted values', () => {
    expect(median([])).toBeNull();
    expect(median([4, 1])).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8);
  });
});
