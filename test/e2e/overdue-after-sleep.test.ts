import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { closeStudy, focusViewport, openStudy } from './helpers/desk.ts';
import { slicesOf } from './helpers/exam.ts';
import type { Exam } from './helpers/exam.ts';
import { firstStart, unlock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { movedClock } from './helpers/moved-clock.ts';
import type { MovedClock } from './helpers/moved-clock.ts';
import { closeTransfers, importFolder } from './helpers/worklist.ts';

const SLOW = { timeout: 30_000 };
const exam = (n: number, patient: string): Exam => ({
  ...{
    studyUid: `1.2.9.88.${n}`,
    description: 'CT CHEST',
    date: `2026090${n}`,
    patient,
    accession: `A88${n}`,
    slices: 2,
  },
});
const [CALM, LATE] = [exam(1, 'AMSEL'), exam(2, 'BIRKE')];

/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'overdue-after-sleep');
const store = temporaryStore();
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-overdue-'));
let clock: MovedClock;
let running: RunningApp;

/** A finding that nobody is told of. */
async function found({ studyUid }: Exam, finding: string, category: string): Promise<void> {
  const { page } = running;
  await openStudy(page, studyUid);
  await focusViewport(page, 'v1-1');
  await page.keyboard.press('!');
  const critical = page.getByRole('dialog', { name: 'Critical findings' });
  await critical.getByLabel('Finding', { exact: true }).fill(finding);
  await critical.getByLabel('Category').selectOption(category);
  await critical.getByRole('button', { name: 'Start its clock' }).click();
  await critical.getByRole('form', { name: 'Who was told' }).first().waitFor(SLOW);
  await page.keyboard.press('Escape');
  await critical.waitFor({ state: 'detached' });
  await closeStudy(page);
}

const nobodyTold = (words: RegExp) => running.page.getByText(words).first();
const notices = (): Promise<number> =>
  running.app.evaluate(() => (Reflect.get(globalThis, 'shown') as string[] | undefined)?.length ?? 0);

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  for (const one of [CALM, LATE])
    slicesOf(one).forEach((bytes, at) => writeFileSync(path.join(folder, `${one.studyUid}-${at}.dcm`), bytes));
  clock = movedClock();
  running = await launch(store.dataDir, [], { folder: clock.folder });
  const { app, page } = running;
  // There is no desk of a system here that would show a notice: that it was asked to is kept.
  await app.evaluate(({ Notification }) => {
    const shown: string[] = [];
    Reflect.set(globalThis, 'shown', shown);
    Notification.prototype.show = function (this: Electron.Notification) {
      shown.push(`${this.title} ${this.body}`);
    };
  });
  await firstStart(page);
  await importFolder(app, page, folder);
  await closeTransfers(page);
});

afterAll(async () => {
  await running?.close();
  store.remove();
  clock.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('a critical finding that nobody was told of, while the computer sleeps', () => {
  it('is overdue at the top as soon as its reader is back', async () => {
    const { app, page } = running;
    await found(CALM, 'Nodule of 9 mm', '3');
    await nobodyTold(/^Nobody was told yet: .*Nodule of 9 mm.*left\.$/).waitFor(SLOW);
    await found(LATE, 'Tension pneumothorax', '1');
    await nobodyTold(
      /^Nobody was told yet: .*Tension pneumothorax \(category 1\), (60|59) min left, and 1 more\.$/,
    ).waitFor(SLOW);
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await page.getByRole('heading', { name: 'Unlock' }).waitFor(SLOW);
    expect(await page.locator('body').innerText()).not.toMatch(/pneumothorax|BIRKE/);
    clock.ahead(3);
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await unlock(page);
    // Late by the hours that nobody counted; the timers of this program stood still meanwhile.
    await nobodyTold(
      /^Nobody was told yet: .*Tension pneumothorax \(category 1\), late by 2 h 0\d min, and 1 more\.$/,
    ).waitFor(SLOW);
    await page.screenshot({ path: path.join(shots, 'after-sleep.png') });
    await expect.poll(notices, SLOW).toBe(1);
  });

  it('is overdue at the top without a lock in between, where the time of the computer jumps', async () => {
    const { page } = running;
    clock.ahead(80);
    // Both now: what is late the longest stands first. The station looks every ten seconds, whoever asks.
    await nobodyTold(
      /^Nobody was told yet: .*Tension pneumothorax \(category 1\), late by 3 d 7 h, and 1 more\.$/,
    ).waitFor(SLOW);
    await page.screenshot({ path: path.join(shots, 'after-jump.png') });
    // A clock that is put back takes nothing off.
    await expect.poll(notices, SLOW).toBe(2);
    clock.ahead(0);
    await openStudy(page, CALM.studyUid);
    await nobodyTold(
      /^Nobody was told yet: .*Tension pneumothorax \(category 1\), late by 3 d 7 h, and 1 more\.$/,
    ).waitFor(SLOW);
    expect(await notices()).toBe(2);
    await closeStudy(page);
    expect(running.complaints).toEqual([]);
  });
});
