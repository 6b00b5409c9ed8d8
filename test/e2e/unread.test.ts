import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { deskReady, focusViewport, openStudy, readGlasses, scrollTo } from './helpers/desk.ts';
import { confirmRecovery, lock, makeStore, typePassphrase, unlock } from './helpers/gate.ts';
import { launch, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseTemplate, draftSaved, reportPane, signNow, signReport, writeSection } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, rowCount } from './helpers/worklist.ts';

const NEW_PASSPHRASE = 'another horse entirely 7';
const TEXT = 'Nothing to be seen';
const store = temporaryStore();
const shots = path.resolve('test-results', 'unread');
let running: RunningApp;
let recovery: readonly string[] = [];
/** The study of several series, and the one that nobody looks at. */
let studyUid = '';
let unseen: { readonly seriesUid: string; readonly number: number | null; readonly description: string | null };

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  running = await launch(store.dataDir, ['--force-device-scale-factor=1.5']);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

const shot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: path.join(shots, `${name}.png`), scale: 'css' });

/** The first sample with more than one series to look at. */
async function studyOfSeveralSeries(page: Page): Promise<string> {
  const { rows } = await askStation(page, 'worklist.list', { search: '' });
  for (const row of rows) {
    const { series } = await askStation(page, 'study.open', { studyId: row.studyId });
    if (series.filter(({ images }) => images.some(({ pixels }) => pixels !== null)).length > 1) return row.studyUid;
  }
  throw new Error('no sample has two series');
}

async function waitForUnlock(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Unlock' }).waitFor({ timeout: 60_000 });
}

describe('a series that nobody looked at', () => {
  it('is not on the glass when a study of several series is opened', async () => {
    const { page } = running;
    recovery = await makeStore(page);
    await confirmRecovery(page, recovery);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    studyUid = await studyOfSeveralSeries(page);
    await openStudy(page, studyUid);
    // One viewport: the others of the study are on no glass.
    await focusViewport(page, 'v1-1');
    const shown = new Set((await readGlasses(page)).map((glass) => glass['seriesUid']));
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const row = rows.find((one) => one.studyUid === studyUid);
    if (!row) throw new Error('the study is not in the list');
    const { series } = await askStation(page, 'study.open', { studyId: row.studyId });
    const left = series.find((one) => !shown.has(one.seriesUid) && one.images.some(({ pixels }) => pixels !== null));
    if (!left) throw new Error('every series of the study is on the glass');
    unseen = left;
  });

  it('lies bare on the seen map, which says how the others were shown', async () => {
    const { page } = running;
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('Alt+Shift+KeyU');
    const map = page.getByRole('dialog', { name: 'Seen map' });
    await map.getByText(/of \d+ images never shown/).waitFor();
    const rows = await map.locator('[data-never]').evaluateAll((all) =>
      all.map((row) => ({
        never: Number(row.getAttribute('data-never')),
        dwell: Number(row.getAttribute('data-dwell')),
      })),
    );
    expect(rows.some(({ never, dwell }) => never > 0 && dwell === 0)).toBe(true);
    expect(rows.some(({ dwell }) => dwell > 0)).toBe(true);
    await page.keyboard.press('Escape');
    await map.waitFor({ state: 'detached' });
  });

  it('stands by name before the signature, which waits until it is accepted', async () => {
    const { page } = running;
    await reportPane(page).getByRole('button').first().waitFor();
    await chooseTemplate(page, 'General');
    await writeSection(page, 'Findings', TEXT);
    await writeSection(page, 'Impression', 'None.');
    await draftSaved(page);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    const asked = dialog.getByRole('checkbox', { name: /^Never on screen/ });
    await asked.waitFor();
    await shot(page, 'question');
    const words = await dialog.locator('label').allInnerTexts();
    expect(words.join('\n')).toContain(`series ${unseen.number}`);
    const sign = dialog.getByRole('button', { name: `Sign as ${READER}` });
    for (const box of await dialog.getByRole('checkbox').all()) {
      expect(await sign.isDisabled()).toBe(true);
      await box.check();
    }
    await sign.click();
    // It is not signed yet: one key on any screen takes it back.
    await page
      .getByRole('group', { name: 'To be signed' })
      .getByText(/is not signed yet/)
      .waitFor();
    await shot(page, 'waiting');
    await page.keyboard.press('Control+Shift+Enter');
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    await signReport(page);
  });

  it('may stand in a preliminary report, marked as not verified, and the final one shows what it changed', async () => {
    const { page } = running;
    const pane = reportPane(page);
    const dialog = page.getByRole('dialog');
    const acceptAll = async (): Promise<void> => {
      await dialog.waitFor();
      for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    };
    await pane.getByRole('button', { name: 'New report' }).click();
    await chooseTemplate(page, 'General');
    await writeSection(page, 'Findings', TEXT);
    await writeSection(page, 'Impression', 'Wet read.');
    await draftSaved(page);
    await page.keyboard.press('Control+Enter');
    await acceptAll();
    await dialog.getByRole('radio', { name: 'Preliminary report' }).check();
    await acceptAll();
    await shot(page, 'preliminary-question');
    await dialog.getByRole('button', { name: `Sign preliminary as ${READER}` }).click();
    await signNow(page);
    const article = pane.getByRole('article', { name: 'Preliminary report' });
    await article.getByText('PRELIMINARY - not verified').waitFor();
    await shot(page, 'preliminary');
    await pane.getByRole('button', { name: 'Make it final' }).click();
    await pane.getByText('DRAFT', { exact: true }).waitFor();
    await writeSection(page, 'Impression', ' Seen again.');
    await draftSaved(page);
    await page.keyboard.press('Control+Enter');
    await acceptAll();
    await dialog.getByText('Changed: Impression.').waitFor();
    expect(await dialog.locator('ins').allInnerTexts()).toEqual([' Seen again.']);
    await shot(page, 'final-question');
    await dialog.getByRole('button', { name: `Sign as ${READER}` }).click();
    await signNow(page);
    await pane.getByRole('article', { name: 'Signed report' }).waitFor();
    await shot(page, 'final');
  });

  it('is told from what was seen, also after the program was started again', async () => {
    const seenOf = (page: Page): Promise<readonly number[]> =>
      page
        .locator('nav[aria-label="Series"] [data-shown]')
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-shown'))));
    await focusViewport(running.page, 'v1-1');
    await scrollTo(running.page, 'v1-1', 'Home', 0);
    await expect.poll(async () => Math.max(...(await seenOf(running.page)))).toBeGreaterThan(0);
    const before = await seenOf(running.page);
    const { rows } = await askStation(running.page, 'worklist.list', { search: '' });
    const studyId = rows.find((row) => row.studyUid === studyUid)?.studyId;
    if (!studyId) throw new Error('the study is not in the list');
    // The journal has them a moment later.
    await expect
      .poll(async () =>
        (await askStation(running.page, 'reading.seen', { studyId })).objects.flatMap(({ frames }) => frames),
      )
      .toHaveLength(before.reduce((sum, one) => sum + one, 0));
    expect(before).toContain(0);
    await running.close();
    expect(running.complaints).toEqual([]);
    running = await launch(store.dataDir);
    await unlock(running.page);
    // The study that was on the desk is there again.
    await deskReady(running.page);
    await expect.poll(() => seenOf(running.page), { timeout: 20_000 }).toEqual(before);
    await shot(running.page, 'rail');
  });
});

