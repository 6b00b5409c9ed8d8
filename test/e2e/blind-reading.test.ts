import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Response } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { programText } from '../helpers/program-text.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { enterAs, firstStart, lock } from './helpers/gate.ts';
import { copied, heardBy, listen, overheard, standing, writtenIn } from './helpers/heard.ts';
import type { Heard, Sessions } from './helpers/heard.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importFolder, rowCount } from './helpers/worklist.ts';

const BEN = { name: 'Ben Reviewer', passphrase: 'another horse battery' };
const CORA = { name: 'Cora Coordinator', passphrase: 'a third horse battery' };
const DORA = { name: 'Dora Former', passphrase: 'a fourth horse battery' };
const WAIT = { timeout: 30_000 };

/** By what it tells. Each stands nowhere else, in no word of the program either. */
const HIDDEN = {
  patient: 'quillfeather',
  'given name': 'orlabeth',
  'patient id': 'pid-7q71x',
  accession: 'acq-9931x',
  'institution and site': 'zebrawood',
  referrer: 'penhaligon',
  study: 'staginglark',
  author: READER.toLowerCase(),
  report: 'zarquonal',
  'key image': 'arrowplant',
  'finding to be told': 'critplant',
  'result of a program': 'draft writer',
  'file name': 'fileplant',
  'earlier opinion': 'opinionplant',
  conference: 'roundsplant',
  identifiers: '1.2.826.77',
} as const;
/** They tell who is at work on this station, whatever is read. */
const OF_PEOPLE = /^nightjar:(?:call|event) ?(?:access\.|signIn\.|people\.|communication\.colleagues|keys\.osSlot|$)/;
/** They lock, end the program, open a desk that nobody follows, or sign; each is asked of where it is at home. */
const NOT_WALKED = new Set(['app.lock', 'app.quit', 'app.sign-out', 'app.palette', 'app.rotate', 'app.forget']);

const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-blind-'));
const files = path.join(folder, 'fileplant');
const out = path.join(folder, 'out');
const shots = path.join(projectRoot, 'test-results', 'blind-reading');
const seen: Heard[] = [];
let running: RunningApp;
/** What goes by by itself. */
let passing: Heard[] = [];
const sessions: Sessions = new Map();

