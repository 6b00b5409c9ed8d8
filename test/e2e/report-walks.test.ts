import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayDate } from '../../shared/dicom/dates.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { accept, scriptedMllp } from '../integration/transfer/outbox/scripted-mllp.ts';
import { closeStudy, drag, focusViewport, openStudy, rolesUnsaid, settledGlass } from './helpers/desk.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { slicesOf } from './helpers/exam.ts';
import type { Exam } from './helpers/exam.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, reportPane, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, rowCount, shownRows } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };

const trauma = (n: number, bodyPart: string): Exam => ({
  ...{ studyUid: `1.2.9.81.${n}`, description: `CT ${bodyPart} TRAUMA`, date: '20260901', patient: 'TRAUMA', bodyPart },
  ...{ accession: `ACC810${n}`, slices: 3 },
});
const TRAUMA = [trauma(1, 'CHEST'), trauma(2, 'ABDOMEN'), trauma(3, 'PELVIS')];
const nodule = (n: number, date: string, ball: number): Exam => ({
  ...{
    studyUid: `1.2.9.82.${n}`,
    description: 'CT LUNG SCREENING',
    date,
    patient: 'NODULE',
    accession: `ACC820${n}`,
    ball,
  },
  slices: 3,
});
const NODULE = [nodule(1, '20250902', 5), nodule(2, '20260302', 6), nodule(3, '20260901', 9)];
const FINDING = 'Tension pneumothorax on the right';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'report-walks');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-walks-'));
let running: RunningApp;
let imports = 0;
let ris = await scriptedMllp();

/** As a medium brings them. */
async function brought(name: string, exams: readonly Exam[]): Promise<void> {
  await began(name, exams);
  await arrivedHere();
}

/** While it comes the reader goes on. */
async function began(name: string, exams: readonly Exam[]): Promise<void> {
  const own = mkdtempSync(path.join(folder, `${name}-`));
  for (const exam of exams) {
    slicesOf(exam).forEach((bytes, at) => writeFileSync(path.join(own, `${exam.studyUid}-${at}.dcm`), bytes));
  }
  imports += 1;
  await answerOpenDialog(running.app, [own]);
  await chooseCommand(running.page, 'Import a folder');
}

async function arrivedHere(): Promise<void> {
  const { page } = running;
  const finished = page.getByRole('complementary', { name: 'Transfers' }).getByText('Import ✓ finished');
  await expect.poll(() => finished.count(), SLOW).toBe(imports);
  await closeTransfers(page);
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  await ris.stop();
  running = await launch(store.dataDir);
  await firstStart(running.page);
});

