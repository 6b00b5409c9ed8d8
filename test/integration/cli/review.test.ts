import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCliHere } from '../helpers/run-cli.ts';

const BEN = 'another horse battery';
const CORA = 'a third horse battery';

it('nightjar review takes a case from the draw to its figures, and keeps it from who reads it blind', async () => {
  const folder = await tempDir();
  const dir = path.join(folder, 'store');
  await makeCheapStore(dir);
  const run = async (who: string | null, ...words: readonly string[]): Promise<Record<string, unknown>> => {
    const env = who === null ? {} : { NIGHTJAR_PASSPHRASE: who };
    const { documents, stderr } = await runCliHere([...words, '--data', dir], env);
    expect(documents, stderr).toHaveLength(1);
    return documents[0] as Record<string, unknown>;
  };
  const image = path.join(folder, 'image');
  writeFileSync(image, ctImage([element(0x00081030, 'LO', 'CT chest'), element(0x0020000d, 'UI', '1.2.826.77.1')]));
  await run(null, 'import', image);
  const { reportId } = await run(null, 'report', 'new', '--study', '1.2.826.77.1', '--template', 'general');
  const report = ['--report', String(reportId)];
  for (const section of ['findings', 'impression']) {
    await run(null, 'report', 'set', ...report, '--section', section, '--text', 'Clear lungs.');
  }
  expect(await run(null, 'report', 'sign', ...report, '--acknowledge', 'all')).toMatchObject({ state: 'final' });
  for (const [name, role, passphrase] of [
    ['Ben', 'reviewer', BEN],
    ['Cora', 'coordinator', CORA],
  ] as const) {
    const added = await runCliHere(['people', 'add', '--name', name, '--role', role, '--data', dir], {
      NIGHTJAR_NEW_PASSPHRASE: passphrase,
    });
    expect(added.code, added.stderr).toBe(0);
  }

  const draw = ['review', 'draw', '--kind', 'radpeer', '--reviewer', 'Ben', '--count', '1', '--seed', '7'];
  const drawn = await run(CORA, ...draw);
  expect(drawn).toMatchObject({ seed: '0000000000000007', cases: [{ caseId: expect.any(String) }] });
  expect(await run(CORA, 'review', 'redraw', '--draw', String(drawn['drawId']))).toEqual({ isSame: true });
  const [{ caseId } = { caseId: '' }] = drawn['cases'] as { caseId: string }[];
  const one = ['--case', caseId];

  expect(await run(BEN, 'studies')).toMatchObject({ error: { code: 'review/blind' } });
  expect(await run(BEN, 'review', 'list')).toMatchObject({ cases: [{ state: 'drawn', role: 'reviewer' }] });
  expect(await run(BEN, 'review', 'reveal', ...one)).toMatchObject({ error: { code: 'review/wrong-state' } });
  const locked = await run(BEN, 'review', 'lock', ...one, '--text', 'A nodule of 6 mm in the right upper lobe.');
  expect(locked).toMatchObject({ row: { state: 'locked' }, report: null });
  expect(await run(BEN, 'studies')).toMatchObject({ studies: [{ studyUid: '1.2.826.77.1' }] });
  expect(await run(BEN, 'review', 'reveal', ...one)).toMatchObject({ row: { state: 'revealed' } });
  const score = ['review', 'score', ...one, '--score', '2b'];
  expect(await run(BEN, ...score)).toMatchObject({ error: { code: 'review/comment-missing' } });
  expect(await run(BEN, ...score, '--comment', 'Missed.')).toMatchObject({ row: { state: 'scored' } });
  expect(await run(CORA, 'review', 'agree', ...one)).toMatchObject({ error: { code: 'review/needs-arbitration' } });
  const figures = await run(CORA, 'review', 'figures', '--programme', String(drawn['programmeId']));
  expect(figures).toMatchObject({ volume: { drawn: 1, open: 1, settled: 0 }, total: null });

  const programme = ['--programme', String(drawn['programmeId'])];
  const csv = path.join(folder, 'figures.csv');
  expect(await run(CORA, 'review', 'figures', ...programme, '--csv', csv)).toEqual({ file: csv });
  expect(readFileSync(csv, 'utf8')).toContain('volume,drawn,cases,1,');
  expect(await run(CORA, 'review', 'figures', ...programme, '--csv', csv)).toMatchObject({
    error: { code: 'disk/exists' },
  });
  expect(await run(CORA, 'review', 'numbers', '--set', 'Ben=4812')).toMatchObject({ number: '4812' });
  expect(await run(BEN, 'review', 'numbers', '--list')).toMatchObject({ error: { code: 'access/not-allowed' } });
  const { numbers } = await run(CORA, 'review', 'numbers', '--list');
  expect(numbers).toContainEqual({ reader: expect.any(String) as string, name: 'Ben', number: '4812' });
  const file = ['--format', 'radpeer', '--out', path.join(folder, 'radpeer.csv')];
  // The programme that a draw makes by itself has no number of the group.
  expect(await run(CORA, 'review', 'export', ...programme, ...file)).toMatchObject({
    error: { code: 'review/bad-programme' },
  });
  expect(await run(BEN, 'review', 'mine')).toEqual({ event: 'any', programmes: [] });
});
