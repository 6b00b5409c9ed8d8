import { writeFileAtomic } from '../../../../electron/station/kernel/atomic-file.ts';

/* Rewrites one file without end, each time with one digit repeated; the test kills it. */
const file = process.argv[2] ?? '';
for (let turn = 0; ; turn += 1) {
  await writeFileAtomic(file, String(turn % 10).repeat(20_000));
  if (turn === 0) process.stdout.write('ready\n');
}
