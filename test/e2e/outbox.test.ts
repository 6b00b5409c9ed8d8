import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { accept, scriptedMllp } from '../integration/transfer/outbox/scripted-mllp.ts';
import { seriousFindings } from './helpers/axe.ts';
import { cutParts } from './helpers/cut.ts';
import { closeStudy, openStudy } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, draftSaved, reportPane, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { importSamples, rowCount } from './helpers/worklist.ts';

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'outbox');
const SLOW = { timeout: 30_000 };
const store = temporaryStore();
let running: RunningApp;
let ris = await scriptedMllp();

afterAll(async () => {
  await running?.close();
  await ris.stop();
  store.remove();
});

describe('results and the line', () => {
  it('F15: a report signed without a line waits, the window says so calmly, and it goes when the line is back', async () => {
    mkdirSync(shots, { recursive: true });
    await ris.stop();
    running = await launch(store.dataDir);
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await expect.poll(() => rowCount(page), SLOW).toBe(6);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const study = rows.find(({ modalities }) => modalities.includes('CT'));
    if (study === undefined) throw new Error('there is no CT among the samples');

    await page.keyboard.press('Control+,');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('button', { name: 'Add a destination …' }).click();
    const form = settings.getByRole('form', { name: 'New destination' });
    await form.getByLabel('Name', { exact: true }).fill('RIS');
    // Escape asks, and once more stays: however often, what was typed is there, and so is what lies under it.
    for (const asks of [1, 0, 1, 0, 1, 0]) {
      await page.keyboard.press('Escape');
      await expect.poll(() => form.getByRole('alert').count(), SLOW).toBe(asks);
    }
    expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('RIS');
    expect(await settings.isVisible()).toBe(true);
    await form.getByLabel('Site', { exact: true }).fill(study.site);
    await form.getByLabel('Host').fill('127.0.0.1');
    await form.getByLabel('Port').fill(String(ris.port));
    await form.getByRole('checkbox', { name: 'TLS', exact: true }).uncheck();
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Add destination' }).click();
    await settings.getByRole('button', { name: 'Remove RIS' }).waitFor();
    // The message as this receiver would get it: every script stands there whole, in a character set that has it.
    await settings.getByRole('button', { name: 'Test message to RIS …' }).click();
    const message = page.getByRole('dialog', { name: 'Test message to RIS' });
    const segments = message.getByRole('list', { name: 'Segments of the message' });
    await segments.getByText('Größe, naïve, Zażółć; 右肺; صدر; emoji').waitFor(SLOW);
    await message.getByText(/in UNICODE UTF-8\. It was read back as it was written\.$/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.screenshot({ path: path.join(shots, 'message-console.png') });
    await message.getByText(/右肺/).scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(shots, 'message-console-scripts.png') });
    await message.getByRole('button', { name: 'Back' }).click();
    await message.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByText(/RIS \(.+\) is not reached since \d\d:\d\d: nothing answers at its address/).waitFor(SLOW);

    await openStudy(page, study.studyUid);
    await chooseTemplate(page, 'General');
    for (const section of ['Comparison', 'Findings', 'Impression']) await writeSection(page, section, 'Normal. ');
    await draftSaved(page);
    await signReport(page);
    await reportPane(page)
      .getByRole('list', { name: 'Delivery' })
      .getByText(/RIS: HL7 message, final waits/)
      .waitFor(SLOW);
    await closeStudy(page);
    await page.getByTitle('Signed, not delivered').waitFor(SLOW);
    await chooseCommand(page, 'Outbox');
    const outbox = page.getByRole('dialog', { name: 'Outbox' });
    await outbox.getByRole('button', { name: 'Send again' }).waitFor(SLOW);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await cutParts(page)).toEqual([]);

    ris = await scriptedMllp(accept, ris.port);
    await outbox.getByText(/delivered .* AA said by the receiver/).waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await page.getByTitle(/^delivered \d\d:\d\d$/).waitFor(SLOW);
    await expect.poll(() => page.getByText('is not reached').count(), SLOW).toBe(0);
    expect(ris.got).toHaveLength(1);
  }, 240_000);
});
