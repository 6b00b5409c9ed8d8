import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { answer, newStation } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE, runCliHere } from '../helpers/run-cli.ts';

const HEAD = 'report_id,signed_at,author,modality,region,accession,patient_name,findings';
const ROWS = [
  'R-1,2026-11-01T08:00:00Z,Olga Other,CT,chest,A-1,Doe^Jane,A nodule of Mrs Doe.',
  'R-2,2026-11-02T08:00:00Z,Olga Other,MR,head,A-2,Roe^Ann,Clear.',
  'R-3,yesterday,Olga Other,CT,chest,A-3,Roe^Ann,Clear.',
];

/** A store whose one person runs programmes. */
async function practice(): Promise<string> {
  const dir = path.join(await tempDir(), 'store');
  await makeCheapStore(dir);
  const station = newStation(dir);
  try {
    const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
    const { personId } = people[0] ?? {};
    await answer(station, 'access.unlock', { personId, passphrase: PASSPHRASE });
    const roles = ['administrator', 'reader', 'coordinator'];
    await answer(station, 'people.setRoles', { personId, roles, proof: PASSPHRASE });
  } finally {
    await station.close();
  }
  return dir;
}

it('reports of others are brought in from the command line, flagged and counted', async () => {
  const dir = await practice();
  const list = path.join(await tempDir(), 'list.csv');
  writeFileSync(list, [HEAD, ...ROWS].join('\n'));
  const run = async (...words: readonly string[]): Promise<Record<string, unknown>> => {
    const { documents, stderr } = await runCliHere(['review', ...words, '--data', dir], {});
    expect(documents, stderr).toHaveLength(1);
    return documents[0] as Record<string, unknown>;
  };
  const bring = ['bring', '--from', 'csv', '--in', list, '--site', 'North'];
  expect(await run(...bring)).toMatchObject({
    ...{ read: 3, added: 2, known: 0 },
    refused: [{ why: 'bad-time', reports: 1, lines: '4' }],
  });
  expect(await run(...bring)).toMatchObject({ read: 3, added: 0, known: 2 });
  expect(await run('pool')).toEqual({ pool: [{ origin: 'csv', reports: 2, withStudy: 0 }] });

  const flag = ['flag', '--flag', 'complaint', '--reason', 'A letter came.', '--accession', 'A-1'];
  expect(await run(...flag)).toMatchObject({ reports: [{ accession: 'A-1', flags: ['complaint'] }] });
  expect(await run(...flag, '--off')).toMatchObject({ reports: [{ accession: 'A-1', flags: [] }] });
  const unknown = await run(...flag.slice(0, -1), 'A-9');
  expect(unknown).toMatchObject({ error: { code: 'review/no-such-source' } });
  // What nobody can mean is said before anything is opened.
  for (const words of [['bring', '--from', 'xlsx', '--in', list, '--site', 'North'], flag.slice(0, 5)]) {
    const { documents, stderr } = await runCliHere(['review', ...words, '--data', dir], {});
    expect(documents).toEqual([]);
    expect(stderr).toContain(words[0] === 'bring' ? '--from is one of' : 'needs --accession or --report');
  }
}, 120_000);
