import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focusViewport, openStudy, scrollTo, settledGlass } from './helpers/desk.ts';
import { firstStart } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { askStation } from './helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from './helpers/worklist.ts';

const store = temporaryStore();
let running: RunningApp;

beforeAll(async () => {
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** Process ids of a kind of helper process. */
async function processes(name: string): Promise<readonly number[]> {
  const all = await running.app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ name: kind, pid }) => ({ kind, pid })),
  );
  return all.filter(({ kind }) => kind === name).map(({ pid }) => pid);
}

describe('while somebody reads', () => {
  it('the CT stands on the desk', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    expect(await openStudy(page, ct?.studyUid ?? '')).toHaveLength(2);
    await focusViewport(page, 'v1-1');
  });

  it('the pictures go on coming after the decoders were killed', async () => {
    const { page } = running;
    await scrollTo(page, 'v1-1', 'Home', 0);
    const decoders = await processes('Nightjar decoder');
    expect(decoders.length).toBeGreaterThan(0);
    for (const pid of decoders) process.kill(pid, 'SIGKILL');
    for (let index = 10; index <= 90; index += 10) {
      expect((await scrollTo(page, 'v1-1', 'PageDown', index))['state']).toBe('shown');
    }
    expect((await scrollTo(page, 'v1-1', 'End', 99))['state']).toBe('shown');
    const now = await processes('Nightjar decoder');
    expect(now.some((pid) => !decoders.includes(pid))).toBe(true);
  });

  it('the desk is back where it was after the page was loaded anew', async () => {
    const { page } = running;
    await page.keyboard.press('3');
    await settledGlass(page, 'v1-1', { windowCenter: '-600' });
    const before = await scrollTo(page, 'v1-1', 'PageUp', 89);
    // The desk's place is journalled a little after the last move; the mark for measurements does not cover it.
    await expect.poll(async () => (await deskOnDisk())?.objectId, { timeout: 10_000 }).toBe(before['objectId']);
    await page.reload();
    const after = await settledGlass(page, 'v1-1');
    for (const name of ['sopUid', 'index', 'windowCenter', 'windowWidth', 'role'] as const) {
      expect(after[name]).toBe(before[name]);
    }
    expect((await settledGlass(page, 'v1-2'))['role']).toBe('prior');
  });

  it('an error that nobody caught in the shell holds no window: it is told, logged without its words, and reading goes on', async () => {
    const { app, page } = running;
    const logs = await app.evaluate(({ app: program }) => program.getPath('logs'));
    await app.evaluate(() => {
      setTimeout(() => {
        throw new TypeError('DOE^JANE');
      }, 0);
      void Promise.reject(new Error('DOE^JANE'));
    });
    const said = page.getByText('A part of the program that holds the windows failed');
    await said.waitFor();
    const log = path.join(logs, 'nightjar.log');
    await expect.poll(() => readFileSync(log, 'utf8').match(/"shell-fault"/g)?.length).toBe(2);
    expect(readFileSync(log, 'utf8')).not.toContain('DOE^JANE');
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await focusViewport(page, 'v1-1');
    expect((await scrollTo(page, 'v1-1', 'Home', 0))['state']).toBe('shown');
  });

  it('the station is there again after it was killed, and asks for the passphrase', async () => {
    const { page } = running;
    const [station] = await processes('Nightjar station');
    if (station === undefined) throw new Error('no station process');
    process.kill(station, 'SIGKILL');
    await page.getByRole('heading', { name: 'Unlock' }).waitFor();
    expect(await page.locator('[data-viewport-id]').count()).toBe(0);
  });
});

async function deskOnDisk(): Promise<{ readonly objectId: string | null } | undefined> {
  const { rows } = await askStation(running.page, 'worklist.list', { search: 'CT CAP' });
  const [row] = rows;
  if (!row) return undefined;
  const { desk } = await askStation(running.page, 'reading.load', { studyId: row.studyId });
  return desk?.viewports[0];
}
