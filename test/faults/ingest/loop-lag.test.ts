import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ImportReport } from '../../../shared/model/job.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { runProgram } from './station-program.ts';

const Measured = z.strictObject({
  lags: z.array(z.number()),
  own: z.array(z.number()),
  bare: z.array(z.number()),
  report: ImportReport,
});

/** About 200 files of some 100 studies: each study costs a key, which is what once stood in the loop. */
const FOLDERS = ['dicomdir', 'charset', 'sr', 'ts-small', 'ts-color', 'ts-nema', 'us', 'px'];
const GOAL_MS = 50;
/** Where the disk or the core alone make a bare durable write later than half of the goal, twice as late as that is asked. */
const TIMES_BARE = 2;
/** What other programs do to this one only ever adds to the lag: the best of so many runs is nearest to what is ours. */
const RUNS = 3;

describe.skipIf(!hasTestdata())('the event loop of the station', () => {
  it('is late by less than 50 ms at the 99th percentile while an import runs', async () => {
    const tried: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { lags, own, bare } = await measure();
      const [ours, limit] = [percentile(own, 0.99), Math.max(GOAL_MS, TIMES_BARE * percentile(bare, 0.99))];
      // A loaded machine makes every program late; what is ours is what is left without the wait for a core.
      tried.push(`${ours} of at most ${limit} ms (with the wait for a core: ${percentile(lags, 0.99)} ms)`);
      if (ours < limit) return;
    }
    expect.fail(tried.join('; '));
  });
});

async function measure(): Promise<z.infer<typeof Measured>> {
  const dir = path.join(await tempDir(), 'store');
  const end = await runProgram('import-with-lag.ts', [dir, ...FOLDERS.map((name) => testdata(name))]);
  expect(end.stderr).toBe('');
  const measured = Measured.parse(end.lines[0]);
  expect(measured.report.imported).toBeGreaterThan(150);
  expect(measured.lags.length).toBeGreaterThanOrEqual(300);
  return measured;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.POSITIVE_INFINITY;
}
