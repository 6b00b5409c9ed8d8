import path from 'node:path';
import { expect, it } from 'vitest';
import { newStation } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { FOLLOW_UP_UID, followedUp, scorePriors } from '../review/followed-up.ts';
import { runCliHere } from '../helpers/run-cli.ts';

/** The command line knows people by their passphrases. */
const BEN = 'another horse battery';

it('nightjar review prior makes a case of a prior report, which is scored like any other', async () => {
  const dir = path.join(await tempDir(), 'store');
  const station = newStation(dir);
  const world = await followedUp(station, BEN);
  await scorePriors(station, world);
  await station.close();
  const run = async (...words: readonly string[]): Promise<Record<string, unknown>> => {
    const env = { NIGHTJAR_PASSPHRASE: BEN };
    const { documents, stderr } = await runCliHere(['review', ...words, '--data', dir], env);
    expect(documents, stderr).toHaveLength(1);
    return documents[0] as Record<string, unknown>;
  };
  expect(await run('prior-programmes')).toMatchObject({ programmes: [{ name: 'Priors as they are met' }] });
  const prior = ['prior', '--study', FOLLOW_UP_UID, '--report', world.reportId];
  const met = await run(...prior);
  expect(met).toMatchObject({ blind: false, row: { state: 'revealed', met: 'following-up' } });
  const { reviewId } = met['row'] as { reviewId: string };
  const score = ['score', '--case', reviewId, '--score', '2a', '--comment', 'A nodule of 6 mm was there.'];
  expect(await run(...score)).toMatchObject({ row: { state: 'scored' } });
  expect(await run(...prior)).toMatchObject({ error: { code: 'review/already-scored' } });
  expect(await run('prior', '--study', FOLLOW_UP_UID, '--report', 'none')).toMatchObject({
    error: { code: 'review/no-such-prior' },
  });
});