beforeAll(async () => {
  for (const one of [files, out, shots]) mkdirSync(one, { recursive: true });
  const study = [
    element(0x00080050, 'SH', 'ACQ-9931X'),
    element(0x00080080, 'LO', 'Zebrawood Clinic'),
    element(0x00080090, 'PN', 'PENHALIGON^TOM'),
    element(0x00081030, 'LO', 'CT chest staginglark'),
    element(0x00100010, 'PN', 'QUILLFEATHER^ORLABETH'),
    element(0x00100020, 'LO', 'PID-7Q71X'),
    element(0x00100040, 'CS', 'F'),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x0020000d, 'UI', '1.2.826.77.1'),
    element(0x0020000e, 'UI', '1.2.826.77.2'),
  ];
  for (const n of [1, 2, 3]) {
    const own = [element(0x00080018, 'UI', `1.2.826.77.3.${n}`), element(0x00200013, 'IS', `${n}`)];
    const place = [
      element(0x00200032, 'DS', `0\\0\\${n}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00280030, 'DS', '1\\1'),
    ];
    writeFileSync(path.join(files, `fileplant-${n}`), ctImage([...study, ...own, ...place]));
  }
  writeFileSync(path.join(files, 'fileplant-broken.dcm'), ctImage(study).subarray(0, 300));
  const of = {
    ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', sopUid: '1.2.826.77.3.1', seriesUid: '1.2.826.77.2' },
    ...{ studyUid: '1.2.826.77.1', patientName: 'QUILLFEATHER^ORLABETH', patientId: 'PID-7Q71X' },
    ...{ birthDate: '19700101', sex: 'F', studyDate: '20240102', studyTime: '100000' },
  };
  writeFileSync(path.join(files, 'fileplant-words'), programText(of));
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly what: keyof typeof HIDDEN;
  readonly where: string;
  readonly words: string;
}

/** What of the hidden was told, and where. */
function toldIn(all: readonly Heard[]): Told[] {
  return all.flatMap(({ what: where, text }) => {
    const folded = text.toLowerCase();
    return (Object.keys(HIDDEN) as (keyof typeof HIDDEN)[])
      .filter((what) => folded.includes(HIDDEN[what]))
      .filter((what) => what !== 'author' || !OF_PEOPLE.test(where))
      .map((what) => {
        const at = folded.indexOf(HIDDEN[what]);
        return { what, where, words: text.slice(Math.max(0, at - 80), at + 60) };
      });
  });
}

const shot = (name: string): Promise<Buffer> => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

async function look(where: string): Promise<void> {
  for (const one of await standing(running.app, sessions)) seen.push({ ...one, what: `${one.what}, ${where}` });
}

async function leaveDialogs(): Promise<void> {
  const { page } = running;
  const dialogs = page.locator('dialog[open], [role="dialog"]');
  for (let step = 0; step < 5 && (await dialogs.count()) > 0; step += 1) await page.keyboard.press('Escape');
}

/** Ids of every command that can be given now. */
async function commands(): Promise<string[]> {
  const { page } = running;
  await page.keyboard.press('Control+k');
  const options = page.getByRole('dialog', { name: 'Commands' }).locator('[role="option"]');
  await options.first().waitFor();
  const ids = await options.evaluateAll((all) =>
    all.flatMap((one) => (one.getAttribute('aria-disabled') === 'true' ? [] : [one.getAttribute('data-value') ?? ''])),
  );
  await leaveDialogs();
  return ids.filter((id) => id !== '' && !NOT_WALKED.has(id));
}

/** False: it cannot be given any more, after those before it. */
async function give(id: string): Promise<boolean> {
  const { page } = running;
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.locator('[role="option"]').first().waitFor();
  const option = palette.locator(`[role="option"][data-value="${id}"]:not([aria-disabled="true"])`);
  if ((await option.count()) === 0) {
    await leaveDialogs();
    return false;
  }
  await option.click();
  return true;
}

/** Every part of what is open now: its tabs, its choices, what its buttons say when something rests on them. */
async function lookThrough(where: string): Promise<void> {
  const { page } = running;
  await look(where);
  const dialog = page.locator('dialog[open]').last();
  if ((await dialog.count()) === 0) return;
  const parts = dialog.locator('[role="tab"], nav button, summary');
  const names = (await parts.allInnerTexts()).slice(0, 16);
  for (const [at, name] of names.entries()) {
    const part = parts.nth(at);
    if (!(await part.isVisible()) || !(await part.isEnabled())) continue;
    await part.click({ timeout: 2_000 }).catch(() => undefined);
    await look(`${where}, ${name}`);
    if ((await dialog.count()) === 0) return;
  }
}

/** Rests on each button and presses each place with the other hand. */
async function touch(where: string): Promise<void> {
  const { page } = running;
  for (const button of (await page.locator('button:visible').all()).slice(0, 60)) {
    await button.hover({ timeout: 1_000 }).catch(() => undefined);
    seen.push({ what: `markup, resting, ${where}`, text: await page.content() });
  }
  const places = '[data-viewport-id], nav[aria-label="Series"] section, [role="row"], [role="complementary"], textarea';
  for (const place of (await page.locator(places).all()).slice(0, 16)) {
    await place.click({ button: 'right', timeout: 1_000 }).catch(() => undefined);
    await look(`right click, ${where}`);
    await page.keyboard.press('Escape');
  }
  seen.push(...(await copied(running.app, page)).map((one) => ({ ...one, what: `${one.what}, ${where}` })));
}

async function walk(where: string, home: () => Promise<void>): Promise<string[]> {
  await home();
  await look(where);
  await touch(where);
  await home();
  const given: string[] = [];
  for (const id of await commands()) {
    if (!(await give(id))) continue;
    given.push(id);
    await lookThrough(`${where}, ${id}`);
    await leaveDialogs();
    // There again for those that follow.
    if (id.startsWith('layout.')) await give(id);
    await home();
  }
  return given;
}

async function signedByTheAuthor(): Promise<StudyId> {
  const { page } = running;
  await firstStart(page);
  await importFolder(running.app, page, files);
  await closeTransfers(page);
  await expect.poll(() => rowCount(page), WAIT).toBe(1);
  await openStudy(page, '1.2.826.77.1');
  await deskReady(page);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'A zarquonal nodule of Mrs Quillfeather, right upper lobe, 12 mm.');
  await writeSection(page, 'Impression', 'Right upper lobe nodule. CT of the chest in 3 months is recommended.');
  await draftSaved(page);
  const [row] = (await askStation(page, 'worklist.list', { search: '' })).rows;
  if (row === undefined) throw new Error('nothing was imported');
  const { studyId } = row;
  const { series } = await askStation(page, 'study.open', { studyId });
  const objectId = series.find(({ modality }) => modality === 'CT')?.images[0]?.objectId;
  if (objectId === undefined) throw new Error('there is no picture');
  const mark = { frame: 1, title: 'of-interest', note: 'arrowplant', marked: true } as const;
  await askStation(page, 'reading.markImage', { studyId, objectId, ...mark });
  await signReport(page);
  const finding = 'critplant: a nodule';
  await askStation(page, 'communication.open', { studyId, reportId: null, category: 3, finding });
  return studyId;
}

/** Reads the one case of a person to its score. */
async function scored(comment: string): Promise<void> {
  const { page } = running;
  const [row] = (await askStation(page, 'review.list', {})).cases;
  if (row === undefined) throw new Error('there is no case');
  const { reviewId: id } = row;
  await askStation(page, 'review.open', { reviewId: id });
  await askStation(page, 'review.saveRead', { reviewId: id, read: { findings: [], text: `${comment}, a nodule` } });
  await askStation(page, 'review.lock', { reviewId: id });
  await askStation(page, 'review.move', { reviewId: id, move: { kind: 'reveal' } });
  const scoring = {
    ...({ score: '2b', errorClass: 'perception' } as const),
    ...{ legacy4: false, comment, factors: [], learningPoint: comment, greatCall: false, patientAffected: false },
  };
  await askStation(page, 'review.move', { reviewId: id, move: { kind: 'score', scoring } });
}

/** A case of the only report for one of them. */
async function drawn(name: string, reviewer: string): Promise<Response<'review.draw'>> {
  const { page } = running;
  const { readers } = await askStation(page, 'review.readers', {});
  const reader = readers.find((one) => one.name === reviewer)?.reader;
  if (reader === undefined) throw new Error('nobody to read it');
  const { programmeId } = await askStation(page, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name, kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 30 },
      reviewers: [{ reader, modalities: [], regions: [], most: null }],
      ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 1, minimumN: 10, groupId: null },
    },
  });
  return askStation(page, 'review.draw', { programmeId, seed: null, count: 1 });
}

async function enter({ name, passphrase }: typeof BEN): Promise<void> {
  await lock(running.page);
  await enterAs(running.page, name, passphrase);
}

it('everything hidden is found in the window of its author: what follows can fail', async () => {
  const { app, page } = running;
  passing = overheard(running);
  const studyId = await signedByTheAuthor();
  await listen(app, out);
  await look('desk of the author');
  await askStation(page, 'reading.keyImages', { studyId });
  await chooseCommand(page, 'Measurement list');
  await askStation(page, 'communication.ofStudy', { studyId });
  await askStation(page, 'report.programDrafts', { studyId });
  await askStation(page, 'study.open', { studyId });
  const { jobs } = await askStation(page, 'jobs.list', {});
  for (const { jobId, kind } of jobs) if (kind === 'import') await askStation(page, 'archive.importReport', { jobId });
  await page.getByRole('button', { name: 'Close study' }).click();
  const reports = await askStation(page, 'report.search', { words: 'nodule' });
  expect(reports.hits.length).toBe(1);
  const proof = PASSPHRASE;
  for (const [person, roles] of [
    [BEN, ['reader', 'reviewer']],
    [CORA, ['coordinator']],
    [DORA, ['reviewer']],
  ] as const)
    await askStation(page, 'people.add', { ...person, roles: [...roles], proof });

  await enter(CORA);
  await drawn('First', DORA.name);
  const words = { question: 'roundsplant', learningPoint: '', presenterNotes: '', minutes: 5 };
  const list = {
    conferenceId: null,
    revision: 0,
    title: 'roundsplant',
    cases: [{ ...words, studyId, reviewId: null }],
  };
  await askStation(page, 'review.saveConference', list);
  await enter(DORA);
  await scored('opinionplant');
  await enter(CORA);
  expect((await drawn('Second', BEN.name)).reviewIds).toHaveLength(1);
  await look('list of the coordinator');
  const told = new Set(toldIn([...seen, ...(await heardBy(app))]).map(({ what }) => what));
  expect(Object.keys(HIDDEN).filter((what) => !told.has(what as keyof typeof HIDDEN))).toEqual([]);
}, 300_000);

it('nothing that reaches the window of who reads blind tells whose case it is, or what was said of it', async () => {
  const { app, page } = running;
  await lock(page);
  seen.length = 0;
  passing.length = 0;
  await app.evaluate(() => {
    (Reflect.get(globalThis, 'heard') as unknown[]).length = 0;
  });
  await enterAs(page, BEN.name, BEN.passphrase);
  const atList = async (): Promise<void> => {
    await leaveDialogs();
    const close = page.getByRole('button', { name: 'Close study' });
    if ((await close.count()) > 0) await close.click();
    await page.getByRole('grid', { name: 'Worklist' }).or(page.getByText('No studies')).first().waitFor(WAIT);
  };
  const pane = page.getByRole('complementary').filter({ hasText: 'CASE-' });
  const atCase = async (): Promise<void> => {
    await leaveDialogs();
    if ((await page.getByRole('button', { name: 'Close study' }).count()) > 0) return;
    await chooseCommand(page, 'Second readings: review the reports of others');
    const dialog = page.getByRole('dialog', { name: 'Second readings' });
    await dialog.getByRole('button', { name: /^Open CASE-/ }).click(WAIT);
    await deskReady(page);
    await pane.waitFor(WAIT);
  };
  await look('list');
  await page.getByLabel('Search the worklist').fill('quillfeath');
  await look('search');
  await page.getByLabel('Search the worklist').fill('');
  const onList = await walk('list', atList);
  await shot('list');
  await atCase();
  await shot('desk');
  await pane.getByRole('textbox').first().fill('typed by Ben');
  seen.push(...(await copied(app, page)).map((one) => ({ ...one, what: `${one.what}, what is typed` })));
  const onDesk = await walk('desk', atCase);
  await shot('desk-in-the-end');
  const all = [...seen, ...passing, ...(await heardBy(app)), ...writtenIn(out, 'file')];
  expect(toldIn(all)).toEqual([]);
  // A walk that heard nothing would prove nothing.
  expect(new Set([...onList, ...onDesk]).size).toBeGreaterThan(60);
  expect(all.some(({ what, text }) => what === 'nightjar:call study.open' && text.includes('CASE-'))).toBe(true);
  for (const what of ['accessibility tree', 'markup'])
    expect(
      all.some((one) => one.what.startsWith(`${what}, desk`) && one.text.includes('CASE-')),
      what,
    ).toBe(true);
  expect(all.some(({ what, text }) => what === 'clipboard, what is typed' && text.includes('typed by Ben'))).toBe(true);
}, 900_000);

it('after the lock the report is told, and the study is on the list again', async () => {
  const { app, page } = running;
  await enter(CORA);
  await enter(BEN);
  await chooseCommand(page, 'Second readings: review the reports of others');
  await page.getByRole('button', { name: /^Open CASE-/ }).click(WAIT);
  await page.getByRole('dialog', { name: 'Second readings' }).waitFor({ state: 'detached' });
  const pane = page.getByRole('complementary').filter({ hasText: 'CASE-' });
  await pane.getByRole('textbox').first().fill('A nodule, typed by Ben');
  await pane.getByRole('button', { name: 'Lock findings' }).click(WAIT);
  await pane.getByRole('button', { name: 'Show the report' }).click(WAIT);
  await page.getByText('A zarquonal nodule of Mrs [name]', { exact: false }).first().waitFor(WAIT);
  const revealed = await standing(app, sessions);
  for (const what of ['markup', 'accessibility tree']) {
    const one = revealed.filter((found) => found.what === what);
    expect(toldIn(one).map(({ what: told }) => told)).toContain('report');
  }
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  expect(toldIn([{ what: 'list', text: JSON.stringify(rows) }]).map(({ what }) => what)).toContain('patient');
}, 300_000);