afterAll(async () => {
  await running?.close();
  await ris.stop();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What each message that arrived since says: its accession, the state of its order and its text. */
function results(since = 0) {
  return ris.got.slice(since).map(({ text }) => {
    const segments = text.split('\r').map((line) => line.split('|'));
    const of = (name: string): readonly string[] => segments.find(([first]) => first === name) ?? [];
    return {
      ...{ patient: of('PID')[3]?.split('^')[0], accession: of('OBR')[18], state: of('OBR')[25], filler: of('OBR')[3] },
      lines: segments.filter(([name]) => name === 'OBX').map((obx) => `${obx[3]?.split('^')[0]} ${obx[5]}`),
    };
  });
}

async function arrived(count: number): Promise<void> {
  await expect.poll(() => ris.got.length, { timeout: 60_000 }).toBe(count);
}

describe('a trauma CT over three accessions', () => {
  it('F57: is read once, its finding told while the line is off, signed, and delivered once to each when the line is back', async () => {
    const { page } = running;
    await brought('trauma', TRAUMA);
    await expect.poll(() => rowCount(page), SLOW).toBe(3);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const site = rows[0]?.site ?? '';
    const settings = { kind: 'hl7' as const, host: '127.0.0.1', port: ris.port, tls: false };
    await askStation(page, 'destination.add', { ...{ name: 'RIS', site, secrets: {} }, settings: settings as never });
    await page.getByText(/RIS \(.+\) is not reached since \d\d:\d\d/).waitFor(SLOW);

    await openStudy(page, TRAUMA[0]?.studyUid ?? '');
    await chooseTemplate(page, 'CT trauma, whole body');
    await chooseCommand(page, 'Report other studies together with this one');
    const together = page.getByRole('dialog', { name: 'Report other studies together with ACC8101' });
    await together.getByRole('checkbox', { name: /^ACC8102,/ }).check();
    await together.getByRole('checkbox', { name: /^ACC8103,/ }).check();
    await together.getByRole('button', { name: 'Report 3 studies' }).click();
    await reportPane(page).getByText('Reports ACC8101 + 2 more (ACC8102, ACC8103)').waitFor();
    // Its parts are no priors of it.
    expect(await reportPane(page).getByRole('textbox', { name: 'Comparison' }).innerText()).toBe('None available.');
    await writeSection(page, 'Findings', `${FINDING}. No injury of liver, spleen or pelvis.`);
    await writeSection(page, 'Impression', `${FINDING}.`);
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('!');
    const critical = page.getByRole('dialog', { name: 'Critical findings' });
    await critical.getByLabel('Finding', { exact: true }).fill(FINDING);
    await page.keyboard.press('Enter');
    const tell = critical.getByRole('form', { name: 'Who was told' });
    await tell.getByLabel('Whom').fill('Dr Amsel');
    await tell.getByLabel('Role').fill('Trauma leader');
    await tell.getByLabel('The words were read back').check();
    await tell.getByLabel('Role').press('Enter');
    await critical.getByText(/^told, after 0 min/).waitFor();
    await page.keyboard.press('Escape');
    await critical.waitFor({ state: 'detached' });
    await draftSaved(page);
    await signReport(page);
    const signed = reportPane(page).getByRole('article', { name: 'Signed report' });
    const told = signed.getByRole('region', { name: 'Communication of Critical Results' });
    expect(await told.innerText()).toMatch(/Told Dr Amsel \(Trauma leader\) by telephone by Dr. Ada Reader/);
    await signed.getByText(/^○? ?ACC8103, RIS: HL7 message, final waits/).waitFor(SLOW);
    expect(ris.got).toEqual([]);

    ris = await scriptedMllp(accept, ris.port);
    // It may have gone by itself in between: then nothing is left to be sent, and nothing is sent twice.
    await askStation(page, 'outbox.flush', {});
    await arrived(3);
    const got = results();
    expect(got.map(({ accession }) => accession).sort()).toEqual(['ACC8101', 'ACC8102', 'ACC8103']);
    expect(new Set(got.map(({ filler }) => filler)).size).toBe(3);
    for (const { patient, state, lines } of got) {
      expect([patient, state]).toEqual(['TRAUMA', 'F']);
      expect(lines).toContain(`19005-8 ${FINDING}.`);
      expect(lines.at(-1)).toMatch(
        /^73568-8 Category 1: Tension pneumothorax.*Told Dr Amsel \(Trauma leader\) by telephone by Dr\. Ada Reader, .*, 0 min after it was seen, words read back, while no line to the site stood\.$/,
      );
    }
    await closeStudy(page);
  });

  it('F57: gets an addendum when more images came after it was signed: the window says so, and each accession has it', async () => {
    const { page } = running;
    const [chest] = TRAUMA;
    if (chest === undefined) throw new Error('no trauma');
    // Another accession of the report comes on the desk while they come.
    await began('late', [{ ...chest, slices: 5 }]);
    await openStudy(page, TRAUMA[1]?.studyUid ?? '');
    const signed = reportPane(page).getByRole('article', { name: 'Signed report' });
    const said =
      '2 more images or objects are here than when it was signed: 9 then, 11 now, of ACC8101. Look at what came';
    await signed.getByText(said).waitFor(SLOW);
    await page.screenshot({ path: path.join(shots, 'more-images-of-another.png') });
    await closeStudy(page);
    await arrivedHere();
    await page.getByTitle('2 more images or objects are here than when it was signed').waitFor(SLOW);
    expect((await shownRows(page)).map(({ cells }) => /\+2 images/.test(cells['patient'] ?? '')).sort()).toEqual([
      ...[false, false, true],
    ]);
    await page.screenshot({ path: path.join(shots, 'more-images.png') });
    await chooseCommand(page, 'End of shift: what is left');
    const left = page.getByRole('dialog', { name: 'End of shift: what is left' });
    await left.getByText('1 study signed before all its images were here: look at what came since (ACC8101)').waitFor();
    await page.screenshot({ path: path.join(shots, 'end-of-shift.png') });
    await page.keyboard.press('Escape');
    await openStudy(page, chest.studyUid);
    const rail = page.getByRole('navigation', { name: 'Series' });
    await rail.getByRole('region', { name: /^Same examination ACC810[23]$/ }).waitFor();
    expect(await rail.getByRole('region', { name: /^Prior/ }).count()).toBe(0);
    await page.screenshot({ path: path.join(shots, 'rail.png') });
    // On the glass it is said too: another accession of the same examination, and no prior.
    await chooseCommand(page, 'Layout 1 × 1');
    await focusViewport(page, 'v1-1');
    await rail
      .getByRole('region', { name: /^Same examination ACC810[23]$/ })
      .getByRole('button')
      .first()
      .click();
    await settledGlass(page, 'v1-1', { role: 'sibling' });
    await page
      .locator('[data-viewport-id="v1-1"]')
      .getByText(/^SAME EXAMINATION 2026-09-01( 08:00)?$/)
      .waitFor();
    await expect.poll(() => rolesUnsaid(page), SLOW).toEqual([]);
    await page.screenshot({ path: path.join(shots, 'same-examination.png') });
    await signed.getByText(said).waitFor(SLOW);
    await reportPane(page).getByRole('button', { name: 'Write addendum' }).click();
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    await reportPane(page).getByRole('textbox').first().click();
    await page.keyboard.type('Late images: the drain lies in the right pleural space.');
    await draftSaved(page);
    await signReport(page);
    expect(await signed.getByText('more images').count()).toBe(0);
    await arrived(6);
    const got = results(3);
    expect(got.map(({ accession }) => accession).sort()).toEqual(['ACC8101', 'ACC8102', 'ACC8103']);
    for (const { patient, state, lines } of got) {
      expect([patient, state]).toEqual(['TRAUMA', 'C']);
      expect(lines[0]).toContain('Late images: the drain lies in the right pleural space.');
      // The text that it belongs to follows, with who was told.
      expect(lines.join()).toContain(`${FINDING}.`);
    }
    await closeStudy(page);
  });
});

describe('a nodule that is followed over two priors', () => {
  it('is measured on each of them, and its category follows from the fields, with its rule, source and date', async () => {
    const { page } = running;
    await brought('nodule', NODULE);
    await expect.poll(() => rowCount(page), SLOW).toBe(6);
    await openStudy(page, '1.2.9.82.3');
    await chooseTemplate(page, 'CT lung cancer screening');
    await chooseCommand(page, 'Layout 1 × 1');
    const rail = page.getByRole('navigation', { name: 'Series' });
    await rail.getByRole('button', { name: '2025-09-02 CT' }).click();
    for (const [at, { date, ball = 0 }] of NODULE.slice(0, 2).entries()) {
      const prior = rail.getByRole('region', { name: `Prior ${displayDate(date)}` });
      await prior.getByRole('button').first().click();
      await settledGlass(page, 'v1-1', { studyUid: `1.2.9.82.${at + 1}` });
      await measured(ball, at + 1);
    }
    await rail.getByRole('region', { name: 'Current' }).getByRole('button').first().click();
    await settledGlass(page, 'v1-1', { studyUid: '1.2.9.82.3' });
    await measured(9, 3);
    const form = reportPane(page);
    await writeSection(page, 'Findings', 'Solid nodule of the right upper lobe: ');
    await page.keyboard.press('Control+m');
    await form.getByLabel('Incomplete, priors awaited, or signs of infection').selectOption('No');
    await form.getByLabel('Dominant nodule').selectOption('Solid');
    await form.getByLabel('Change', { exact: true }).selectOption('Growing');
    await form.getByLabel('Mean diameter', { exact: true }).click();
    const offered = form.getByRole('button', { name: 'M3 length: 9.0', exact: true }).first();
    await offered.waitFor();
    await offered.click();
    const category = form.getByRole('status', { name: 'Lung-RADS 2022 category' });
    await expect.poll(() => category.innerText(), SLOW).toBe('4B');
    const rule = 'Lung-RADS 2022, 2022-11';
    await form.getByText(`solid, growing, 8 mm or more · ${rule} · American College of Radiology`).waitFor();
    await writeSection(page, 'Impression', 'Growing solid nodule of the right upper lobe.');
    await draftSaved(page);
    await category.scrollIntoViewIfNeeded();
    await signReport(page);
    const text = await form.getByRole('article', { name: 'Signed report' }).innerText();
    expect(text).toContain('Mean diameter: 9.0 mm');
    expect(text).toContain(`Lung-RADS 2022 category: 4B [${rule}; American College of Radiology, Lung-RADS v2022]`);
    await arrived(7);
    const [last] = results(6);
    expect([last?.patient, last?.accession, last?.state]).toEqual(['NODULE', 'ACC8203', 'F']);
    expect(last?.lines.join()).toContain(`Lung-RADS 2022 category: 4B [${rule}; American College of Radiology`);
    await closeStudy(page);
  });

  /** A length of so many millimetres across the middle of the picture. */
  async function measured(size: number, ordinal: number): Promise<void> {
    const { page } = running;
    const glass = await settledGlass(page, 'v1-1');
    const box = await page.locator('[data-viewport-id="v1-1"]').boundingBox();
    if (box === null) throw new Error('no viewport');
    const half = (size * Number(glass['zoom'])) / Number(glass['spacing']?.split('\\')[0]) / 2;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('l');
    const [x, y] = [box.width / 2, box.height / 2];
    await drag(page, 'v1-1', [x - half, y], [x + half, y]);
    await page
      .locator('[data-viewport-id="v1-1"] svg text', { hasText: `M${ordinal}` })
      .first()
      .waitFor();
  }
});
