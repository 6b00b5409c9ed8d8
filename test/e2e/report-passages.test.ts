import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chestCad, NODULE } from '../helpers/program-reports.ts';
import type { OfStudy } from '../helpers/program-reports.ts';
import { programText } from '../helpers/program-text.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import { slicesOf } from './helpers/exam.ts';
import type { Exam } from './helpers/exam.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, draftSaved, reportPane, signReport, writeSection } from './helpers/report.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };
const exam = (n: number, date: string): Exam => ({
  ...{ studyUid: `1.2.9.84.${n}`, description: 'CT CHEST', date, patient: 'PASSAGES', accession: `A84${n}`, slices: 3 },
});
const PRIOR = exam(1, '20250901');
const CURRENT = exam(2, '20260901');
const OF: OfStudy = {
  ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', sopUid: '1.2.9.84.2.1.1', seriesUid: '1.2.9.84.2.1' },
  ...{ studyUid: CURRENT.studyUid, patientName: 'PASSAGES^TEST', patientId: 'PASSAGES', birthDate: '', sex: '' },
  ...{ studyDate: CURRENT.date, studyTime: '080000' },
};
const SENTENCES = ['Granuloma of the left apex.', 'No effusion.', 'Heart of normal size.'];

/** Where the program saw something, columns and rows. */
const CENTER = { name: 'Center', type: 'POINT', points: [[16, 16]] } as const;

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'report-passages');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-passages-'));
let running: RunningApp;
const lookAt = (name: string) => running.page.screenshot({ path: path.join(shots, `${name}.png`) });

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const one of [PRIOR, CURRENT]) {
    slicesOf(one).forEach((bytes, at) => writeFileSync(path.join(folder, `${one.studyUid}-${at}.dcm`), bytes));
  }
  const image = { sopUid: OF.sopUid, sopClass: OF.sopClass, frame: null };
  const nodule = { what: NODULE, intent: '111150', certainty: 78, image, shapes: [CENTER] } as const;
  writeFileSync(path.join(folder, 'cad.dcm'), chestCad(OF, [nodule]));
  writeFileSync(path.join(folder, 'words.dcm'), programText(OF));
  running = await launch(store.dataDir);
  const { page, app } = running;
  await firstStart(page);
  await importFolder(app, page, folder);
  await closeTransfers(page);
  await page.locator(`[data-study-uid="${CURRENT.studyUid}"]`).waitFor();
  await openStudy(page, PRIOR.studyUid);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', SENTENCES.join(' '));
  await writeSection(page, 'Impression', 'Granuloma of the left apex.');
  await draftSaved(page);
  await signReport(page);
  await closeStudy(page);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Passages in the report that nobody accepted yet. */
async function waiting(): Promise<number> {
  const passages = await reportPane(running.page)
    .locator('[data-waiting]')
    .evaluateAll((all) => all.map((one) => /"passage":"([^"]+)"/.exec(one.getAttribute('data-origin') ?? '')?.[1]));
  return new Set(passages).size;
}

async function refusedFor(words: RegExp): Promise<void> {
  const { page } = running;
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Sign this report' });
  await dialog.getByText(words).first().waitFor();
  expect(await dialog.getByRole('button', { name: `Sign as ${READER}` }).isDisabled()).toBe(true);
  await lookAt(`refused-${words.source.slice(0, 2)}`);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

describe('words that nobody stands for', () => {
  it('of programs are looked at by one key and go into the report, each line unaccepted', async () => {
    const { page } = running;
    await openStudy(page, CURRENT.studyUid);
    await chooseTemplate(page, 'General');
    await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).click();
    await page.keyboard.press('Alt+d');
    const dialog = page.getByRole('dialog', { name: 'AI drafts' });
    const cad = dialog.getByRole('region', { name: /Lung Finder/ });
    await cad.waitFor();
    await lookAt('ai-drafts');
    await dialog
      .getByRole('region', { name: /Draft Writer/ })
      .getByRole('button', { name: 'Take into the report' })
      .click();
    await dialog.waitFor({ state: 'detached' });
    const findings = reportPane(page).getByRole('textbox', { name: 'Findings', exact: true });
    expect(await findings.innerText()).toMatch(/Nodule of 6 mm\.\s+No effusion\./);
    // By line: two of the findings, one of the conclusion.
    expect(await waiting()).toBe(3);
    await lookAt('ai-in-report');
    await refusedFor(/AI draft \(Draft Writer/);
  });

  it('are accepted one by one; a letter typed within one is no acceptance', async () => {
    const { page } = running;
    const findings = reportPane(page).getByRole('textbox', { name: 'Findings', exact: true });
    await findings.getByText('Nodule of 6 mm.').click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(' on the left');
    expect(await findings.innerText()).toContain('Nodule of 6 mm on the left.');
    expect(await waiting()).toBe(3);
    for (const left of [2, 1]) {
      await page.keyboard.press('Alt+a');
      await expect.poll(waiting, SLOW).toBe(left);
      await refusedFor(/AI draft \(Draft Writer/);
      await findings.click();
      await page.keyboard.press('Alt+u');
    }
    await page.keyboard.press('Alt+a');
    await expect.poll(waiting, SLOW).toBe(0);
    await lookAt('ai-accepted');
  });

  it('of the prior report are copied sentence by sentence, marked, and unaccepted too', async () => {
    const { page } = running;
    const findings = reportPane(page).getByRole('textbox', { name: 'Findings', exact: true });
    await findings.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Alt+s');
    const prior = page.getByRole('region', { name: 'Prior report' });
    const status = prior.getByRole('status');
    await status.getByText(SENTENCES[0] ?? '').waitFor();
    // The first press only shows what the next would copy.
    expect(await waiting()).toBe(0);
    await lookAt('sentences-shown');
    await page.keyboard.press('Alt+s');
    await expect.poll(waiting, SLOW).toBe(1);
    await status.getByText(SENTENCES[1] ?? '').waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await status.getByText(SENTENCES[2] ?? '').waitFor();
    await page.keyboard.press('Alt+s');
    await expect.poll(waiting, SLOW).toBe(2);
    const text = await findings.innerText();
    expect(text).toContain(SENTENCES[0]);
    expect(text).toContain(SENTENCES[2]);
    await lookAt('sentences-copied');
    await refusedFor(/Copied from/);
    for (const left of [1, 0]) {
      await findings.click();
      await page.keyboard.press('Alt+u');
      await page.keyboard.press('Alt+a');
      await expect.poll(waiting, SLOW).toBe(left);
    }
    await draftSaved(page);
    await signReport(page);
    const signed = await reportPane(page).getByRole('article', { name: 'Signed report' }).innerText();
    expect(signed).toContain('Nodule of 6 mm on the left.');
    expect(running.complaints).toEqual([]);
  });
});
