import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { deskReady, focusViewport, openStudy, scrollTo, settledGlass } from './helpers/desk.ts';
import { answerSaveDialog } from './helpers/dialogs.ts';
import { typeAsProgram } from './helpers/dictated-keys.ts';
import type { Glass } from './helpers/desk.ts';
import { fakeMicrophone, scriptModel } from './helpers/fake-microphone.ts';
import { lock, recoveryGroups, unlock } from './helpers/gate.ts';
import { launch, PASSPHRASE, READER, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { reportPane } from './helpers/report.ts';
import { askStation } from './helpers/station.ts';
import { filesThatName } from './helpers/store-files.ts';
import { focusStudy, importReport, rowCount, shownRows } from './helpers/worklist.ts';

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  running = await launch(store.dataDir, fakeMicrophone());
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** Runs a command as the reader does who knows only its name. */
async function byPalette(words: string): Promise<void> {
  const { page } = running;
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Goes on with Tab until a control of this name has the focus. */
async function tabTo(name: string): Promise<void> {
  const { page } = running;
  for (let step = 0; step < 200; step += 1) {
    const here = await page.evaluate(() => {
      const active = document.activeElement;
      return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? '';
    });
    if (here === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${name}`);
}

/** Goes on with arrows until an entry of this name has the focus. */
async function arrowTo(name: string): Promise<void> {
  const { page } = running;
  for (let step = 0; step < 30; step += 1) {
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no way by arrows to ${name}`);
}

describe('the main job without a mouse', () => {
  it('makes the store', async () => {
    const { page } = running;
    await page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
    await page.keyboard.type(READER);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    const groups = await recoveryGroups(page);
    await page.keyboard.type(groups.at(-1) ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('No studies yet').waitFor();
  });

  it('opens the samples and the CT', async () => {
    const { page } = running;
    await byPalette('sample');
    expect((await importReport(page))['imported']).toBe(177);
    await page.keyboard.press('Control+j');
    await expect.poll(() => rowCount(page)).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await focusStudy(page, ct?.studyUid ?? '');
    await page.keyboard.press('Enter');
    expect(await deskReady(page)).toHaveLength(2);
  });

  it('has the keys on the image at once: scrolls, sets windows, changes the layout, inverts and takes it back', async () => {
    const { page } = running;
    await page.getByText('KEYS → IMAGE').waitFor();
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'PageDown', 10);
    await page.keyboard.press('3');
    await settledGlass(page, 'v1-1', { windowCenter: '-600', windowWidth: '1500' });
    await page.keyboard.press('Alt+i');
    await settledGlass(page, 'v1-1', { invert: 'true' });
    await page.keyboard.press('Control+z');
    await settledGlass(page, 'v1-1', { invert: 'false' });
    await page.keyboard.press('Alt+1');
    await expect.poll(() => page.locator('[data-viewport-id]').count()).toBe(1);
    await page.keyboard.press('Alt+2');
    await expect.poll(() => page.locator('[data-viewport-id]').count()).toBe(2);
  });

  it('takes every letter of a dictation program into the report while the mouse works on the images', async () => {
    const { page } = running;
    await page.keyboard.press('F6');
    await page.getByText('KEYS → REPORT').waitFor();
    await tabTo('CT chest');
    await page.keyboard.press('Enter');
    await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
    await tabTo('Findings');
    const [first, second] = [page.locator('[data-viewport-id="v1-1"]'), page.locator('[data-viewport-id="v1-2"]')];
    const [glass, other] = [await first.boundingBox(), await second.boundingBox()];
    if (!glass || !other) throw new Error('no viewports');
    const [before, view] = [await settledGlass(page, 'v1-1'), await settledGlass(page, 'v1-2')];
    await page.mouse.move(glass.x + glass.width / 2, glass.y + glass.height / 2);
    const phrases = [
      'The lungs are clear of consolidation ',
      'with a 3 mm kidney in the rhigt upper lobe. ',
      'r w 3 Z! ',
    ];
    const corrected = [{ write: 'no pleural efusion ' }, { back: 9 }, { write: ' effusion, ' }];
    const typing = (async () => {
      for (const phrase of phrases) {
        await typeAsProgram(running, [{ write: phrase }]);
        await typeAsProgram(running, corrected);
      }
    })();
    for (let step = 0; step < 12; step += 1) await page.mouse.wheel(0, 60);
    await typing;
    await reportPane(page).getByText('r w 3 Z! no pleural effusion,').waitFor();
    await page.getByText('KEYS → REPORT · HELD').waitFor();
    await page.mouse.click(other.x + other.width / 2, other.y + other.height / 2);
    await page.locator('[data-viewport-id="v1-2"][data-active="true"]').waitFor();
    await typeAsProgram(running, [{ write: 'Spoken after a press. ' }]);
    await page.mouse.click(glass.x + glass.width / 2, glass.y + glass.height / 2);
    await typeAsProgram(running, [{ write: 'And 3 more. ' }]);
    await expect
      .poll(() => reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).innerText(), {
        timeout: 30_000,
      })
      .toBe(`${phrases.map((phrase) => `${phrase}no pleural effusion, `).join('')}Spoken after a press. And 3 more. `);
    const kept = ({ windowCenter, zoom }: Glass): Glass => ({ windowCenter, zoom });
    const after = await settledGlass(page, 'v1-1', kept(before));
    expect(after['index']).not.toBe(before['index']);
    await settledGlass(page, 'v1-2', kept(view));
    // The reader gives the keys away, and the mouse takes them with it again.
    await page.keyboard.press('Shift+F2');
    await page.mouse.click(glass.x + glass.width / 2, glass.y + glass.height / 2);
    await page.getByText('KEYS → IMAGE').waitFor();
  });

  it('writes what is dictated at the caret once it is said, and does what is said as a command', async () => {
    const { app, page } = running;
    const folder = scriptModel([
      ...['three point five centimeter nodule period', 'go to impression', 'stable', 'scratch that', 'stop dictation'],
    ]);
    await app.evaluate(({ dialog }, at) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [at] }) });
    }, folder);
    await askStation(page, 'speech.chooseModel', {});
    await byPalette('Settings');
    await page.getByRole('button', { name: 'Choose a microphone …' }).click();
    await page.getByLabel('Microphone', { exact: true }).selectOption('Fake Audio Input 2');
    await page.screenshot({ path: path.join(projectRoot, 'test-results', 'microphone.png') });
    await page.keyboard.press('Escape');
    await page.keyboard.press('F6');
    const [findings, impression] = ['Findings', 'Impression'].map((name) =>
      reportPane(page).getByRole('textbox', { name, exact: true }),
    );
    await findings?.focus();
    await page.keyboard.press('Control+End');
    // Asked for before anything is said: on a busy machine the words are final soon after they were first heard.
    const ghost = page.evaluate(
      () =>
        new Promise<void>((seen) => {
          const look = (_: unknown, observer: MutationObserver): void => {
            const ghosts = [...document.querySelectorAll('[data-ghost]')];
            if (!ghosts.some((one) => one.textContent.includes('three point'))) return;
            observer.disconnect();
            seen();
          };
          new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
        }),
    );
    await page.keyboard.press('F2');
    await page.locator('[data-dictation="listening"]').waitFor();
    await ghost;
    await reportPane(page).getByText('3.5 cm nodule.').waitFor();
    await impression?.getByText('Stable').waitFor();
    await page.locator('[data-dictation="off"]').waitFor();
    expect((await impression?.innerText())?.trim()).toBe('');
    expect(await page.locator('[data-ghost]').count()).toBe(0);
    expect(await askStation(page, 'speech.forgetModel', {})).toEqual({ model: null });
    await page.keyboard.press('F6');
    await page.getByText('KEYS → IMAGE').waitFor();
  });

  it('writes, checks and signs the report', async () => {
    const { page } = running;
    await page.keyboard.press('F6');
    await page.getByText('KEYS → REPORT').waitFor();
    await tabTo('Findings');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Typed without a mouse.');
    await page.keyboard.press('Alt+k');
    const calculators = page.getByRole('dialog', { name: 'Calculators' });
    await calculators.getByRole('option', { name: /^Lung/ }).first().waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await page.keyboard.type('Lung');
    await calculators.getByLabel(/^Examination incomplete/).waitFor();
    for (const entry of ['No', 'Solid', 'Baseline', '8,2']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(entry);
    }
    await page.getByText('solid, baseline, 8 to under 15 mm', { exact: true }).waitFor();
    await tabTo('Insert into the report');
    await page.keyboard.press('Enter');
    await reportPane(page).getByText('Lung-RADS: category 4A').waitFor();
    await tabTo('Impression');
    await page.keyboard.type('Done by');
    // Whoever dictates speaks on after the lock: the words belong to the report, not to the keys of the images.
    await lock(page);
    await unlock(page);
    await page.getByText('KEYS → REPORT').waitFor();
    await page.keyboard.type(' keys.');
    await reportPane(page).getByText('Done by keys.').waitFor();
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign this report' });
    await dialog.waitFor();
    const boxes = await dialog.getByRole('checkbox').count();
    for (let box = 0; box < boxes; box += 1) {
      await dialog.getByRole('checkbox').nth(box).focus();
      await page.keyboard.press('Space');
    }
    await tabTo(`Sign as ${READER}`);
    await page.keyboard.press('Enter');
    await reportPane(page).getByRole('article', { name: 'Signed report' }).waitFor();
  });

  it('exports, goes back to the list and locks', async () => {
    const { app, page } = running;
    const file = path.join(store.dataDir, '..', `${path.basename(store.dataDir)}.txt`);
    await answerSaveDialog(app, file);
    await tabTo('Export Text');
    await page.keyboard.press('Enter');
    await page.getByText(file, { exact: true }).waitFor();
    expect(readFileSync(file, 'utf8')).toContain('Typed without a mouse.');
    await tabTo('Close study');
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Worklist' }).waitFor();
    await page.keyboard.press('Control+l');
    await page.getByRole('heading', { name: 'Unlock' }).waitFor();
    expect(running.complaints).toEqual([]);
  });
});

