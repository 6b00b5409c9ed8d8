import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { seriousFindings } from './helpers/axe.ts';
import { openStudy } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, shownRows } from './helpers/worklist.ts';

/** A picture for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'audit');

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

const grid = () => running.page.getByRole('grid', { name: 'Records' });
const acts = async (): Promise<readonly string[]> =>
  await grid().locator('[role="row"][data-index] [role="gridcell"]:nth-child(3)').allInnerTexts();

describe('the audit trail in the window', () => {
  it('shows what was done, found by keyboard from the palette', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Audit trail');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Audit trail' }).waitFor();
    await expect.poll(acts).toContain('Study opened');
    expect(await acts()).toEqual(expect.arrayContaining(['Audit trail read', 'Import finished', 'Objects imported']));
  });

  it('is searched by act and person, and the record is read by arrows', async () => {
    const { page } = running;
    await page.getByRole('combobox', { name: 'Act' }).selectOption('study.open');
    await page.getByRole('combobox', { name: 'Person' }).selectOption({ label: READER });
    await page.getByRole('button', { name: 'Search' }).press('Enter');
    // The case and the prior beside it.
    await expect.poll(acts).toEqual(['Study opened', 'Study opened']);
    await grid().locator('[role="row"][tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    const record = page.getByRole('region', { name: 'Record' });
    await expect.poll(() => record.innerText()).toContain('Study opened (study.open)');
    await page.screenshot({ path: path.join(shots, 'trail.png') });
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Act' }).selectOption('');
    await page.getByRole('button', { name: 'Search' }).press('Enter');
    await expect.poll(async () => (await acts()).length).toBeGreaterThan(3);
    await grid().locator('[role="row"][tabindex="0"]').focus();
    await page.keyboard.press('End');
    await expect.poll(() => record.innerText()).toContain('store.create');
    await page.keyboard.press('Home');
    await expect.poll(() => record.innerText()).toContain('audit.read');
  });

  it('is verified on demand', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Verify the trail' }).press('Enter');
    await page.getByText(/^Whole: \d+ records/).waitFor();
    await page.screenshot({ path: path.join(shots, 'verified.png') });
  });

  it('lists emergency access for review, and leaves the own to others', async () => {
    const { page } = running;
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const studyId = rows[0]?.studyId ?? '';
    await askStation(page, 'access.breakGlass', { studyId, code: 'emergency', reason: 'nobody else was awake' });
    await page.getByRole('tab', { name: 'Records' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('nobody else was awake').waitFor();
    await page.getByText('Your own: another coordinator or administrator reviews it.').waitFor();
    await page.screenshot({ path: path.join(shots, 'emergency.png') });
    expect(await seriousFindings(page)).toEqual([]);
  });
});
