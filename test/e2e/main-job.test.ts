import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Measurement } from '../../shared/model/measurement.ts';
import { StudyId } from '../../shared/model/ids.ts';
import { measureDrawing } from '../../shared/rules/measure.ts';
import { mayTrace, networkUse, tracingStarter } from '../faults/closed/traced.ts';
import { hasPeer } from '../helpers/peers.ts';
import {
  closeStudy,
  drag,
  focusViewport,
  openStudy,
  readGlass,
  rolesUnsaid,
  scrollTo,
  settledGlass,
} from './helpers/desk.ts';
import type { Glass } from './helpers/desk.ts';
import { firstStart, lock, unlock } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, draftSaved, exportReport, reportPane, signReport, writeSection } from './helpers/report.ts';
import { chooseCommand } from './helpers/palette.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const CT = 'CT CAP';
const PRIOR = 'DERIVED PRIOR PET/CT';
const FINDINGS = 'Nodule in the left lower lobe of';
const PRIOR_WORDS = 'prior of 1959-03-29';
const IMPRESSION = 'Single nodule. Follow-up in three months (naïve ü, 3 × 4).';
const ADDENDUM = 'Comparison with outside images added.';

const store = temporaryStore();
const outputs = mkdtempSync(path.join(tmpdir(), 'nightjar-outputs-'));
let running: RunningApp;
let onPrior: Measurement | undefined;
let left: { readonly glass: Glass; readonly measurement: Measurement } | undefined;

/** The whole job is done under the eyes of strace: what every process of the program connects to. */
const traced = mayTrace();
const log = path.join(outputs, 'network.log');

beforeAll(async () => {
  running = await launch(store.dataDir, [], traced ? { starter: tracingStarter(outputs, log) } : {});
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(outputs, { recursive: true, force: true });
});

const output = (name: string): string => path.join(outputs, name);

async function uidOf(page: Page, description: string): Promise<string> {
  const row = (await shownRows(page)).find((one) => one.cells['study'] === description);
  if (!row) throw new Error(`no row ${description}`);
  return row.studyUid;
}

async function studyIdOf(page: Page, description: string): Promise<StudyId> {
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const found = rows.find((row) => row.description === description);
  return StudyId.parse(found?.studyId);
}

async function measurementsOf(page: Page): Promise<readonly Measurement[]> {
  const studyId = await studyIdOf(page, CT);
  return (await askStation(page, 'reading.load', { studyId })).measurements;
}

