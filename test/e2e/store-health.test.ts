import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/station/kernel/clock.ts';
import { newStation } from '../faults/store/station-fixture.ts';
import { runCli } from '../integration/helpers/run-cli.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { firstStart, unlock } from './helpers/gate.ts';
import { launch, PASSPHRASE, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { FULL_HD, resizeTo, SIZES } from './helpers/sizes.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, focusStudy, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const BACKUP_MS = 120_000;
const DAY_MS = 86_400_000;
const store = temporaryStore();
const outside = mkdtempSync(path.join(tmpdir(), 'nightjar-backup-'));
const backup = path.join(outside, 'backup');
let running: RunningApp;
let studies: string;

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(outside, { recursive: true, force: true });
});

const transfers = (page: Page) => page.getByRole('complementary', { name: 'Transfers' });

async function backUpInto(page: Page, folder: string): Promise<void> {
  await answerOpenDialog(running.app, [folder]);
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Back up now' }).click();
  await settings.waitFor({ state: 'detached' });
}

describe('a backup by the window', () => {
  it('is made into the folder of the dialog, with its counts in words', async () => {
    running = await launch(store.dataDir);
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    await page.keyboard.press('Control+,');
    await page.getByText('This store was never backed up.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await cutParts(page)).toEqual([]);
    await shot(page, 'settings');
    await page.keyboard.press('Escape');
    await backUpInto(page, backup);
    await transfers(page).getByText('Backup ✓ finished').waitFor({ timeout: BACKUP_MS });
    await transfers(page)
      .getByText(/copied and proved/)
      .waitFor();
    await shot(page, 'backup');
    await page.keyboard.press('Control+,');
    await page.getByText(/^Last backup: \d{4}-\d\d-\d\d/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('is refused in plain words where the folder lies in the store', async () => {
    const { page } = running;
    await backUpInto(page, path.join(store.dataDir, 'copy'));
    await transfers(page)
      .getByText(/This folder lies in the store itself/)
      .waitFor();
    await running.close();
  });

  it('gives the same studies when the command line restores it', async () => {
    studies = (await runCli(['studies', '--data', store.dataDir], { NIGHTJAR_PASSPHRASE: PASSPHRASE })).stdout;
    const restored = path.join(outside, 'restored');
    const { code, stderr } = await runCli(['restore', '--from', backup, '--data', restored]);
    expect(code, stderr).toBe(0);
    expect(studies).not.toBe('');
    expect((await runCli(['studies', '--data', restored])).stdout).toBe(studies);
  });
});

describe('a store whose index is an older copy of itself', () => {
  it('says what was mended and which studies to compare; each mark goes when the study was compared', async () => {
    await putOlderIndexBack();
    running = await launch(store.dataDir);
    const { page } = running;
    await unlock(page);
    await page.getByText(/This store is an older copy of itself/).waitFor();
    await page.getByText(/The store was mended when it was opened: index/).waitFor();
    await page.getByText(/6 studies are to be compared with the source/).waitFor();
    await closeTransfers(page);
    const rows = await shownRows(page);
    expect(rows.every(({ cells }) => cells['patient']?.includes('check again'))).toBe(true);
    await lookAt('mended');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText(/This store is an older copy of itself/).waitFor({ state: 'detached' });
    await focusStudy(page, rows[0]?.studyUid ?? '');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Mark as compared');
    await page.keyboard.press('Enter');
    await page.getByText(/5 studies are to be compared with the source/).waitFor();
  });

  it('says that the disk is gone, and that it is back', async () => {
    const { page } = running;
    // As a disk that is pulled out: open files still take writes, and nothing lies at the place of the store.
    const away = `${store.dataDir}-away`;
    renameSync(store.dataDir, away);
    try {
      await page.getByText(/The disk with the store is not there/).waitFor();
      await lookAt('lost');
    } finally {
      // Chromium may have begun a new profile in its place.
      rmSync(store.dataDir, { recursive: true, force: true });
      renameSync(away, store.dataDir);
    }
    await page.getByText(/The disk with the store is not there/).waitFor({ state: 'detached' });
    expect((await askStation(page, 'store.health', {})).storage).toBeNull();
    expect(running.complaints).toEqual([]);
    await running.close();
  });
});

describe('a store with a damaged object and a clock that went back', () => {
  it('says both in the window; the frame is refused with its reason, the alert stands until it is acknowledged', async () => {
    spoilEveryBlob(store.dataDir);
    await recordFromTomorrow();
    running = await launch(store.dataDir);
    const { page } = running;
    await unlock(page);
    await page.getByText(/The clock of this computer was set back/).waitFor();
    await closeTransfers(page);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    const glasses = await openStudy(page, ct?.studyUid ?? '');
    expect(glasses.map(({ state }) => state)).toContain('failed');
    await page
      .getByText(/An image in the store was (changed or damaged|damaged and is kept out of use)/)
      .first()
      .waitFor();
    await page.getByText(/damaged objects? (is|are) kept out of use/).waitFor();
    await shot(page, 'desk');
    await closeStudy(page);
    expect((await askStation(page, 'store.health', {})).quarantined).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await cutParts(page)).toEqual([]);
    // The list says it of the study too: it is not ready any more, and why.
    await expect
      .poll(async () => (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP')?.cells['ready'])
      .toMatch(/^■ \d+ damaged$/);
    await focusStudy(page, ct?.studyUid ?? '');
    await page
      .getByRole('region', { name: 'Preview' })
      .getByText(/\d+ of 100 damaged, out of use/)
      .waitFor();
    await shot(page, 'list');
    await page.getByRole('button', { name: 'What to do' }).click();
    await page.getByRole('dialog', { name: 'State of this store' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'details');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Acknowledge' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/The clock of this computer was set back/).waitFor({ state: 'detached' });
    expect((await askStation(page, 'store.health', {})).alarms).toEqual([]);
  });
});

/** Something is recorded after the index was copied, and the copy takes its place. */
async function putOlderIndexBack(): Promise<void> {
  const index = path.join(store.dataDir, 'index.db');
  const older = path.join(outside, 'index.db');
  copyFileSync(index, older);
  const station = newStation(store.dataDir);
  await station.unlock(null, PASSPHRASE);
  station.rooms.recordAlert('foreign-sender', 1);
  await station.close();
  copyFileSync(older, index);
}

/** In each size: nothing cut, nothing that axe finds, and a picture. */
async function lookAt(name: string): Promise<void> {
  const { page } = running;
  for (const size of [FULL_HD, ...SIZES]) {
    await resizeTo(running, size);
    await shot(page, `${size.name}-${name}`);
    expect(await cutParts(page), `${size.name} ${name}`).toEqual([]);
  }
  expect(await seriousFindings(page), name).toEqual([]);
}

/** Something is recorded by a clock that is a day ahead. */
async function recordFromTomorrow(): Promise<void> {
  const clock = { ...systemClock, nowIso: () => new Date(Date.now() + DAY_MS).toISOString() };
  const station = newStation(store.dataDir, { clock });
  await station.unlock(null, PASSPHRASE);
  station.rooms.recordAlert('foreign-sender', 1);
  await station.close();
}

/** One bit in the middle of each stored file. */
function spoilEveryBlob(dataDir: string): void {
  const blobs = path.join(dataDir, 'blobs');
  const files = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(file, bytes);
  }
}

/** A picture for a person to look at, where somebody asks for one. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['NIGHTJAR_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `health-${name}.png`) });
}
