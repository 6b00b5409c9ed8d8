import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';

const BEN = { name: 'Ben Reviewer', passphrase: 'another horse battery' };
const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-programmes-'));
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'programmes');
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  const day = (n: number): string => new Date(Date.now() - (n + 1) * 86_400_000).toISOString();
  const rows = Array.from({ length: 12 }, (_, n) => {
    const author = n % 2 === 0 ? 'Olga Outside' : 'Paul Elsewhere';
    return `R${n},${day(n)},${author},${n % 3 === 0 ? 'MR' : 'CT'},chest,A-100${n},Report ${n} is clear.`;
  });
  const head = 'report_id,signed_at,author,modality,region,accession,text';
  writeFileSync(path.join(folder, 'reports.csv'), [head, ...rows, 'broken,row', rows[0] ?? ''].join('\r\n'));
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const shot = (name: string): Promise<Buffer> => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

it('a programme draws from a list of reports, says why each case, comes out again, and is changed as its next version', async () => {
  const { page, app } = running;
  await firstStart(page);
  const proof = PASSPHRASE;
  await askStation(page, 'people.add', { ...BEN, roles: ['reviewer'], proof });
  await askStation(page, 'people.add', { ...CORA, roles: ['coordinator'], proof });
  await lock(page);
  await enterAs(page, CORA.name, CORA.passphrase);
  await chooseCommand(page, 'Second readings: review the reports of others');
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  await dialog.getByRole('tab', { name: 'Programmes' }).click();

  await answerOpenDialog(app, [path.join(folder, 'reports.csv')]);
  await dialog.getByLabel('Site', { exact: true }).fill('North');
  await dialog.getByRole('button', { name: 'Choose a file …' }).click();
  await dialog.getByText('14 reports read: 12 new, 1 known before. 0 have their study here.').waitFor();
  await dialog.getByText('1 not taken, another number of cells than the first line: line 14').waitFor();
  await dialog.getByLabel('Accession').fill('A-1004');
  await dialog.getByLabel('Reason').fill('The surgeon wrote');
  await dialog.getByRole('button', { name: 'Mark', exact: true }).click();
  await dialog.getByText('CT chest, North: complaint').waitFor();
  await shot('brought-in');

  await dialog.getByLabel('Name', { exact: true }).fill('Chest');
  await dialog.getByRole('checkbox', { name: BEN.name }).check();
  await dialog.getByRole('checkbox', { name: 'complaint' }).check();
  await dialog.getByRole('button', { name: 'Add a quota' }).click();
  const quota = dialog.getByRole('group', { name: 'Quota 1' });
  await quota.getByLabel('Modality').fill('mr');
  await quota.getByLabel('At least').fill('2');
  await quota.getByLabel('At most').fill('1');
  await dialog.getByText(/^Still to be filled in or put right: quotas/).waitFor();
  await quota.getByLabel('At most').fill('3');
  await quota.scrollIntoViewIfNeeded();
  await shot('form');
  await dialog.getByRole('button', { name: 'Begin the programme' }).click();
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click();
  await dialog.getByText('5 of 12 reports drawn').waitFor();

  await dialog.getByRole('button', { name: /Chest, version 1/ }).click();
  const why = dialog.getByRole('table');
  await why.getByText(/^Looked for on purpose \(complaint\)/).waitFor();
  expect(await why.getByText(/^Quota 1, at least 2 of MR/).count()).toBe(2);
  await why
    .getByRole('row', { name: /CASE-.*to be read/ })
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Draw again and compare' }).click();
  await dialog.getByText('The same cases came out, for the same readers.').waitFor();
  await dialog.getByText('The same cases came out').scrollIntoViewIfNeeded();
  await shot('draw');

  await dialog.getByRole('button', { name: 'Change the programme …' }).click();
  await dialog.getByLabel('Reports of the last … days').fill('30');
  await dialog.getByRole('button', { name: 'Save as version 2' }).click();
  await dialog.getByText(/version 2: one reader, reports of the last 30 days/).waitFor();
  await dialog.getByRole('button', { name: /Chest, version 1/ }).waitFor();
});
