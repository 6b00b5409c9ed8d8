import path from 'node:path';
import { parseArgs } from 'node:util';
import { chooseTasks } from '../tasks.ts';
import type { TaskFile } from '../tasks.ts';

export interface BenchArguments {
  readonly tasks: readonly TaskFile[];
  readonly quick: boolean;
  readonly rounds: number;
  /** Folder of the figures. */
  readonly out: string;
}

const ROUNDS = 5;
const USAGE = `npm run bench [TASK…] [-- --quick --rounds N --out DIR]
  TASK        a folder of test/bench or a number as B1; all of them where none is named
  --rounds N  how often each is measured, ${ROUNDS} times unless told; the table shows medians
  --quick     small data, one round: shows that a task works, its figures mean nothing
  --out DIR   where bench.json and screenshots go
`;

/**
 * What was asked for on the command line; in its place the words for whoever asked for help, or wrote something that is not known.
 * @param folders cwd: where `--out` counts from; out: where the figures go otherwise
 */
export function readArguments(
  args: readonly string[],
  folders: { readonly cwd: string; readonly out: string },
): BenchArguments | { readonly words: string; readonly exitCode: 0 | 2 } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        out: { type: 'string' },
      },
    });
    if (values.help) return { words: USAGE, exitCode: 0 };
    const rounds = Number(values.rounds ?? (values.quick ? 1 : ROUNDS));
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
    const out = values.out === undefined ? folders.out : path.resolve(folders.cwd, values.out);
    return { tasks: chooseTasks(positionals), quick: values.quick, rounds, out };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { words: `${error.message}\n\n${USAGE}`, exitCode: 2 };
  }
}
