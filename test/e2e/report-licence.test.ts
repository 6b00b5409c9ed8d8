import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAdminKey, readAdminKey } from '../../electron/station/access/profile/admin-key.ts';
import { signProfile } from '../../electron/station/access/profile/signed-profile.ts';
import { pngOf } from '../../electron/station/reporting/png.ts';
import { Letterhead } from '../../shared/model/letterhead.ts';
import type { SigningPolicy } from '../../shared/model/signing-policy.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { sampleProfile, sampleReader } from '../helpers/site-profile.ts';
import { scriptedMllp } from '../integration/transfer/outbox/scripted-mllp.ts';
import { openStudy } from './helpers/desk.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { slicesOf } from './helpers/exam.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import {
  chooseTemplate,
  draftSaved,
  exportReport,
  reportPane,
  signNow,
  signReport,
  writeSection,
} from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };
const DAY_MS = 86_400_000;
const FINDINGS = 'No consolidation, no effusion.';
const EXAM = {
  studyUid: '1.2.9.83.1',
  description: 'CT CHEST',
  date: '20260901',
  patient: 'LICENCE',
  accession: 'A83',
};

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'report-licence');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-licence-'));
const { pem } = newAdminKey();
const ris = await scriptedMllp();
let running: RunningApp;
let site = '';

/** A bar and a disc of dark blue, RGB. */
const logo = Array.from({ length: 160 * 60 }, (_, at) => {
  const [x, y] = [at % 160, Math.floor(at / 160)];
  return Math.hypot(x - 30, y - 30) < 28 || (x > 70 && y > 24 && y < 36) ? [20, 40, 120] : [255, 255, 255];
});
const LETTERHEAD = Letterhead.parse({
  ...{ name: 'St. Anna Group, Radiology', lines: ['Hauptstraße 1, 80331 München', 'Tel. +49 89 123450'] },
  logo: pngOf({ rows: 60, columns: 160, samples: 3, data: Uint8Array.from(logo.flat()) }).toString('base64'),
});

const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const lookAt = (name: string) => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const [at, bytes] of slicesOf({ ...EXAM, slices: 2 }).entries()) {
    mkdirSync(path.join(folder, 'study'), { recursive: true });
    writeFileSync(path.join(folder, 'study', `${at}.dcm`), bytes);
  }
  running = await launch(store.dataDir);
  const { page, app } = running;
  await firstStart(page);
  await importFolder(app, page, path.join(folder, 'study'));
  await closeTransfers(page);
  await page.locator(`[data-study-uid="${EXAM.studyUid}"]`).waitFor();
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  site = rows[0]?.site ?? '';
  const settings = { kind: 'hl7' as const, host: '127.0.0.1', port: ris.port, tls: false };
  await askStation(page, 'destination.add', { ...{ name: 'RIS', site, secrets: {} }, settings: settings as never });
  await page.keyboard.press('Control+,');
  await page.getByRole('group', { name: 'Sites' }).getByLabel('Country, or part of one (DE, US-PA)').fill('DE');
  await page.keyboard.press('Enter');
  await page.getByText('You read in DE.').waitFor();
  await page.keyboard.press('Escape');
});

