import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newAdminKey, readAdminKey } from '../../electron/station/access/profile/admin-key.ts';
import { signProfile } from '../../electron/station/access/profile/signed-profile.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { sampleProfile } from '../helpers/site-profile.ts';
import { upsPeer } from '../helpers/ups-peer.ts';
import { cutParts } from './helpers/cut.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { slicesOf } from './helpers/exam.ts';
import type { Exam } from './helpers/exam.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, reportPane, signNow, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, focusStudy, importFolder } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };
const BEN = { name: 'Ben Second', passphrase: 'another horse battery' };
const exam = (n: number, patient: string): Exam => ({
  ...{
    studyUid: `1.2.9.85.${n}`,
    description: 'CT CHEST',
    date: `2026090${n}`,
    patient,
    accession: `A85${n}`,
    slices: 2,
  },
});
const [TASKED, TASKLESS] = [exam(1, 'TASKED'), exam(2, 'TASKLESS')];

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'report-looks');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-looks-'));
const { pem } = newAdminKey();
const ups = await upsPeer();
ups.sendsEvents = true;
/** A program on this computer that hears what becomes of the cases that it asks for. */
const heard: string[] = [];
let program: Server;
let running: RunningApp;

async function lookAt(name: string): Promise<void> {
  await running.page.screenshot({ path: path.join(shots, `${name}.png`) });
  expect(await cutParts(running.page), name).toEqual([]);
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  mkdirSync(path.join(folder, 'studies'));
  for (const one of [TASKED, TASKLESS]) {
    slicesOf(one).forEach((bytes, at) =>
      writeFileSync(path.join(folder, 'studies', `${one.studyUid}-${at}.dcm`), bytes),
    );
  }
  program = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push((JSON.parse(Buffer.concat(parts).toString('utf8')) as { event: string }).event);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  running = await launch(store.dataDir);
  const { page, app } = running;
  await firstStart(page);
  await importFolder(app, page, path.join(folder, 'studies'));
  await closeTransfers(page);
  await page.locator(`[data-study-uid="${TASKLESS.studyUid}"]`).waitFor();
  ups.add('2.25.85', 'A851');
});

