import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { answerSaveDialog } from './helpers/dialogs.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, draftSaved, signReport, writeSection } from './helpers/report.ts';
import { cardOf, enrol, leave, openCase, part, send, take } from './helpers/review-exchange.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
const WAIT = { timeout: 30_000 };
const STUDIES = [1, 2, 3].map((n) => ({
  uid: `1.2.826.77.${n}`,
  findings: 'A cavitating nodule of Mrs Vanterpool, right upper lobe.',
}));
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
  for (const { uid } of STUDIES)
    for (const n of [1, 2, 3]) {
      const image = ctImage([
        element(0x00080018, 'UI', `${uid}.3.${n}`),
        element(0x00080080, 'LO', 'North General'),
        element(0x00081030, 'LO', 'CT chest'),
        element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
        element(0x00100020, 'LO', 'Q-771'),
        element(0x00180015, 'CS', 'CHEST'),
        element(0x0020000d, 'UI', uid),
        element(0x0020000e, 'UI', `${uid}.2`),
        element(0x00200013, 'IS', `${n}`),
        element(0x00200032, 'DS', `0\\0\\${n}`),
        element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
        element(0x00280030, 'DS', '1\\1'),
      ]);
      writeFileSync(path.join(files, `${uid}-${n}`), image);
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

it('three cases by two reviewers of other stations, and a second opinion blind to the first: to figures and the file of the registry', async () => {
  const { page } = coordinator;
  for (const one of [coordinator, reviewer, second]) await firstStart(one.page);
  await importFolder(coordinator.app, page, files);
  await closeTransfers(page);
  for (const study of STUDIES) await reportOn(page, study);
  await askStation(page, 'people.add', { ...CORA, roles: ['coordinator'], proof: PASSPHRASE });
  await lock(page);
  await enterAs(page, CORA.name, CORA.passphrase);
  await acquainted();
  const dialog = await drawn(page);
  await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Send to Ben, South by Exchange' }).waitFor(WAIT);
  await shot(page, 'waiting');

  const toBen = await send(coordinator, 'Ben, South', stick);
  const toDora = await send(coordinator, 'Dora, West', stick);
  await shot(page, 'sent');
  // Not for this one.
  await take(second, toBen, 'This package is for somebody else');
  const bens = await taken(reviewer, toBen);
  const doras = await taken(second, toDora);
  expect(bens.length + doras.length).toBe(3);
  await shot(reviewer.page, 'taken');
  await take(reviewer, toBen, 'This package was taken before.');
  for (const name of bens) await readBlind(reviewer, name);
  for (const name of doras) await readBlind(second, name);

  for (const [one, who, cases] of [
    [reviewer, 'Ben, South', bens],
    [second, 'Dora, West', doras],
  ] as const) {
    await take(coordinator, await send(one, 'Cora, North', stick), told(cases, 'answer taken.', 'answers taken.'));
    const reveals = await send(coordinator, who, stick);
    await take(one, reveals, told(cases, 'report to be scored taken.', 'reports to be scored taken.'));
  }
  const [first = ''] = bens;
  for (const name of bens) await scored(reviewer, name, name === first ? '2b' : '1');
  await shot(reviewer.page, 'scored');
  for (const name of doras) await scored(second, name, '1');
  for (const [one, cases] of [
    [reviewer, bens],
    [second, doras],
  ] as const) {
    await take(coordinator, await send(one, 'Cora, North', stick), told(cases, 'answer taken.', 'answers taken.'));
  }

  await arbitrated(page, first);
  await part(page, 'Packages');
  await shot(page, 'in-the-end');
  const lines = await figuresAndFile(dialog);
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.includes('2b'))).toHaveLength(1);
  expect(lines.slice(1).every((line) => line.includes('4711') && line.includes('1001'))).toBe(true);
  for (const hidden of [...HIDDEN, 'CASE-', first.slice(5), 'Reader']) expect(lines.join('\n')).not.toContain(hidden);
  for (const one of [coordinator, reviewer, second]) expect(one.complaints).toEqual([]);
}, 600_000);

async function reportOn(page: Page, study: (typeof STUDIES)[number]): Promise<void> {
  await openStudy(page, study.uid);
  await deskReady(page);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', study.findings);
  await writeSection(page, 'Impression', 'Right upper lobe nodule.');
  await draftSaved(page);
  await signReport(page);
  await page.getByRole('button', { name: 'Close study' }).click();
}

/** Everybody has the card of the other side, and the coordinator a node beside the folder; nobody is asked anything yet. */
async function acquainted(): Promise<void> {
  const { page } = coordinator;
  const cards = { cora: await cardOf(page), ben: await cardOf(reviewer.page), dora: await cardOf(second.page) };
  await enrol(page, 'Ben', 'South', cards.ben);
  await enrol(page, 'Dora', 'West', cards.dora);
  await enrol(reviewer.page, 'Cora', 'North', cards.cora);
  await enrol(second.page, 'Cora', 'North', cards.cora);
  await shot(page, 'enrolled');
  const packages = await part(page, 'Packages');
  await packages.getByRole('button', { name: 'Set up a node' }).click();
  await packages.getByLabel('Name').fill('Exchange');
  await packages.getByLabel('Host').fill('127.0.0.1');
  await packages.getByLabel('Its title').fill('EXCHANGE');
  await shot(page, 'node-form');
  await packages.getByRole('button', { name: 'Set it up' }).click();
  await packages.getByRole('button', { name: 'Look for packages at Exchange' }).waitFor(WAIT);
  await shot(page, 'node');
}

