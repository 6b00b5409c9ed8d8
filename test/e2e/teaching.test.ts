import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readZip } from '../../electron/station/access/audit/zip-read.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { answerSaveDialog } from './helpers/dialogs.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder, rowCount } from './helpers/worklist.ts';

const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
const STUDIES = [
  ['1.2.826.78.1', 'CT chest'],
  ['1.2.826.78.2', 'CT abdomen'],
] as const;
/** A slice that is known to hold no face, with a pixel of 1 mm. */
const PLACED = [
  element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
  element(0x00200032, 'DS', '0\\0\\0'),
  element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
  element(0x00280030, 'DS', '1\\1'),
];
/** Nobody says where its slice lies: a head might be in it. */
const HEAD = '1.2.826.78.2';
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-teaching-'));
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'teaching');
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const [uid, description] of STUDIES) {
    const image = ctImage([
      element(0x00080018, 'UI', `${uid}.1.1`),
      element(0x00081030, 'LO', description),
      element(0x00180015, 'CS', 'CHEST'),
      element(0x0020000d, 'UI', uid),
      element(0x0020000e, 'UI', `${uid}.1`),
      ...(uid === HEAD ? [] : PLACED),
    ]);
    writeFileSync(path.join(folder, uid), image);
  }
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const shot = (name: string): Promise<Buffer> => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

it('a conference list is made, put in order by keys, and its next case put on the desk', async () => {
  const { page } = running;
  await firstStart(page);
  await importFolder(running.app, page, folder);
  await closeTransfers(page);
  await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(2);
  await askStation(page, 'people.add', { ...CORA, roles: ['coordinator'], proof: PASSPHRASE });
  await lock(page);
  await enterAs(page, CORA.name, CORA.passphrase);
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  const lines = dialog.getByRole('listitem');
  const headings = (): Promise<string[]> => lines.locator('strong').allTextContents();
  for (const [place, [uid]] of STUDIES.entries()) {
    await openStudy(page, uid);
    await deskReady(page);
    await chooseCommand(page, 'Second readings: review the reports of others');
    await dialog.getByRole('tab', { name: 'Teaching' }).click();
    if (place === 0) {
      await dialog.getByLabel('Title').fill('Rounds of Monday');
      await dialog.getByRole('button', { name: 'Begin the list' }).click();
      await dialog.getByText('No case is on this list').waitFor();
      await shot('empty');
    }
    await dialog.getByRole('button', { name: 'Add the study on the desk' }).click();
    await expect.poll(() => lines.count(), { timeout: 30_000 }).toBe(place + 1);
    if (place === 1) break;
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Close study' }).click();
  }
  expect(await headings()).toEqual(['1. CT 2024-01-02 CT chest', '2. CT 2024-01-02 CT abdomen']);
  await lines.nth(1).getByLabel('Question to the audience').fill('What is missing?');
  await lines.nth(1).getByLabel('Minutes').fill('15');
  await lines.nth(1).getByLabel('Notes for the presenter alone').fill('Wait for an answer.');
  await page.keyboard.press('Tab');
  await dialog.getByText(/^2 cases, 25 min\./).waitFor();
  // Nothing is moved while words are being kept.
  const up = lines.nth(1).getByRole('button', { name: /^Move .* up$/ });
  await expect.poll(() => up.isEnabled(), { timeout: 30_000 }).toBe(true);
  await lines.nth(1).getByLabel('Learning point').focus();
  await expect.poll(() => up.isEnabled(), { timeout: 30_000 }).toBe(true);
  await page.keyboard.press('Alt+ArrowUp');
  await expect
    .poll(headings, { timeout: 30_000 })
    .toEqual(['1. CT 2024-01-02 CT abdomen', '2. CT 2024-01-02 CT chest']);
  expect(await lines.nth(0).getByLabel('Question to the audience').inputValue()).toBe('What is missing?');
  await shot('list');
  await dialog.getByRole('button', { name: 'Move 1. CT 2024-01-02 CT abdomen down' }).click();
  await expect
    .poll(headings, { timeout: 30_000 })
    .toEqual(['1. CT 2024-01-02 CT chest', '2. CT 2024-01-02 CT abdomen']);
  const file = dialog.getByRole('form', { name: 'Teaching file' });
  await file.getByLabel(/^Black out/).fill('0, 0, 1');
  await file.getByText('Four whole numbers a line').waitFor();
  expect(await file.getByRole('button', { name: 'Write the file …' }).isEnabled()).toBe(false);
  await file.getByLabel(/^Black out/).fill('0, 0, 1, 1');
  await file.getByRole('checkbox', { name: /I have looked/ }).check();
  await file.scrollIntoViewIfNeeded();
  await shot('file-form');
  const out = path.join(folder, 'rounds.zip');
  await answerSaveDialog(running.app, out);
  await file.getByRole('button', { name: 'Write the file …' }).click();
  await file.getByRole('status').or(file.getByRole('alert')).first().waitFor();
  await shot('file-written');
  await file.getByText('1 picture of 2 cases is in').waitFor();
  await file.getByText('it may hold a head').scrollIntoViewIfNeeded();
  await shot('file-written');
  const entries = [...((await readZip(readFileSync(out))) ?? new Map<string, Buffer>())];
  expect(entries.map(([name]) => name)).toContain('presenter-notes.html');
  for (const [name, bytes] of entries) expect(bytes.toString('latin1'), name).not.toMatch(/DOE|1\.2\.826\.78/);
  await dialog.getByRole('button', { name: 'Present 1. CT 2024-01-02 CT chest' }).click();
  await deskReady(page);
  await page.getByText('CT chest').first().waitFor();
  await shot('presented');
  expect(running.complaints).toEqual([]);
});