describe('F14: a computer that goes to sleep', () => {
  for (const event of ['suspend', 'lock-screen']) {
    it(`locks the window (${event}), and what was being typed is there again`, async () => {
      const { page } = running;
      const isFirst = event === 'suspend';
      if (isFirst) await reportPane(page).getByRole('button', { name: 'Write addendum' }).click();
      const box = reportPane(page).getByRole('textbox').first();
      await box.click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(`before the ${event}. `);
      // At once: what was typed last is not in the journal yet. No machine here can really go to sleep.
      await running.app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event);
      await waitForUnlock(page);
      expect(await page.locator('[data-viewport-id]').count()).toBe(0);
      await unlock(page);
      await deskReady(page);
      await expect.poll(() => box.innerText(), { timeout: 20_000 }).toContain(`before the ${event}.`);
      await draftSaved(page);
    });
  }

  it('covers the last picture of a page that hangs, until the page has taken notice of the lock', async () => {
    const { app, page } = running;
    const covers = (): Promise<number> =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.contentView.children.length ?? -1);
    const before = await covers();
    const hanging = page.evaluate(() => {
      const end = performance.now() + 6000;
      while (performance.now() < end);
    });
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
    await expect.poll(covers, { timeout: 30_000 }).toBe(before + 1);
    await hanging;
    await waitForUnlock(page);
    await expect.poll(covers, { timeout: 30_000 }).toBe(before);
    await unlock(page);
    await deskReady(page);
  });
});

describe('the cross of the window', () => {
  it('loses nothing of what was being typed', async () => {
    const { page } = running;
    const box = reportPane(page).getByRole('textbox').first();
    await box.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('before the cross. ');
    // At once: what was typed last is not in the journal yet.
    const ended = new Promise((resolve) => running.app.process().once('exit', resolve));
    const cross = (): Promise<unknown> =>
      running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await cross();
    // Reports were signed that nobody was sent: that is said once, and who goes again has read it.
    await page.getByRole('dialog', { name: 'End of shift: what is left' }).waitFor();
    await cross();
    await ended;
    running = await launch(store.dataDir);
    await unlock(running.page);
    await deskReady(running.page);
    const again = reportPane(running.page).getByRole('textbox').first();
    await expect.poll(() => again.innerText(), { timeout: 20_000 }).toContain('before the cross.');
  });
});

describe('the recovery key', () => {
  it('opens the store, asks for a new passphrase, and that one opens it from then on', async () => {
    const { page } = running;
    await lock(page);
    await page.getByRole('button', { name: 'Use the recovery key' }).click();
    await page.getByLabel('Recovery key', { exact: true }).fill(recovery.join('-'));
    await page.getByRole('button', { name: 'Unlock the store' }).click();
    await page.getByRole('heading', { name: 'Set a new passphrase' }).waitFor({ timeout: 60_000 });
    await page.getByLabel('New passphrase', { exact: true }).fill(NEW_PASSPHRASE);
    await page.getByLabel('New passphrase again').fill(NEW_PASSPHRASE);
    await shot(page, 'new-passphrase');
    await page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await page.locator('main [data-scope]').first().waitFor({ timeout: 60_000 });
    await deskReady(page);
    await lock(page);
    await typePassphrase(page, 'correct horse battery');
    await page.getByText(/This passphrase does not open the store/).waitFor({ timeout: 60_000 });
    await unlock(page, NEW_PASSPHRASE);
    expect(running.complaints).toEqual([]);
  });
});