afterAll(async () => {
  await running?.close();
  await ris.stop();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The next profile of the site, brought by the settings as an administrator does it. @param expires last day of the licence */
async function profile(serial: number, expires: string, without: 'view' | 'preliminary'): Promise<void> {
  const { page, app } = running;
  const sample = sampleProfile();
  const reader = sampleReader({ name: READER });
  const licences = reader.credentials.licences.map((one) => ({ ...one, expires }));
  const licence: SigningPolicy['licence'] = { accepted: [{ patientIn: 'DE-BY', licences: ['DE'] }], without };
  const next = sampleProfile({
    ...{ serial, site: { ...sample.site, studiesOf: [site] } },
    readers: [{ ...reader, credentials: { ...reader.credentials, licences } }],
    signing: { ...sample.signing, licence },
    letterhead: LETTERHEAD,
  });
  const file = path.join(folder, `profile-${serial}.json`);
  writeFileSync(file, signProfile(next, readAdminKey(pem), 'Bea Admin').text);
  await answerOpenDialog(app, [file]);
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Import a profile …' }).click();
  const trust = page.getByLabel('They read exactly this fingerprint to me');
  const apply = page.getByRole('button', { name: 'Apply this profile' });
  await apply.waitFor();
  if (serial === 1) await trust.check();
  await apply.click();
  await page.getByRole('dialog', { name: 'Check this station' }).waitFor();
  await page.keyboard.press('Escape');
}

/** State of the order in each message that went out. */
function states(): (string | undefined)[] {
  return ris.got.map(({ text }) => {
    const obr = text.split('\r').find((line) => line.startsWith('OBR|'));
    return obr?.split('|')[25];
  });
}

describe('a licence that has lapsed', () => {
  it('stands in the way of a signature in words, and the draft is kept', async () => {
    const { page } = running;
    await profile(1, dayFromNow(-2), 'view');
    await openStudy(page, EXAM.studyUid);
    await chooseTemplate(page, 'General');
    await writeSection(page, 'Findings', FINDINGS);
    await writeSection(page, 'Impression', 'Normal chest.');
    await draftSaved(page);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    const inTheWay = dialog.getByRole('list').filter({ hasText: 'licence' }).first();
    await inTheWay.getByText(/licence for DE/).waitFor();
    expect(await inTheWay.innerText()).toContain(dayFromNow(-2));
    await lookAt('refused');
    expect(await dialog.getByRole('button', { name: /^Sign/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await reportPane(page).getByRole('textbox', { name: 'Findings' }).innerText()).toBe(FINDINGS);
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    expect(ris.got).toEqual([]);
  });

  it('leaves a preliminary report where the site lets it, which says why it is no more, and is delivered as that', async () => {
    const { page } = running;
    await profile(2, dayFromNow(-2), 'preliminary');
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    await dialog.getByText('Why it cannot be final').waitFor();
    expect(await dialog.getByLabel('Final report').isDisabled()).toBe(true);
    await lookAt('preliminary-only');
    for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    await dialog.getByRole('button', { name: `Sign preliminary as ${READER}` }).click();
    await dialog.waitFor({ state: 'detached' });
    await signNow(page);
    await reportPane(page).getByRole('article', { name: 'Preliminary report' }).waitFor();
    await expect.poll(states, SLOW).toEqual(['P']);
    await lookAt('preliminary');
  });

  it('once renewed, lets the report be made final, and it is delivered', async () => {
    const { page } = running;
    await profile(3, dayFromNow(400), 'view');
    await reportPane(page).getByRole('button', { name: 'Make it final' }).click();
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    expect(await reportPane(page).getByRole('textbox', { name: 'Findings' }).innerText()).toBe(FINDINGS);
    await draftSaved(page);
    await signReport(page);
    await expect.poll(states, SLOW).toEqual(['P', 'F']);
    expect(ris.got.at(-1)?.text).toContain(FINDINGS);
    await lookAt('final');

    const pdf = path.join(folder, 'report.pdf');
    await exportReport(running.app, page, 'PDF', pdf);
    execFileSync('pdftoppm', ['-png', '-r', '80', pdf, path.join(shots, 'page')]);
    const words = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const line of [LETTERHEAD.name, ...LETTERHEAD.lines]) expect(words.split(line), line).toHaveLength(2);
    expect(words.indexOf(LETTERHEAD.name)).toBeLessThan(words.indexOf(FINDINGS));

    // What is said about it covers no button of it.
    await reportPane(page).getByRole('button', { name: 'Verify' }).click();
    const said = page.getByRole('region', { name: 'Messages' }).locator('[data-tone]', { hasText: 'Unchanged since' });
    await said.waitFor();
    const card = await said.boundingBox();
    const next = await reportPane(page).getByRole('button', { name: 'Write addendum' }).boundingBox();
    if (card === null || next === null) throw new Error('nothing was said');
    await lookAt('verified');
    expect(card.y + card.height).toBeLessThanOrEqual(next.y);
    expect(running.complaints).toEqual([]);
  });
});