afterAll(async () => {
  await running?.close();
  await ups.close();
  program.closeAllConnections();
  program.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('a claim says on the list and over the case what became of it at its site', async () => {
  const { page, app } = running;
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const site = rows[0]?.site ?? '';
  const waits = { connectMs: 2000, answerMs: 5000, idleMs: 5000 };
  await askStation(page, 'sources.add', {
    settings: { kind: 'dicomweb', name: 'RIS', site, url: ups.url, waits } as never,
    secrets: {},
  } as never);
  const sample = sampleProfile();
  const profile = sampleProfile({
    ...{ site: { ...sample.site, studiesOf: [site] }, managed: [], claims: { owner: 'ups' } },
    signing: { ...sample.signing, licence: null, privilege: null, places: null },
  });
  const file = path.join(folder, 'profile.json');
  writeFileSync(file, signProfile(profile, readAdminKey(pem), 'Bea Admin').text);
  await answerOpenDialog(app, [file]);
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Import a profile …' }).click();
  await page.getByLabel('They read exactly this fingerprint to me').check();
  await page.getByRole('button', { name: 'Apply this profile' }).click();
  await page.getByRole('dialog', { name: 'Check this station' }).waitFor();
  await page.keyboard.press('Escape');
  for (const { studyUid } of [TASKED, TASKLESS]) {
    await focusStudy(page, studyUid);
    await page.keyboard.press('c');
  }
  await page.getByText('not claimed').waitFor(SLOW);
  await lookAt('claims-list');
  await openStudy(page, TASKED.studyUid);
  await page.getByText(/^claimed at the site by /).waitFor(SLOW);
  await lookAt('claim-sure');
  // Its connection may stand a moment after its subscription: the site asks until it is heard.
  await expect.poll(() => ups.subscribed.size, SLOW).toBe(1);
  const askedBack = page.getByText(/^the site asks for this case back: release it, or sign it\./);
  await expect
    .poll(() => {
      for (const uid of ups.tasks.keys()) ups.askBack(uid);
      return askedBack.count();
    }, SLOW)
    .toBe(1);
  await lookAt('claim-asked-back');
  await closeStudy(page);
  await openStudy(page, TASKLESS.studyUid);
  await page.getByText(/^could not be claimed: the site has no reading task/).waitFor(SLOW);
  await lookAt('claim-alarm');
  await closeStudy(page);
});

it('a program that asked for a case stands in the settings with what it heard', async () => {
  const { page } = running;
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const study = rows.find(({ accession }) => accession === 'A851');
  if (study === undefined) throw new Error('no study');
  const { port } = program.address() as AddressInfo;
  await askStation(page, 'destination.add', {
    ...{ name: 'Dictation', site: study.site, secrets: { token: 'only-here' } },
    settings: { kind: 'context', url: `http://127.0.0.1:${port}/case`, answerMs: 2000 } as never,
  });
  await askStation(page, 'context.opened', { studyId: study.studyId, accession: 'A851' });
  await expect.poll(() => heard, SLOW).toEqual(['opened']);
  await page.keyboard.press('Control+,');
  const section = page.getByRole('group', { name: 'Destinations of results' });
  await section.getByText(/Dictation/).waitFor();
  await section.scrollIntoViewIfNeeded();
  await lookAt('context-back');
  await page.keyboard.press('Escape');
});

it('what became of preliminary reports is listed, with the grade that was given', async () => {
  const { page } = running;
  const proof = PASSPHRASE;
  await askStation(page, 'people.add', { name: BEN.name, roles: ['reader'], passphrase: BEN.passphrase, proof });
  for (const { studyUid, patient } of [TASKED, TASKLESS]) {
    await openStudy(page, studyUid);
    await chooseTemplate(page, 'General');
    await writeSection(page, 'Findings', `No nodule in ${patient}.`);
    await writeSection(page, 'Impression', 'Normal chest.');
    await draftSaved(page);
    await sign(READER, 'Preliminary report');
    await closeStudy(page);
  }
  await lock(page);
  await enterAs(page, BEN.name, BEN.passphrase);
  for (const { studyUid } of [TASKED, TASKLESS]) {
    await openStudy(page, studyUid);
    await reportPane(page).getByRole('button', { name: 'Make it final' }).click();
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    if (studyUid === TASKED.studyUid) await writeSection(page, 'Impression', ' Nodule of 4 mm in the left apex.');
    await draftSaved(page);
    await sign(BEN.name, 'Signed report');
    if (studyUid === TASKED.studyUid) {
      const form = page.getByRole('form', { name: 'How much it differs from the preliminary report' });
      await form.getByLabel('To its reader').fill('Look at the apices in the lung window.');
      await form.scrollIntoViewIfNeeded();
      await lookAt('grade-form');
      await form.getByRole('button', { name: 'Grade' }).click();
      await form.getByRole('button', { name: 'Grade anew' }).waitFor();
    }
    await closeStudy(page);
  }
  await chooseCommand(page, 'Preliminary reports and what became of them');
  const dialog = page.getByRole('dialog', { name: 'Preliminary reports and what became of them' });
  await expect.poll(() => dialog.getByRole('listitem').count(), SLOW).toBe(2);
  await lookAt('hand-over-list');
  await page.keyboard.press('Escape');
  expect(running.complaints).toEqual([]);
});

async function sign(name: string, article: 'Preliminary report' | 'Signed report'): Promise<void> {
  const { page } = running;
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const isFinal = article === 'Signed report';
  if (!isFinal) await dialog.getByLabel('Preliminary report').check();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: `${isFinal ? 'Sign' : 'Sign preliminary'} as ${name}` }).click();
  await dialog.waitFor({ state: 'detached' });
  await signNow(page);
  await reportPane(page).getByRole('article', { name: article }).waitFor();
}
