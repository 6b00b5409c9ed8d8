import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ctImage, element } from '../helpers/dicom-builder.ts';
import { openStudy } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, reportPane, signReport, writeSection } from './helpers/report.ts';
import { closeTransfers, importFolder, rowCount, shownRows } from './helpers/worklist.ts';

const REGIONS = ['CT chest', 'CT abdomen', 'CT pelvis'];
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-accessions-'));
let running: RunningApp;

beforeAll(async () => {
  for (const [place, region] of REGIONS.entries()) {
    const uid = `1.2.3.4.${place + 1}`;
    const image = ctImage([
      element(0x00080050, 'SH', `ACC${place + 1}`),
      element(0x00081030, 'LO', region),
      element(0x0020000d, 'UI', uid),
      element(0x0020000e, 'UI', `${uid}.5`),
    ]);
    writeFileSync(path.join(folder, `image-${place}`), image);
  }
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('one report of three accessions is chosen, asked about, signed once, and stands at each study', async () => {
  const { page } = running;
  await firstStart(page);
  await importFolder(running.app, page, folder);
  await closeTransfers(page);
  await expect.poll(() => rowCount(page), { timeout: 30_000 }).toBe(3);
  await openStudy(page, '1.2.3.4.1');
  await chooseTemplate(page, 'General');
  await chooseCommand(page, 'Report other studies together with this one');
  const dialog = page.getByRole('dialog', { name: 'Report other studies together with ACC1' });
  for (const accession of ['ACC2', 'ACC3']) {
    await dialog.getByRole('checkbox', { name: new RegExp(`^${accession},`) }).check();
  }
  await dialog.getByRole('button', { name: 'Report 3 studies' }).click();
  await reportPane(page).getByText('Reports ACC1 + 2 more (ACC2, ACC3)').waitFor();
  await writeSection(page, 'Findings', 'Clear.');
  await writeSection(page, 'Impression', 'Normal.');
  await draftSaved(page);
  await page.keyboard.press('Control+Enter');
  // Nobody has looked at the images of the other two.
  const sign = page.getByRole('dialog', { name: 'Sign this report' });
  for (const accession of ['ACC2', 'ACC3']) {
    await sign.getByRole('checkbox', { name: new RegExp(`^${accession}: Never on screen`) }).waitFor();
  }
  await sign.getByRole('button', { name: 'Keep writing' }).click();
  await sign.waitFor({ state: 'detached' });
  await signReport(page);
  await page.getByRole('button', { name: 'Close study' }).click();
  const together = async (): Promise<number> =>
    (await shownRows(page)).filter(({ cells }) => /signed[^]*one report with ACC\d, ACC\d/.test(cells['report'] ?? ''))
      .length;
  await expect.poll(together, { timeout: 30_000 }).toBe(3);

  // Whoever opens another of them reads the same report, is told before a second one is begun, and adds to the one that stands.
  await openStudy(page, '1.2.3.4.2');
  const pane = reportPane(page);
  await pane.getByText('Reports ACC1 + 2 more (ACC2, ACC3)').waitFor();
  await pane.getByText('Normal.').waitFor();
  await pane.getByRole('button', { name: 'New report' }).click();
  await pane.getByText(/^This study is reported together with others: ACC1/).waitFor();
  await pane.getByRole('combobox', { name: 'Reports of this study' }).selectOption({ index: 1 });
  await pane.getByText('Normal.').waitFor();
  await pane.getByRole('button', { name: 'Write addendum' }).click();
  await pane.getByText('DRAFT', { exact: true }).waitFor();
  expect(running.complaints).toEqual([]);
});