async function drawn(page: Page): Promise<Locator> {
  const dialog = await part(page, 'Programmes');
  await dialog.getByLabel('Name').fill('Chest');
  for (const name of ['Ben, South', 'Dora, West']) await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByLabel('Fewest cases behind a figure').fill('3');
  await dialog.getByLabel('Number of the group at the registry').fill('4711');
  await dialog.getByRole('button', { name: 'Begin the programme' }).click();
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click();
  await dialog.getByText('3 of 3 reports drawn').waitFor(WAIT);
  return dialog;
}

const told = (cases: readonly string[], one: string, more: string): string =>
  `${cases.length} ${cases.length === 1 ? one : more}`;

/** Names of the cases that a package brought. */
async function taken(to: RunningApp, file: string): Promise<readonly string[]> {
  await take(to, file, 'to be read taken.');
  const { cases } = await askStation(to.page, 'review.list', {});
  return cases.map(({ name }) => name);
}

async function readBlind({ page }: RunningApp, name: string): Promise<void> {
  const pane = await openCase(page, name);
  await pane.getByRole('button', { name: 'Add a finding' }).click();
  await page.keyboard.type('Nodule');
  const markup = await page.content();
  for (const hidden of HIDDEN) expect(markup, hidden).not.toContain(hidden);
  await shot(page, 'read-blind');
  await pane.getByRole('button', { name: 'Lock findings' }).click();
  await expect.poll(() => pane.getByRole('button', { name: 'Lock findings' }).count(), WAIT).toBe(0);
  expect(await pane.getByRole('button', { name: 'Show the report' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Close study' }).click();
}

async function scored({ page }: RunningApp, name: string, score: '1' | '2b'): Promise<void> {
  const pane = await openCase(page, name);
  await pane.getByRole('button', { name: 'Show the report' }).click(WAIT);
  await pane
    .getByText(/nodule of Mrs \[name\], right upper lobe/)
    .first()
    .waitFor(WAIT);
  await pane.getByRole('radio', { name: new RegExp(`^${score}`) }).click();
  if (score !== '1') await pane.getByLabel('Comment (needed)').fill('Said without its follow-up.');
  await pane.getByRole('button', { name: 'Score', exact: true }).click();
  await pane.getByText(`Score ${score}`).first().waitFor(WAIT);
  await page.getByRole('button', { name: 'Close study' }).click();
}

/** A second opinion on one case, from the third station; the others stand. */
async function arbitrated(page: Page, name: string): Promise<void> {
  const { cases } = await askStation(page, 'review.list', {});
  const { readers } = await askStation(page, 'review.readers', {});
  const dora = readers.find((one) => one.name === 'Dora, West');
  const row = cases.find((one) => one.name === name);
  if (row === undefined || dora === undefined) throw new Error('there is no case, or nobody to ask');
  const { reviewId } = row;
  await askStation(page, 'review.move', { reviewId, move: { kind: 'refer', reader: dora.reader } });
  for (const other of cases.filter((one) => one.name !== name)) {
    await askStation(page, 'review.move', { reviewId: other.reviewId, move: { kind: 'agree' } });
  }
  await leave(page);
  await take(second, await send(coordinator, 'Dora, West', stick), '1 case to be read taken.');
  const asked = await askStation(second.page, 'review.see', { reviewId });
  expect(asked).toMatchObject({ row: { role: 'second', moves: ['opine'] }, read: null, scoring: null });
  expect(JSON.stringify(asked)).not.toMatch(/"2b"|follow-up/);
  const beside = await openCase(second.page, name);
  await shot(second.page, 'second-opinion');
  await beside.getByRole('button', { name: /opinion/i }).click();
  await second.page.getByRole('radio', { name: /^2b/ }).click();
  await second.page.getByLabel('Comment (needed)').fill('It is there.');
  const form = second.page.getByRole('dialog');
  await form.getByRole('button', { name: /opinion/i }).click();
  const opinions = async () => (await askStation(second.page, 'review.see', { reviewId })).opinions;
  await expect.poll(opinions, WAIT).toMatchObject([{ role: 'second', opinion: { score: '2b' } }]);
  await take(coordinator, await send(second, 'Cora, North', stick), '1 answer taken.');
  await askStation(page, 'review.move', { reviewId, move: { kind: 'settle', score: '2b' } });
}

/** What the programme came to, and the lines of the file that the registry gets. */
async function figuresAndFile(dialog: Locator): Promise<readonly string[]> {
  const { app, page } = coordinator;
  await part(page, 'Figures');
  await dialog.getByRole('figure', { name: 'Rates by reader' }).getByText('1 of 3').first().waitFor(WAIT);
  await dialog.getByRole('figure', { name: 'Volume' }).getByText('3 of 3 cases settled').waitFor(WAIT);
  await shot(page, 'figures');
  const { numbers } = await askStation(page, 'review.numbers', {});
  const author = numbers[0]?.name ?? '';
  await dialog.getByRole('button', { name: 'Numbers of physicians' }).click();
  await dialog.getByLabel(author, { exact: true }).fill('1001');
  await dialog.getByRole('button', { name: `Save the number of ${author}` }).click();
  await dialog.getByText('3 cases are ready.').waitFor(WAIT);
  const file = path.join(stick, 'registry.csv');
  await answerSaveDialog(app, file);
  await dialog.getByRole('button', { name: 'Export as CSV' }).click();
  await page.getByText('3 cases written').waitFor(WAIT);
  await shot(page, 'exported');
  return readFileSync(file, 'utf8').trim().split(/\r?\n/);
}
