import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder, rowCount } from './helpers/worklist.ts';

const BEN = { name: 'Ben Reviewer', passphrase: 'another horse battery' };
const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
/** What must be nowhere in Ben's window before he has locked. */
const HIDDEN = [
  'VANTERPOOL',
  'Vanterpool',
  'Eloise',
  'Q-771',
  'ACC-9931',
  'North General',
  READER,
  'cavitating',
  '1.2.826.77',
];
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-second-'));
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'second-readings');
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const n of [1, 2, 3]) {
    const image = ctImage([
      element(0x00080018, 'UI', `1.2.826.77.3.${n}`),
      element(0x00080050, 'SH', 'ACC-9931'),
      element(0x00080080, 'LO', 'North General'),
      element(0x00081030, 'LO', 'CT chest'),
      element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
      element(0x00100020, 'LO', 'Q-771'),
      element(0x0020000d, 'UI', '1.2.826.77.1'),
      element(0x0020000e, 'UI', '1.2.826.77.2'),
      element(0x00200013, 'IS', `${n}`),
    ]);
    writeFileSync(path.join(folder, `image-${n}`), image);
  }
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const shot = (name: string): Promise<Buffer> => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

/** A line across the active picture, at this height of it, 0 to 1. */
async function drawLength(height: number): Promise<void> {
  const { page } = running;
  const box = await page.locator('[data-viewport-id]').first().boundingBox();
  if (box === null) throw new Error('there is no viewport');
  const y = box.y + box.height * height;
  await page.mouse.click(box.x + box.width * 0.5, y);
  await page.keyboard.press('l');
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.up();
  await page.getByText(/^M1/).first().waitFor();
}

it('a case is drawn by one, read blind by another, and its report shown only after the findings are locked', async () => {
  const { page } = running;
  await firstStart(page);
  await importFolder(running.app, page, folder);
  await closeTransfers(page);
  await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(1);
  await openStudy(page, '1.2.826.77.1');
  await deskReady(page);
  await drawLength(0.3);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'A cavitating nodule of Mrs Vanterpool, right upper lobe, 12 mm.');
  await writeSection(page, 'Impression', 'Right upper lobe nodule.');
  await draftSaved(page);
  await signReport(page);
  await page.getByRole('button', { name: 'Close study' }).click();
  const proof = PASSPHRASE;
  await askStation(page, 'people.add', { ...BEN, roles: ['reviewer'], proof });
  await askStation(page, 'people.add', { ...CORA, roles: ['coordinator'], proof });

  await lock(page);
  await enterAs(page, CORA.name, CORA.passphrase);
  await chooseCommand(page, 'Second readings: review the reports of others');
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  await dialog.getByRole('tab', { name: 'Programmes' }).click();
  await dialog.getByLabel('Name').fill('Chest');
  await dialog.getByRole('checkbox', { name: BEN.name }).check();
  await dialog.getByRole('button', { name: 'Begin the programme' }).click();
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click();
  await dialog.getByText('1 of 1 reports drawn').waitFor();
  await shot('drawn');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();

  await lock(page);
  await enterAs(page, BEN.name, BEN.passphrase);
  await chooseCommand(page, 'Second readings: review the reports of others');
  await dialog.getByRole('button', { name: /^Open CASE-/ }).click();
  await deskReady(page);
  const pane = page.getByRole('complementary').filter({ hasText: 'CASE-' });
  await page.keyboard.press('ArrowDown');
  await drawLength(0.6);
  await pane.getByRole('button', { name: 'Add a finding' }).click();
  await page.keyboard.type('Nodule');
  await pane.getByLabel('Where').fill('upper lobe');
  await pane.getByLabel('Side').selectOption('right');
  await pane.getByLabel('Size, mm').fill('12 x 8');
  // Nothing that the desk asks of a study is refused of a copy.
  expect(await page.getByText('This is the copy of a case').count()).toBe(0);
  await shot('reading');
  const markup = await page.content();
  for (const hidden of HIDDEN) expect(markup, hidden).not.toContain(hidden);
  expect(await page.title()).toBe('Nightjar');
  await pane.getByRole('button', { name: 'Lock findings' }).click();
  await pane.getByText('Nodule, upper lobe, right, 12 x 8 mm').waitFor();
  expect(await page.content()).not.toContain('cavitating');
  await pane.getByRole('button', { name: 'Show the report' }).click();
  await pane.getByText('A cavitating nodule of Mrs [name], right upper lobe, 12 mm.').waitFor();
  await pane.getByRole('region', { name: 'Drawn by the reader of the report' }).getByText(/^M1/).waitFor();
  await pane.getByRole('region', { name: 'Drawn by the reviewer' }).getByText(/^M1/).waitFor();
  await pane.getByText(/^Reader of the report: .*shown/).waitFor();
  await shot('beside');
  const glass = page.locator('[data-viewport-id]').first();
  await pane.getByRole('region', { name: 'Drawn by the reader of the report' }).getByRole('button').first().click();
  await glass.getByText(/^Report M1/).waitFor();
  await shot('on-the-images');
  await pane.getByRole('checkbox', { name: 'Drawings of the report on the images, dashed' }).uncheck();
  await expect.poll(() => glass.getByText(/^Report M1/).count(), { timeout: 30_000 }).toBe(0);
  await pane.getByRole('radio', { name: /^2b/ }).click();
  expect(await pane.getByRole('button', { name: 'Score', exact: true }).isEnabled()).toBe(false);
  await pane.getByLabel('Comment (needed)').fill('Said without its follow-up.');
  await shot('revealed');
  await pane.getByRole('button', { name: 'Score', exact: true }).click();
  await pane.getByText('Score 2b: Understandable miss, likely to matter').waitFor();
  await shot('scored');
  expect(running.complaints).toEqual([]);
});
