import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
const WAIT = { timeout: 30_000 };
const HIDDEN = ['VANTERPOOL', 'Vanterpool', 'Q-771', 'North General', 'cavitating', '1.2.826.77'];
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-packages-'));
const stick = path.join(folder, 'stick');
const files = path.join(folder, 'files');
const shots = path.join(projectRoot, 'test-results', 'packages');
const stores = { coordinator: temporaryStore(), reviewer: temporaryStore(), second: temporaryStore() };
let coordinator: RunningApp;
let reviewer: RunningApp;
let second: RunningApp;

beforeAll(async () => {
  for (const one of [shots, stick, files]) mkdirSync(one, { recursive: true });
  for (const n of [1, 2, 3]) {
    const image = ctImage([
      element(0x00080018, 'UI', `1.2.826.77.3.${n}`),
      element(0x00080080, 'LO', 'North General'),
      element(0x00081030, 'LO', 'CT chest'),
      element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
      element(0x00100020, 'LO', 'Q-771'),
      element(0x00180015, 'CS', 'CHEST'),
      element(0x0020000d, 'UI', '1.2.826.77.1'),
      element(0x0020000e, 'UI', '1.2.826.77.2'),
      element(0x00200013, 'IS', `${n}`),
      element(0x00200032, 'DS', `0\\0\\${n}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00280030, 'DS', '1\\1'),
    ]);
    writeFileSync(path.join(files, `image-${n}`), image);
  }
  [coordinator, reviewer, second] = await Promise.all([
    launch(stores.coordinator.dataDir),
    launch(stores.reviewer.dataDir),
    launch(stores.second.dataDir),
  ]);
});

afterAll(async () => {
  for (const one of [coordinator, reviewer, second]) await one?.close();
  for (const store of Object.values(stores)) store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const shot = (page: Page, name: string): Promise<Buffer> => page.screenshot({ path: path.join(shots, `${name}.png`) });

/** The dialog of second readings, at one of its parts. */
async function part(page: Page, name: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  if ((await dialog.count()) === 0) await chooseCommand(page, 'Second readings: review the reports of others');
  await dialog.getByRole('tab', { name }).click();
  return dialog;
}

async function leave(page: Page): Promise<void> {
  await page
    .getByRole('dialog', { name: 'Second readings' })
    .getByRole('button', { name: 'Close', exact: true })
    .click();
}

async function cardOf(page: Page): Promise<{ card: string; fingerprint: string }> {
  const dialog = await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Show your card' }).click();
  const fingerprint = await dialog.getByLabel('Fingerprint', { exact: true }).innerText(WAIT);
  return { card: await dialog.getByLabel('Card', { exact: true }).inputValue(), fingerprint };
}

async function enrol(page: Page, name: string, site: string, of: { card: string; fingerprint: string }): Promise<void> {
  const dialog = await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Enrol somebody' }).click();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Station', { exact: true }).fill(site);
  await dialog.getByLabel('Their card').fill(of.card);
  await dialog.getByLabel('Fingerprint, as you heard it').fill(of.fingerprint.toLowerCase());
  await dialog.getByRole('button', { name: 'Enrol', exact: true }).click();
  await dialog.getByText(`${name}, ${site}`).first().waitFor(WAIT);
}

/** Makes the package that waits for somebody, and gives its file. */
async function send({ app, page }: RunningApp, to: string): Promise<string> {
  const before = readdirSync(stick);
  const dialog = await part(page, 'Packages');
  await answerOpenDialog(app, [stick]);
  await dialog.getByRole('button', { name: `Package for ${to}` }).click(WAIT);
  await dialog.getByText('The package is in the folder.').waitFor(WAIT);
  const made = readdirSync(stick).filter((name) => !before.includes(name));
  expect(made).toHaveLength(1);
  expect(made[0]).toMatch(/^review-[0-9a-f]{10}\.njreview$/);
  return path.join(stick, made[0] ?? '');
}

async function take({ app, page }: RunningApp, file: string, says: string): Promise<void> {
  const dialog = await part(page, 'Packages');
  await answerOpenDialog(app, [file]);
  await dialog.getByRole('button', { name: 'Take a package' }).click();
  await dialog.getByText(says).waitFor(WAIT);
}

it('a case goes to a reviewer at another station and comes back scored; a second opinion from a third is blind to it', async () => {
  const { page } = coordinator;
  for (const one of [coordinator, reviewer, second]) await firstStart(one.page);
  await importFolder(coordinator.app, page, files);
  await closeTransfers(page);
  await openStudy(page, '1.2.826.77.1');
  await deskReady(page);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'A cavitating nodule of Mrs Vanterpool, right upper lobe.');
  await writeSection(page, 'Impression', 'Right upper lobe nodule.');
  await draftSaved(page);
  await signReport(page);
  await page.getByRole('button', { name: 'Close study' }).click();
  await askStation(page, 'people.add', { ...CORA, roles: ['coordinator'], proof: PASSPHRASE });
  await lock(page);
  await enterAs(page, CORA.name, CORA.passphrase);

  const cards = {
    cora: await cardOf(page),
    ben: await cardOf(reviewer.page),
    dora: await cardOf(second.page),
  };
  await enrol(page, 'Ben', 'South', cards.ben);
  await enrol(page, 'Dora', 'West', cards.dora);
  await enrol(reviewer.page, 'Cora', 'North', cards.cora);
  await enrol(second.page, 'Cora', 'North', cards.cora);
  await shot(page, 'enrolled');

  // A node for second readings, beside the folder; nobody is asked anything yet.
  const packages = await part(page, 'Packages');
  await packages.getByRole('button', { name: 'Set up a node' }).click();
  await packages.getByLabel('Name').fill('Exchange');
  await packages.getByLabel('Host').fill('127.0.0.1');
  await packages.getByLabel('Its title').fill('EXCHANGE');
  await shot(page, 'node-form');
  await packages.getByRole('button', { name: 'Set it up' }).click();
  await packages.getByRole('button', { name: 'Look for packages at Exchange' }).waitFor(WAIT);
  await shot(page, 'node');

  const dialog = await part(page, 'Programmes');
  await dialog.getByLabel('Name').fill('Chest');
  await dialog.getByRole('checkbox', { name: 'Ben, South' }).check();
  await dialog.getByRole('button', { name: 'Begin the programme' }).click();
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click();
  await dialog.getByText('1 of 1 reports drawn').waitFor(WAIT);
  await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Send to Ben, South by Exchange' }).waitFor(WAIT);
  await shot(page, 'waiting');
  const cases = await send(coordinator, 'Ben, South');
  await shot(page, 'sent');

  // Not for this one.
  await take(second, cases, 'This package is for somebody else');
  await take(reviewer, cases, '1 case to be read taken.');
  await shot(reviewer.page, 'taken');
  await take(reviewer, cases, 'This package was taken before.');
  await part(reviewer.page, 'Cases');
  await reviewer.page.getByRole('button', { name: /^Open CASE-/ }).click();
  await deskReady(reviewer.page);
  const pane = reviewer.page.getByRole('complementary').filter({ hasText: 'CASE-' });
  await pane.getByRole('button', { name: 'Add a finding' }).click();
  await reviewer.page.keyboard.type('Nodule');
  const markup = await reviewer.page.content();
  for (const hidden of HIDDEN) expect(markup, hidden).not.toContain(hidden);
  await shot(reviewer.page, 'read-blind');
  await pane.getByRole('button', { name: 'Lock findings' }).click();
  await expect.poll(() => pane.getByRole('button', { name: 'Lock findings' }).count(), WAIT).toBe(0);
  expect(await pane.getByRole('button', { name: 'Show the report' }).count()).toBe(0);

  await take(coordinator, await send(reviewer, 'Cora, North'), '1 answer taken.');
  await take(reviewer, await send(coordinator, 'Ben, South'), '1 report to be scored taken.');
  await leave(reviewer.page);
  await pane.getByRole('button', { name: 'Show the report' }).click(WAIT);
  await pane.getByText('A cavitating nodule of Mrs [name], right upper lobe.').first().waitFor(WAIT);
  await pane.getByRole('radio', { name: /^2b/ }).click();
  await pane.getByLabel('Comment (needed)').fill('Said without its follow-up.');
  await pane.getByRole('button', { name: 'Score', exact: true }).click();
  await pane.getByText('Score 2b').first().waitFor(WAIT);
  await shot(reviewer.page, 'scored');
  await take(coordinator, await send(reviewer, 'Cora, North'), '1 answer taken.');

  // A further opinion, from the third station.
  const [row] = (await askStation(page, 'review.list', {})).cases;
  const { readers } = await askStation(page, 'review.readers', {});
  const dora = readers.find(({ name }) => name === 'Dora, West');
  if (row === undefined || dora === undefined) throw new Error('there is no case, or nobody to ask');
  const { reviewId } = row;
  await askStation(page, 'review.move', { reviewId, move: { kind: 'refer', reader: dora.reader } });
  await leave(page);
  await take(second, await send(coordinator, 'Dora, West'), '1 case to be read taken.');
  const asked = await askStation(second.page, 'review.see', { reviewId });
  expect(asked).toMatchObject({ row: { role: 'second', moves: ['opine'] }, read: null, scoring: null });
  expect(JSON.stringify(asked)).not.toMatch(/"2b"|follow-up/);
  await part(second.page, 'Cases');
  await second.page.getByRole('button', { name: /^Open CASE-/ }).click();
  await deskReady(second.page);
  await shot(second.page, 'second-opinion');
  const beside = second.page.getByRole('complementary').filter({ hasText: 'CASE-' });
  await beside.getByRole('button', { name: /opinion/i }).click();
  await second.page.getByRole('radio', { name: /^2b/ }).click();
  await second.page.getByLabel('Comment (needed)').fill('It is there.');
  await second.page
    .getByRole('dialog')
    .getByRole('button', { name: /opinion/i })
    .click();
  const opinions = async () => (await askStation(second.page, 'review.see', { reviewId })).opinions;
  await expect.poll(opinions, WAIT).toMatchObject([{ role: 'second', opinion: { score: '2b' } }]);
  await take(coordinator, await send(second, 'Cora, North'), '1 answer taken.');
  await askStation(page, 'review.move', { reviewId, move: { kind: 'settle', score: '2b' } });
  const { programmeId } = row;
  const figures = await askStation(page, 'review.figures', { programmeId, event: 'any' });
  expect(figures).toMatchObject({ volume: { drawn: 1, open: 0, settled: 1 } });
  await part(page, 'Packages');
  await shot(page, 'in-the-end');
  for (const one of [coordinator, reviewer, second]) expect(one.complaints).toEqual([]);
});
