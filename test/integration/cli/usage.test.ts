import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verbs } from '../../../electron/cli/verbs/index.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli, runCliHere } from '../helpers/run-cli.ts';

const NAMES = verbs.map(({ name }) => name);

describe('nightjar help', () => {
  it('names every verb in one line', async () => {
    const { code, stdout } = await runCli(['help']);
    expect(code).toBe(0);
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
  });

  it.each(NAMES)('tells how %s is used', async (name) => {
    const { code, stdout, stderr } = await runCliHere(['help', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^nightjar ${name}`));
    expect(stdout).toMatch(/\{ .+ \}/s);
  });
});

describe('wrong use', () => {
  /** As a process of its own: what becomes of its exit code and its streams. */
  const OUTSIDE = [
    ['no verb', []],
    ['an unknown verb', ['fly']],
    ['an option without its value', ['studies', '--search']],
  ] as const;
  const INSIDE = [
    ['help for an unknown verb', ['help', 'fly']],
    ['an unknown option', ['studies', '--colour']],
    ['a word that the verb does not take', ['studies', 'all']],
    ['an import of nothing', ['import']],
    ['series of no study', ['series']],
    ['instances of no series', ['instances']],
    ['a frame of no object', ['frame']],
    ['a frame of two objects', ['frame', '--object', 'a', '--sop', '1.2']],
    ['frame zero', ['frame', '--sop', '1.2', '--frame', '0']],
    ['one frame and all', ['frame', '--sop', '1.2', '--frame', '1', '--all']],
    ['a point that is none', ['measure', '--sop', '1.2', '--tool', 'length', '--points', '1;2']],
    ['no report action', ['report']],
    ['an unknown report action', ['report', 'burn', '--report', 'x']],
    ['a report action without its report', ['report', 'sign']],
    ['an export to nowhere', ['export-object', '--sop', '1.2']],
    ['an export of nothing that was made', ['export-object', '--study', '1.2', '--out', 'x']],
    ['an export of two kinds', ['export-object', '--study', '1.2', '--views', '--key-images', '--out', 'x']],
    ['an export of the views of no study', ['export-object', '--sop', '1.2', '--views', '--out', 'x']],
    ['an unknown audit action', ['audit', 'forget']],
  ] as const;
  it.each([
    ...OUTSIDE.map(([what, words]) => ({ what, words, run: runCli })),
    ...INSIDE.map(([what, words]) => ({ what, words, run: runCliHere })),
  ])('$what ends with 2, a sentence, and no store', async ({ words, run }) => {
    const dir = path.join(await tempDir(), 'store');
    const { code, stdout, stderr } = await run(words, { NIGHTJAR_DATA: dir });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^nightjar: \S/);
    expect(existsSync(dir)).toBe(false);
  });
});
