import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Response } from '../../shared/contract/index.ts';
import { accept, scriptedMllp } from '../integration/transfer/outbox/scripted-mllp.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, reportPane, signNow, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { importSamples, rowCount } from './helpers/worklist.ts';

type Row = Response<'worklist.list'>['rows'][number];
const SLOW = { timeout: 30_000 };
const store = temporaryStore();
let running: RunningApp;
let ris = await scriptedMllp();
/** What the archive of the site says of every study: no archive can be made to change its mind in the middle of a test. */
let said: { readonly study: object; readonly series: readonly object[] } | null = null;
let archive: Server | null = null;

afterAll(async () => {
  await running?.close();
  await ris.stop();
  archive?.close();
  store.remove();
});

const one = (vr: string, value: unknown): object => ({ vr, Value: [value] });

async function startArchive(): Promise<string> {
  archive = createServer(({ url = '' }, answer) => {
    answer.setHeader('content-type', 'application/dicom+json');
    if (said === null) {
      answer.statusCode = 500;
      return answer.end();
    }
    return answer.end(JSON.stringify(/\/series(\?|$)/.test(url) ? said.series : [said.study]));
  });
  await new Promise<void>((resolve) => archive?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(archive.address() as AddressInfo).port}/dicom-web`;
}

const studyAt = ({ studyUid, patient, received }: Row, more: object = {}): object => ({
  '0020000D': one('UI', studyUid),
  '00100020': one('LO', patient.patientId),
  '00100010': one('PN', { Alphabetic: patient.name.alphabetic }),
  ...(patient.birthDate === null ? {} : { '00100030': one('DA', patient.birthDate) }),
  '00201208': one('IS', received),
  ...more,
});
const seriesAt = ({ studyUid }: Row, seriesUid: string, modality: string, description: string): object => ({
  ...{ '0020000D': one('UI', studyUid), '0020000E': one('UI', seriesUid), '00080060': one('CS', modality) },
  ...{ '0008103E': one('LO', description), '00201209': one('IS', 1) },
});

async function write(page: Page, row: Row): Promise<void> {
  await openStudy(page, row.studyUid);
  await chooseTemplate(page, 'General');
  for (const section of ['Comparison', 'Findings', 'Impression']) await writeSection(page, section, 'Normal. ');
  await draftSaved(page);
}

describe('what a site says otherwise', () => {
  it('F28: is held, put before the reader with both sides, and decided by keyboard; a signature asks first', async () => {
    await ris.stop();
    running = await launch(store.dataDir);
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await expect.poll(() => rowCount(page), SLOW).toBe(6);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const [first, second] = rows.filter(({ modalities }) => modalities.includes('CT') || modalities.includes('MR'));
    if (first === undefined || second === undefined) throw new Error('there are not enough samples');
    const { site } = first;
    await askStation(page, 'destination.add', {
      ...{ name: 'RIS', site, secrets: {} },
      settings: { kind: 'hl7', host: '127.0.0.1', port: ris.port, tls: false } as never,
    });

    // Signed while nobody can be asked: said calmly, and signed.
    await write(page, first);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    await dialog.waitFor();
    for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    await dialog.getByRole('button', { name: /^Sign as/ }).click();
    await signNow(page);
    await reportPane(page).getByRole('article', { name: 'Signed report' }).waitFor(SLOW);
    await closeStudy(page);
    await page.getByRole('tab', { name: /To deliver/ }).click();
    await expect.poll(() => rowCount(page), SLOW).toBe(1);
    await page.getByRole('tab', { name: /^All/ }).click();

    // The line is back, and the site says something else.
    const report = seriesAt(first, '9.9.1', 'SR', 'Radiology Report');
    said = { study: studyAt(first, { '00100020': one('LO', 'OTHER-7') }), series: [report] };
    await askStation(page, 'sources.add', {
      settings: { kind: 'dicomweb', name: 'PACS', site, url: await startArchive() } as never,
      secrets: {},
    });
    ris = await scriptedMllp(accept, ris.port);
    await page.getByText(/One signed case is held/).waitFor({ timeout: 60_000 });
    expect(ris.got).toEqual([]);
    await page.keyboard.press('Control+Shift+C');
    const reconcile = page.getByRole('dialog', { name: 'What was signed, and what the sites say now' });
    await reconcile.getByText('id OTHER-7').waitFor(SLOW);
    await reconcile.getByText(/a report of somebody else: SR Radiology Report/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await cutParts(page)).toEqual([]);
    await reconcile.getByRole('button', { name: 'Question to the site …' }).press('Enter');
    const question = await reconcile.getByRole('textbox').inputValue();
    expect(question).toContain(site);
    for (const word of [first.patient.patientId, 'OTHER-7', first.patient.name.alphabetic])
      expect(question).not.toContain(word);
    await reconcile.getByRole('button', { name: 'Send as it is …' }).press('Enter');
    await page.keyboard.type('The site says that the id was wrong.');
    await page.keyboard.press('Enter');
    await reconcile.getByText('– let go as it was signed').waitFor(SLOW);
    await reconcile.getByText(/The site says that the id was wrong/).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => ris.got.length, { timeout: 60_000 }).toBe(1);
    await expect.poll(() => page.getByText(/signed case is held/).count(), SLOW).toBe(0);

    // The site is up: what it has is asked before the signature.
    const other = seriesAt(second, '9.9.2', 'SR', 'Final Report');
    said = { study: studyAt(second), series: [other] };
    await write(page, second);
    await page.keyboard.press('Control+Enter');
    await dialog
      .getByRole('checkbox', { name: /The site already has a report of somebody else: SR Final Report/ })
      .waitFor(SLOW);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep writing' }).click();
    // A draft is left: who quits is asked.
    await page.keyboard.press('Control+Q');
    const leaving = page.getByRole('dialog', { name: 'End of shift: what is left' });
    await leaving.getByText('1 study not signed: a draft').waitFor(SLOW);
    expect(await seriousFindings(page)).toEqual([]);
    await leaving.getByRole('button', { name: 'Stay' }).click();
    await closeStudy(page);
    await chooseCommand(page, 'Compare what was signed with what the sites say');
    await reconcile.getByText('– let go as it was signed').waitFor(SLOW);
    await page.keyboard.press('Escape');
  }, 240_000);
});