describe('the main job', () => {
  it('starts with a name, a passphrase and a recovery key', async () => {
    await firstStart(running.page);
    await expect.poll(() => running.page.getByText('No studies yet').isVisible()).toBe(true);
  });

  it('takes the sample studies in and lists them', async () => {
    const report = await importSamples(running.page);
    expect(report).toMatchObject({ imported: 177, 'there already': 0, 'in conflict': 0, refused: 0 });
    await closeTransfers(running.page);
    await expect.poll(() => rowCount(running.page)).toBe(6);
    const rows = await shownRows(running.page);
    const ct = rows.find((row) => row.cells['study'] === CT);
    expect(ct?.cells).toMatchObject({ modality: 'CT', priors: '1', report: '–', ready: '◇ images' });
    expect(ct?.cells['images']).toMatch(/^100\//);
  });

  it('hangs the CT beside its prior', async () => {
    const { page } = running;
    const [current, prior] = [await uidOf(page, CT), await uidOf(page, PRIOR)];
    const glasses = await openStudy(page, current);
    expect(glasses.map(({ role, studyUid, state }) => ({ role, studyUid, state }))).toEqual([
      { role: 'current', studyUid: current, state: 'shown' },
      { role: 'prior', studyUid: prior, state: 'shown' },
    ]);
    expect(glasses.map((glass) => glass['count'])).toEqual(['100', '34']);
    expect(await rolesUnsaid(page)).toEqual([]);
  });

  it('scrolls slice by slice, and the prior goes along by place from where the reader says so', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    const start = Number((await settledGlass(page, 'v1-1'))['index']);
    const prior = await settledGlass(page, 'v1-2');
    const before = Number(prior['index']);
    // The prior has a frame of reference of its own.
    expect(prior['link']).toBe('');
    await page.keyboard.press('Shift+y');
    await settledGlass(page, 'v1-2', { link: 'approximate' });
    const seen = new Set<string | undefined>();
    for (let index = start + 1; index <= start + 6; index += 1) {
      seen.add((await scrollTo(page, 'v1-1', 'ArrowDown', index))['sopUid']);
    }
    expect(seen.size).toBe(6);
    // The prior has every third slice: six slices here are two there.
    await settledGlass(page, 'v1-2', { index: String(before + 2) });
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'End', 99);
    await scrollTo(page, 'v1-1', 'PageUp', 89);
  });

  it('sets a window by its number key', async () => {
    const { page } = running;
    await page.keyboard.press('2');
    const glass = await settledGlass(page, 'v1-1', { windowCenter: '40', windowWidth: '400' });
    expect(glass['voiFunction']).toBe('LINEAR');
  });

  it('measures a length that is what shared/rules say of its points', async () => {
    const { page } = running;
    const glass = await readGlass(page, 'v1-1');
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [300, 420], [420, 330]);
    await expect.poll(async () => (await measurementsOf(page)).length).toBe(1);
    const [measurement] = await measurementsOf(page);
    if (!measurement) throw new Error('nothing was measured');
    const { series } = await askStation(page, 'study.open', { studyId: await studyIdOf(page, CT) });
    const image = series.flatMap((one) => one.images).find((one) => one.objectId === measurement.objectId);
    if (!image) throw new Error('the measured object is not of this study');
    expect(image.sopUid).toBe(glass['sopUid']);
    expect(measurement.result).toEqual(measureDrawing('length', measurement.points, image, measurement.frame, null));
    // The same by hand: 150 CSS pixels on the glass, at this zoom, of this spacing.
    const ratio = await page.evaluate(() => window.devicePixelRatio);
    const byHand = (150 * ratio * Number(glass['spacing']?.split('\\')[0])) / Number(glass['zoom']);
    const [length] = measurement.result.values;
    expect(length).toMatchObject({ name: 'length', unit: 'mm' });
    expect(length?.value).toBeCloseTo(byHand, 0);
    // Its number stands beside it at once: the same by which the report names it.
    const words = page.locator('[data-viewport-id="v1-1"] svg text');
    await expect.poll(async () => (await words.allTextContents()).join(' ')).toContain('M1');
    left = { glass: await settledGlass(page, 'v1-1'), measurement };
  });

  it('writes a report with the measurement inserted by one key', async () => {
    const { page } = running;
    await chooseTemplate(page, 'CT chest');
    await writeSection(page, 'Findings', FINDINGS);
    await page.keyboard.press('Control+m');
    const chip = reportPane(page).locator('[data-measurement]');
    await chip.waitFor();
    const value = left?.measurement.result.values[0]?.value ?? 0;
    expect(await chip.innerText()).toContain(value.toFixed(1));
    await writeSection(page, 'Impression', IMPRESSION);
    // The comparison was filled from the prior.
    expect(await reportPane(page).getByRole('textbox', { name: 'Comparison' }).innerText()).toContain('1959-03-29');
    await draftSaved(page);
  });

  it('leads from the measurement in the text back to its image', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await scrollTo(page, 'v1-1', 'Home', 0);
    await reportPane(page).locator('[data-measurement]').click();
    await settledGlass(page, 'v1-1', { index: left?.glass['index'] });
  });

  it('measures on the prior beside it: the number says of which day it is', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-2');
    const glass = await settledGlass(page, 'v1-2');
    await page.keyboard.press('l');
    await drag(page, 'v1-2', [300, 420], [420, 330]);
    await expect.poll(async () => (await measurementsOf(page)).length).toBe(2);
    const [, measurement] = await measurementsOf(page);
    if (!measurement) throw new Error('nothing was measured');
    // Kept with the case that is read, on the picture of the other study.
    expect(measurement).toMatchObject({ studyId: await studyIdOf(page, CT), prior: { studyDate: '19590329' } });
    const { series } = await askStation(page, 'study.open', { studyId: await studyIdOf(page, PRIOR) });
    const image = series.flatMap((one) => one.images).find((one) => one.objectId === measurement.objectId);
    expect(image?.sopUid).toBe(glass['sopUid']);
    await writeSection(page, 'Findings', ', before');
    await page.keyboard.press('Control+m');
    await reportPane(page).locator('[data-measurement]').filter({ hasText: PRIOR_WORDS }).waitFor();
    await draftSaved(page);
    onPrior = measurement;
  });

  it('asks about a side that the findings do not bear out, and shows which words it means', async () => {
    const { page } = running;
    await writeSection(page, 'Impression', ' Right lower lobe nodule.');
    await draftSaved(page);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    await dialog.getByRole('button', { name: /^Show in the report: The impression says/ }).click();
    await dialog.waitFor({ state: 'detached' });
    const selected = (): Promise<string> => page.evaluate(() => document.getSelection()?.toString() ?? '');
    await expect.poll(selected).toBe('Right lower lobe nodule');
    await page.keyboard.press('Backspace');
    await draftSaved(page);
  });

  it('puts a macro in the place of its shorthand: digits take its choices, and a field left open stands in the way', async () => {
    const { page } = running;
    const impression = reportPane(page).getByRole('textbox', { name: 'Impression', exact: true });
    const before = await impression.innerText();
    await writeSection(page, 'Impression', ' fu');
    await page.keyboard.press('Alt+x');
    await expect
      .poll(() => impression.innerText())
      .toBe(`${before} [CT|MRI|Ultrasound] in [number] [weeks|months] is recommended.`);
    await page.keyboard.press('1');
    await page.keyboard.type('3');
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    await dialog.getByRole('button', { name: 'Show in the report: "[weeks|months]" was left open.' }).click();
    await dialog.waitFor({ state: 'detached' });
    const put = ' CT in 3 months is recommended.';
    await page.keyboard.press('2');
    await expect.poll(() => impression.innerText()).toBe(`${before}${put}`);
    await page.keyboard.press('Control+End');
    for (const _ of put) await page.keyboard.press('Backspace');
    expect(await impression.innerText()).toBe(before);
    await draftSaved(page);
  });

  it('starts the clock of a critical finding by one key, says so on every screen, and stops it when somebody was told', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('!');
    const dialog = page.getByRole('dialog', { name: 'Critical findings' });
    await dialog.getByLabel('Finding', { exact: true }).fill('Free air below the diaphragm');
    await page.keyboard.press('Enter');
    const untold = page.getByText(/^Nobody was told yet: Free air below the diaphragm \(category 1\), \d+ min left\.$/);
    await untold.waitFor();
    const tell = dialog.getByRole('form', { name: 'Who was told' });
    await tell.getByLabel('Whom').fill('Dr Amsel');
    await tell.getByLabel('Role').fill('Emergency physician');
    expect(await tell.getByRole('button', { name: 'Told' }).isDisabled()).toBe(true);
    await tell.getByLabel('The words were read back').check();
    await tell.getByLabel('Role').press('Enter');
    await dialog.getByText(/^told, after \d+ min/).waitFor();
    await untold.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('gives the case back to its site by keyboard, says so on the desk, and takes it up again', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Control+Shift+H');
    const dialog = page.getByRole('dialog', { name: 'Hold a case, and return it to its site' });
    await dialog.getByLabel('It waits for').selectOption('priors');
    await dialog.getByLabel('To the site').fill('The MR of March');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^ON HOLD: waits for earlier studies since .+: The MR of March$/).waitFor();
    await page.keyboard.press('Control+Shift+H');
    await page
      .getByRole('dialog', { name: 'A case on hold' })
      .getByRole('button', { name: 'Take it up again' })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/^ON HOLD:/).waitFor({ state: 'detached' });
  });

  it('signs under the name of the reader and freezes the text', async () => {
    const { page } = running;
    await signReport(page);
    const signed = reportPane(page).getByRole('article', { name: 'Signed report' });
    const text = await signed.innerText();
    expect(text).toContain(FINDINGS);
    expect(text).toContain(`${(onPrior?.result.values[0]?.value ?? 0).toFixed(1)} mm (${PRIOR_WORDS})`);
    expect(text).toContain(`Signed by ${READER}`);
    expect(text).toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(await reportPane(page).getByRole('textbox').count()).toBe(0);
  });

  it('offers what the impression recommends to be confirmed, and follows it up by its days', async () => {
    const { page } = running;
    await chooseCommand(page, 'Follow-up recommendations');
    const dialog = page.getByRole('dialog', { name: 'Follow-up recommendations' });
    await dialog
      .getByRole('form', { name: 'Confirm: Imaging in 3 months' })
      .getByRole('button', { name: 'Follow up' })
      .click();
    await dialog.getByText(/^OPEN, due by \d{4}-\d\d-\d\d$/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await chooseCommand(page, 'How reading went: figures');
    const figures = page.getByRole('dialog', { name: 'How reading went' });
    await figures
      .getByRole('region', { name: 'Category 1: from finding to telling' })
      .getByText(/^1 of 1 told in time/)
      .waitFor();
    await page.keyboard.press('Escape');
    await figures.waitFor({ state: 'detached' });
  });

  it.skipIf(!hasPeer('pdftotext'))('exports a PDF that holds text, measurement and name', async () => {
    const { app, page } = running;
    await exportReport(app, page, 'PDF', output('report.pdf'));
    const text = execFileSync('pdftotext', ['-layout', output('report.pdf'), '-'], { encoding: 'utf8' });
    expect(text).toContain(FINDINGS);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(IMPRESSION);
    expect(text).toContain(READER);
    expect(text).toContain(`${(left?.measurement.result.values[0]?.value ?? 0).toFixed(1)} mm`);
  });

  it.skipIf(!hasPeer('dciodvfy') || !hasPeer('dsrdump'))('exports an SR that dciodvfy and dsrdump accept', async () => {
    const { app, page } = running;
    await exportReport(app, page, 'DICOM SR', output('report.dcm'));
    const checked = spawnSync('dciodvfy', ['-new', output('report.dcm')], { encoding: 'utf8' });
    const said = `${checked.stdout}\n${checked.stderr}`.split('\n');
    expect(said.filter((line) => line.startsWith('Error'))).toEqual([]);
    const dump = execFileSync('dsrdump', ['+Pl', '+U8', output('report.dcm')], { encoding: 'utf8' });
    expect(dump).toContain(FINDINGS);
  });

  it('adds to a signed report by an addendum of its own', async () => {
    const { page } = running;
    await reportPane(page).getByRole('button', { name: 'Write addendum' }).click();
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    await reportPane(page).getByRole('textbox').first().click();
    await page.keyboard.type(ADDENDUM);
    await signReport(page);
    const { reports } = await askStation(page, 'report.forStudy', { studyId: await studyIdOf(page, CT) });
    expect(reports.map((report) => report.state)).toEqual(['final', 'addendum']);
    expect(reports[1]?.predecessor).toBe(reports[0]?.reportId);
  });

  it('finds the report by its words, from the keyboard alone', async () => {
    const { page } = running;
    await page.keyboard.press('Control+Shift+KeyF');
    const dialog = page.getByRole('dialog', { name: 'Search past reports' });
    await dialog.waitFor();
    await page.keyboard.type('nodule -nodule');
    await dialog.getByText('No report has these words.').waitFor();
    await dialog.getByRole('combobox').fill('"left lower" nod');
    await dialog.getByRole('option', { selected: true }).getByText('left lower').first().waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await reportPane(page).getByRole('article', { name: 'Signed report' }).first().waitFor();
  });

  it('finds everything again after quitting and opening anew', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    const target = await settledGlass(page, 'v1-1', { index: left?.glass['index'] });
    await closeStudy(page);
    await running.close();
    expect(running.complaints).toEqual([]);

    running = await launch(store.dataDir);
    await unlock(running.page);
    await expect.poll(() => rowCount(running.page), { timeout: 30_000 }).toBe(6);
    const row = (await shownRows(running.page)).find((one) => one.cells['study'] === CT);
    expect(row?.cells['report']).toBe('✓ addendum');
    await openStudy(running.page, row?.studyUid ?? '');
    const glass = await settledGlass(running.page, 'v1-1');
    const place = ['sopUid', 'index', 'windowCenter', 'windowWidth', 'role'] as const;
    for (const name of place) expect(glass[name]).toBe(target[name]);
    expect((await settledGlass(running.page, 'v1-2'))['role']).toBe('prior');
    expect(await measurementsOf(running.page)).toEqual([left?.measurement, onPrior]);
    await reportPane(running.page).getByText('SIGNED ADDENDUM', { exact: true }).waitFor();
    await running.page.keyboard.press('F7');
    const list = running.page.getByRole('complementary', { name: 'Measurements' });
    await list.getByText('M1', { exact: true }).waitFor();
  });

  it('comes back to the case after lock and unlock, and shows nothing of it while locked', async () => {
    const { page } = running;
    const before = await settledGlass(page, 'v1-1');
    await lock(page);
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('CMB-CRC');
    await unlock(page);
    const after = await settledGlass(page, 'v1-1', { index: before['index'] });
    expect(after['sopUid']).toBe(before['sopUid']);
    expect(running.complaints).toEqual([]);
  });

  it.skipIf(!traced)('F60: all that while no process connected to anything or looked up a name', () => {
    const { calls, connects, bound } = networkUse(log);
    // Files that are sockets: the display, the processes among themselves.
    expect(calls).toBeGreaterThan(20);
    expect(connects).toEqual([]);
    // The debuggers by which this test drives the program.
    expect(bound).toEqual(['127.0.0.1']);
  });
});
