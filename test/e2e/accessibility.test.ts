import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudyId } from '../../shared/model/ids.ts';
import { hasTestdata, testdata } from '../helpers/testdata.ts';
import { seriousFindings } from './helpers/axe.ts';
import { answerOpenDialog } from './helpers/dialogs.ts';
import { closeStudy, drag, focusViewport, openStudy, scrollTo, settledGlass } from './helpers/desk.ts';
import { confirmRecovery, lock, makeStore } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { standing } from './helpers/measurements.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, reportPane, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, focusStudy, importReport, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const store = temporaryStore();
const papers = mkdtempSync(path.join(tmpdir(), 'nightjar-papers-'));
let running: RunningApp;

beforeAll(async () => {
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(papers, { recursive: true, force: true });
});

/** Opens a dialog, looks at it, and leaves it with Escape. */
async function findingsOfDialog(title: string, open: () => Promise<void>): Promise<readonly unknown[]> {
  const { page } = running;
  await open();
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  const found = await seriousFindings(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return found;
}

describe('axe finds nothing serious', () => {
  let recovery: readonly string[] = [];

  it('on first start', async () => {
    await running.page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
    expect(await seriousFindings(running.page)).toEqual([]);
  });

  it('on the recovery key', async () => {
    recovery = await makeStore(running.page);
    expect(await seriousFindings(running.page)).toEqual([]);
  });

  it('on the empty list', async () => {
    await confirmRecovery(running.page, recovery);
    await running.page.getByText('No studies yet').waitFor();
    expect(await seriousFindings(running.page)).toEqual([]);
  });

  it('on the worklist with transfers and preview', async () => {
    const { page } = running;
    await importSamples(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await focusStudy(page, ct?.studyUid ?? '');
    await page.getByRole('region', { name: 'Preview' }).locator('canvas').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await closeTransfers(page);
  });

  it('on the palette, the key map, the settings and the about box', async () => {
    const { page } = running;
    const byPalette = (words: string) => async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
    };
    expect(await findingsOfDialog('Commands', () => page.keyboard.press('Control+k'))).toEqual([]);
    expect(await findingsOfDialog('Keys', () => page.keyboard.press('?'))).toEqual([]);
    expect(await findingsOfDialog('Settings', () => page.keyboard.press('Control+,'))).toEqual([]);
    expect(await findingsOfDialog('About Nightjar', byPalette('about'))).toEqual([]);
  });

  it('on what an administrator does with people, keys and records', async () => {
    const { page } = running;
    for (const [title, command] of [
      ['People of this store', 'People of this store'],
      ['Audit trail', 'Audit trail'],
      ['Audit trail', 'Emergency accesses to review'],
      ['Emergency access', 'Emergency access to a study'],
      ['Erase studies for good', 'Erase studies for good'],
      ['Keys of this store', 'Change keys of this store'],
    ] as const) {
      expect(await findingsOfDialog(title, () => chooseCommand(page, command)), command).toEqual([]);
    }
  });

  it('on the desk with its prior and the choice of a template', async () => {
    const { page } = running;
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('F7');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('on key images, three planes and a calculator', async () => {
    const { page } = running;
    await page.keyboard.press('k');
    await page.getByRole('group', { name: /^Key image/ }).waitFor();
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('m');
    for (const id of ['mpr-axial', 'mpr-coronal', 'mpr-sagittal']) await settledGlass(page, id);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+k');
    const dialog = page.getByRole('dialog', { name: 'Calculators' });
    await dialog.getByLabel('Calculator').selectOption('doubling-time');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('on a lesion that is followed over time', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [140, 220], [220, 280]);
    await page.getByText(/^measurements saved/).waitFor();
    await page.keyboard.press('Alt+b');
    const dialog = page.getByRole('dialog', { name: /^Lesion on/ });
    await dialog.getByLabel('Organ').fill('liver');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Enter' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+g');
    await page.getByRole('row', { name: /T1 liver/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Alt+g');
    await page.getByRole('complementary', { name: 'Lesions over time' }).waitFor({ state: 'detached' });
  });

  it('on the draft and the question before the signature', async () => {
    const { page } = running;
    await chooseTemplate(page, 'CT chest');
    await writeSection(page, 'Findings', 'Nothing to be seen.');
    await writeSection(page, 'Impression', 'None.');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await findingsOfDialog('Sign this report', () => page.keyboard.press('Control+Enter'))).toEqual([]);
  });

  it('on the signed report', async () => {
    const { page } = running;
    await signReport(page);
    await reportPane(page).getByRole('button', { name: 'Export PDF' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.skipIf(!hasTestdata())(
    'on a request that is a PDF and hangs first, on presses in haste, and on an ECG',
    async () => {
      const { page, app } = running;
      // The title alone says what it is.
      const pdf = readFileSync(testdata('derived', 'doc', 'pdf.dcm'), 'latin1');
      writeFileSync(path.join(papers, 'pdf.dcm'), pdf.replace('SYNTHETIC report', 'Request, scanned'), 'latin1');
      copyFileSync(testdata('derived', 'ecg', 'ecg-12lead.dcm'), path.join(papers, 'ecg.dcm'));
      await closeStudy(page);
      await answerOpenDialog(app, [papers]);
      await chooseCommand(page, 'Import a folder');
      await importReport(page);
      await closeTransfers(page);
      const { rows } = await askStation(page, 'worklist.list', { search: '' });
      const of = (modality: string) => rows.find(({ modalities }) => modalities.includes(modality));
      const ct = StudyId.parse(of('DOC')?.studyId);
      await openStudy(page, of('DOC')?.studyUid ?? '');
      await focusViewport(page, 'v1-1');
      await page.keyboard.press('Alt+r');
      const first = page.locator('[data-viewport-id="v1-1"] [data-document-kind="pdf"]');
      await first.getByRole('img', { name: /^Page 1 of / }).waitFor();
      // The keys stay with the pictures.
      const { index = '' } = await settledGlass(page, 'v1-2');
      await scrollTo(page, 'v1-2', 'ArrowDown', Number(index) + 1);
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Shift+N');
      const sides = [await settledGlass(page, 'v1-1'), await settledGlass(page, 'v1-2')];
      await page.keyboard.press('h');
      for (const part of [3, 2]) {
        for (const { viewportId = '' } of sides) {
          const box = await page.locator(`[data-viewport-id="${viewportId}"] canvas`).first().boundingBox();
          if (box) await page.mouse.click(box.x + box.width / part, box.y + box.height / part);
        }
      }
      // A key right after the last press takes nothing from it.
      await page.keyboard.press('w');
      const probed = async (): Promise<readonly string[]> =>
        (await standing(page, ct)).filter(({ tool }) => tool === 'probe').map(({ objectId }) => objectId);
      await expect.poll(async () => (await probed()).length, { timeout: 30_000 }).toBe(4);
      expect(new Set(await probed())).toEqual(new Set(sides.map(({ objectId }) => objectId)));
      await closeStudy(page);
      await focusStudy(page, of('ECG')?.studyUid ?? '');
      await page.keyboard.press('Enter');
      await page.locator('[data-document-kind="waveform"] [data-channel]').first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    },
  );

  it('on the lock', async () => {
    await lock(running.page);
    expect(await seriousFindings(running.page)).toEqual([]);
    expect(running.complaints).toEqual([]);
  });
});
