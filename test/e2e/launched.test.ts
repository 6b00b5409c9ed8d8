import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { electronArguments, projectRoot, readRuntime } from '../helpers/runtime.ts';
import { cutParts } from './helpers/cut.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { slicesOf } from './helpers/exam.ts';
import type { Exam } from './helpers/exam.ts';
import { firstStart, lock, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, reportPane, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder, shownRows } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };
const exam = (n: number, patient: string, accession: string): Exam => ({
  ...{ studyUid: `1.2.9.87.${n}`, description: 'CT CHEST', date: `2026090${n}`, patient, accession, slices: 2 },
});
const [AMSEL, BIRKE, CEDER, DOHLE] = [
  exam(1, 'AMSEL', 'A871'),
  exam(2, 'BIRKE', 'A872'),
  // Two sites gave two patients one number.
  exam(3, 'CEDER', 'A873'),
  exam(4, 'DOHLE', 'A873'),
];

const Heard = z.strictObject({ event: z.string(), accession: z.string(), studyUid: z.string() });

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'launched');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-launched-'));
/** The dictation system on this computer: what it heard, "event accession". */
const heard: string[] = [];
let dictation: Server;
let running: RunningApp;

/** Another program starts ours once more with a wish, as a RIS does. */
async function ask(...wish: readonly string[]): Promise<void> {
  const second = spawn(readRuntime().executable, electronArguments(['--data', store.dataDir, ...wish]), {
    stdio: 'ignore',
  });
  const code = await new Promise<number | null>((resolve) => second.once('exit', resolve));
  expect(code, 'the second start hands its wish over and ends').toBe(0);
}

async function lookAt(name: string): Promise<void> {
  await running.page.screenshot({ path: path.join(shots, `${name}.png`) });
  expect(await cutParts(running.page), name).toEqual([]);
}

const patientOnDesk = (name: string) => running.page.locator('header').filter({ hasText: name }).first();
const findings = () => reportPane(running.page).getByRole('textbox', { name: 'Findings', exact: true });

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const one of [AMSEL, BIRKE, CEDER, DOHLE]) {
    slicesOf(one).forEach((bytes, at) => writeFileSync(path.join(folder, `${one.studyUid}-${at}.dcm`), bytes));
  }
  dictation = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { event, accession } = Heard.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
      heard.push(`${event} ${accession}`);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => dictation.listen(0, '127.0.0.1', resolve));
  running = await launch(store.dataDir);
  const { page, app } = running;
  await firstStart(page);
  await importFolder(app, page, folder);
  await closeTransfers(page);
  for (const { studyUid } of [AMSEL, BIRKE, CEDER, DOHLE])
    await page.locator(`[data-study-uid="${studyUid}"]`).waitFor();
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  const { port } = dictation.address() as AddressInfo;
  await askStation(page, 'destination.add', {
    ...{ name: 'Dictation', site: rows[0]?.site ?? '', secrets: { token: 'only-here' } },
    settings: { kind: 'context', url: `http://127.0.0.1:${port}/case`, answerMs: 2000 } as never,
  });
});

afterAll(async () => {
  await running?.close();
  dictation.closeAllConnections();
  dictation.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('a second start with an accession number brings its case on the desk, and who asked hears of it', async () => {
  await ask('--accession', AMSEL.accession);
  await deskReady(running.page);
  await patientOnDesk(AMSEL.patient).waitFor(SLOW);
  await expect.poll(() => heard, SLOW).toEqual(['opened A871']);
  await lookAt('asked-for');
});

it('a case that is asked for while another is written about keeps every word of that one', async () => {
  const { page } = running;
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'Nodule of 4 mm.');
  // Not a moment after the last key: nothing of it is in the journal yet.
  await ask(`--accession=${BIRKE.accession}`);
  await patientOnDesk(BIRKE.patient).waitFor(SLOW);
  await expect.poll(() => heard, SLOW).toEqual(['opened A871', 'closed A871', 'opened A872']);
  await lookAt('asked-for-while-writing');
  await ask(`nightjar://accession/${AMSEL.accession}`);
  await patientOnDesk(AMSEL.patient).waitFor(SLOW);
  await findings().getByText('Nodule of 4 mm.').waitFor(SLOW);
  await expect.poll(() => heard.slice(3), SLOW).toEqual(['closed A872', 'opened A871']);
});

it('a wrong number, one of two patients and a crafted link open no case, and the report stays where it was', async () => {
  const { page } = running;
  heard.length = 0;
  await ask('--accession', 'A999');
  await page.getByText('The requested study is not on this station').waitFor(SLOW);
  await page.getByText('A999 is in no list here. Everything stays as it was').waitFor();
  // The case that is written about lies there still, with its words; who asked for it hears of no end.
  expect(await patientOnDesk(AMSEL.patient).count()).toBe(1);
  expect(await findings().innerText()).toContain('Nodule of 4 mm.');
  expect(heard).toEqual([]);
  await lookAt('not-here');
  await ask('--accession', 'A873');
  await page.getByText('2 studies fit the request').waitFor(SLOW);
  await expect
    .poll(async () => (await shownRows(page)).map(({ studyUid }) => studyUid).sort(), SLOW)
    .toEqual([CEDER.studyUid, DOHLE.studyUid]);
  await lookAt('two-patients');
  await ask('nightjar://accession/A871?then=delete');
  await page.getByText('A request from another program was refused').waitFor(SLOW);
  await lookAt('refused');
  // The case that was on the desk has left it, or lies there still: nobody hears of one that they did not ask for.
  expect(heard.filter((one) => !one.endsWith('A871'))).toEqual([]);
  await ask('--accession', AMSEL.accession);
  await patientOnDesk(AMSEL.patient).waitFor(SLOW);
  await findings().getByText('Nodule of 4 mm.').waitFor(SLOW);
});

it('a locked station says nothing of the case, and opens it for who unlocks', async () => {
  const { page } = running;
  await lock(page);
  heard.length = 0;
  await ask('--accession', BIRKE.accession);
  // Nothing of a patient before the store is open, and nothing is told meanwhile.
  await page.getByRole('heading', { name: 'Unlock' }).waitFor();
  await lookAt('locked');
  expect(await page.locator('body').innerText()).not.toMatch(/BIRKE|A872/);
  expect(heard.filter((one) => one.endsWith('A872'))).toEqual([]);
  await unlock(page);
  await patientOnDesk(BIRKE.patient).waitFor(SLOW);
  await expect.poll(() => heard.filter((one) => one.endsWith('A872')), SLOW).toEqual(['opened A872']);
});

it('who asked hears when it is signed', async () => {
  const { page } = running;
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'Clear.');
  await writeSection(page, 'Impression', 'Normal chest.');
  await signReport(page);
  await expect.poll(() => heard.at(-1), SLOW).toBe('signed A872');
  // The first one waits for its reader with its words.
  await page.getByRole('button', { name: 'Close study' }).click();
  await openStudy(page, AMSEL.studyUid);
  await findings().getByText('Nodule of 4 mm.').waitFor(SLOW);
  expect(running.complaints).toEqual([]);
});
