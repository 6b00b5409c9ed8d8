import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCliHere } from '../helpers/run-cli.ts';

const BEN = 'another horse battery';
const CORA = 'a third horse battery';
const STUDY = '1.2.826.79.1';

function chest(): Uint8Array {
  return ctImage([
    element(0x00081030, 'LO', 'CT chest'),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x0020000d, 'UI', STUDY),
    element(0x00200032, 'DS', '0\\0\\0'),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00280030, 'DS', '1\\1'),
  ]);
}

it('nightjar review takes a settled case with its learning point into a teaching file and onto a list', async () => {
  const folder = await tempDir();
  const dir = path.join(folder, 'store');
  await makeCheapStore(dir);
  const run = async (who: string | null, ...words: readonly string[]): Promise<Record<string, unknown>> => {
    const env = who === null ? {} : { NIGHTJAR_PASSPHRASE: who };
    const { documents, stderr } = await runCliHere([...words, '--data', dir], env);
    expect(documents, stderr).toHaveLength(1);
    return documents[0] as Record<string, unknown>;
  };
  writeFileSync(path.join(folder, 'image'), chest());
  await run(null, 'import', path.join(folder, 'image'));
  const { reportId } = await run(null, 'report', 'new', '--study', STUDY, '--template', 'general');
  const report = ['--report', String(reportId)];
  for (const section of ['findings', 'impression'])
    await run(null, 'report', 'set', ...report, '--section', section, '--text', 'Clear lungs.');
  await run(null, 'report', 'sign', ...report, '--acknowledge', 'all');
  for (const [name, role, passphrase] of [
    ['Ben', 'reviewer', BEN],
    ['Cora', 'coordinator', CORA],
  ] as const) {
    const words = ['people', 'add', '--name', name, '--role', role, '--data', dir];
    expect((await runCliHere(words, { NIGHTJAR_NEW_PASSPHRASE: passphrase })).code).toBe(0);
  }
  const drawn = await run(CORA, 'review', 'draw', '--kind', 'radpeer', '--reviewer', 'Ben', '--count', '1');
  const [{ caseId } = { caseId: '' }] = drawn['cases'] as { caseId: string }[];
  const one = ['--case', caseId];
  const out = path.join(folder, 'teaching');
  const teach = ['review', 'teach', ...one, '--out', out];
  expect(await run(CORA, ...teach)).toMatchObject({ error: { code: 'review/not-teachable' } });
  await run(BEN, 'review', 'lock', ...one, '--text', 'Clear.');
  await run(BEN, 'review', 'reveal', ...one);
  await run(BEN, 'review', 'score', ...one, '--score', '1', '--learning', 'Doe had an apex worth a second look.');
  await run(CORA, 'review', 'agree', ...one);

  expect(await run(BEN, ...teach)).toMatchObject({ error: { code: 'access/not-allowed' } });
  expect(await run(CORA, 'review', 'teachable')).toMatchObject({ cases: [{ label: 'CT 2024-01-02 CT chest' }] });
  const made = await run(CORA, ...teach);
  expect(made).toMatchObject({ cases: [{ pictures: 1, leftOut: [] }] });
  expect(readdirSync(out).sort()).toEqual([
    ...['case-01-image-0001.dcm', 'hand-out.txt', 'list.json', 'presenter-notes.html'],
  ]);
  const page = readFileSync(path.join(out, 'presenter-notes.html'), 'utf8');
  expect(page).toContain('Confidential peer review document');
  expect(page).toContain('[name] had an apex worth a second look.');
  expect(page).not.toContain(caseId);

  const list = await run(CORA, 'review', 'conference', '--title', 'Rounds', ...one);
  expect(list).toMatchObject({ revision: 1, cases: [{ minutes: 10 }] });
  expect(await run(CORA, 'review', 'conferences')).toMatchObject({ conferences: [{ title: 'Rounds' }] });
  const zip = path.join(folder, 'rounds.zip');
  await run(CORA, 'review', 'teach', '--conference', String(list['conferenceId']), '--out', zip);
  expect(existsSync(zip)).toBe(true);
  const twice = await runCliHere(['review', 'teach', ...one, '--study', STUDY, '--out', zip, '--data', dir], {
    NIGHTJAR_PASSPHRASE: CORA,
  });
  expect(twice.stderr).toContain('teach needs one of');
}, 300_000);