describe("keys of one's own", () => {
  /** What the map of keys says of a command; the map is closed again. */
  async function keysInHelp(command: string): Promise<readonly string[]> {
    const { page } = running;
    await page.keyboard.press('?');
    const row = page.getByRole('dialog', { name: 'Keys' }).locator('dl > div', { hasText: command }).first();
    const keys = await row
      .getByRole('img')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    await page.keyboard.press('Escape');
    await row.waitFor({ state: 'detached' });
    return keys;
  }

  it('are recorded without a mouse, work in place of the former ones, stand in the map, and are there after a restart', async () => {
    const { page } = running;
    await unlock(page);
    await page.getByRole('grid', { name: 'Worklist' }).waitFor();
    await page.keyboard.press('Control+,');
    // One stop for all groups of the settings: arrows go on from there.
    await tabTo('Colours of the window');
    await arrowTo('Keys');
    await page.keyboard.press('Enter');
    await page.keyboard.type('invert');
    await tabTo('Change the keys of Invert');
    await page.keyboard.press('Enter');
    await tabTo('Record a key');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+l');
    await page.getByText('Ctrl L is the key of “Lock” everywhere, which would have none left.').waitFor();
    await page.keyboard.press('Enter');
    await tabTo('Record a key');
    await page.keyboard.press('Enter');
    await page.keyboard.press('F3');
    await page.getByText('F3 is its key now.').waitFor();
    await tabTo('Take Alt I away');
    await page.keyboard.press('Enter');
    await page.getByText('1 with keys of your own').waitFor();
    await page.keyboard.press('Escape');
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
    await focusViewport(page, 'v1-1');
    await page.keyboard.press('F3');
    await settledGlass(page, 'v1-1', { invert: 'true' });
    await page.keyboard.press('Alt+i');
    await page.keyboard.press('F3');
    await settledGlass(page, 'v1-1', { invert: 'false' });
    expect(await keysInHelp('Invert')).toEqual(['F3']);
    expect(running.complaints).toEqual([]);
    await running.close();
    running = await launch(store.dataDir);
    await unlock(running.page);
    // The study that was on the desk is there again.
    await deskReady(running.page);
    await expect.poll(() => keysInHelp('Invert'), { timeout: 30_000 }).toEqual(['F3']);
  });
});

describe('what the program leaves behind', () => {
  /** Names and ids of the samples that are long enough not to come up by chance. */
  const words = [
    'CMB-CRC-MSB',
    'RFrontalTumor',
    'COMPRESSEDSAMPLES',
    'MF-0000020',
    'ANON-12345',
    '1.3.6.1.4.1.14519.5.2.1.1600.1201',
    '1.3.6.1.4.1.5962.1.2.5020',
    'Typed without a mouse',
  ];

  it('names no patient in the title of the window', async () => {
    const titles = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    );
    expect([...titles, await running.page.title()]).toEqual(['Nightjar', 'Nightjar']);
  });

  it('is made of words that the samples really hold', () => {
    const samples = path.join(projectRoot, 'resources', 'samples');
    const found = filesThatName(samples, words.slice(0, 1));
    expect(found.length).toBeGreaterThan(100);
  });

  it('names no patient in any file name, log or byte on the disk', async () => {
    await running.close();
    expect(filesThatName(store.dataDir, words)).toEqual([]);
  });
});
