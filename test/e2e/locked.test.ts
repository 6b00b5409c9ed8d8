import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { hasPeer } from '../helpers/peers.ts';
import { firstStart, lock, unlock } from './helpers/gate.ts';
import { Hospitals } from './helpers/hospitals.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { askStation } from './helpers/station.ts';
import { rowCount, shownRows } from './helpers/worklist.ts';

const EXAM = {
  ...{ studyUid: '1.2.9.81.1', description: 'CT CHEST LOCKED', date: '20260301', patient: 'LOCKEDNAME' },
  ...{ accession: 'ACC81', slices: 24 },
};
/** Everything of the exam that could be read on a screen. */
const PATIENT = /LOCKEDNAME|CT CHEST|ACC81|1\.2\.9\.81/;

describe.skipIf(!hasPeer('Orthanc'))('the lock, while a study is on its way', () => {
  const store = temporaryStore();
  const hospitals = new Hospitals();
  let running: RunningApp;
  const page = (): Page => running.page;

  beforeAll(async () => {
    await hospitals.start();
    await hospitals.givenToAnna(EXAM);
    running = await launch(store.dataDir);
    await firstStart(page());
    await askStation(page(), 'sources.add', {
      settings: {
        ...{ kind: 'dicomweb', name: 'St. Anna', site: 'St. Anna', url: hospitals.web },
        // Slow enough that it is not over before the lock.
        rate: { bytesPerSecond: 20_000 },
      } as never,
      secrets: {},
    });
  });

  afterAll(async () => {
    await running?.close();
    await hospitals.remove();
    store.remove();
  });

  it('lets it arrive, says so in counts, and shows it to whoever unlocks', async () => {
    const [source] = (await askStation(page(), 'sources.list', {})).sources;
    if (source === undefined) throw new Error('no source');
    const { sourceId } = source;
    const wanted = { sourceId, studyUid: EXAM.studyUid, seriesUid: null, rank: 'next', way: null } as const;
    await askStation(page(), 'transfers.ask', wanted);
    await lock(page());
    const words = page().getByRole('region', { name: 'While locked' });
    await words.getByText(/^Fetching goes on: 1 study to come, until \d\d:\d\d\.$/).waitFor();
    for (const name of ['worklist.list', 'transfers.list'] as const) {
      const request = name === 'worklist.list' ? { search: '' } : {};
      await expect(askStation(page(), name, request as never)).rejects.toThrow('access/locked');
    }
    await words.getByText(/1 study came since the lock\.$/).waitFor({ timeout: 60_000 });
    const html = await page().content();
    expect(html).not.toMatch(PATIENT);
    expect(await page().title()).not.toMatch(PATIENT);
    await unlock(page());
    await expect.poll(() => rowCount(page()), { timeout: 30_000 }).toBe(1);
    const [row] = await shownRows(page());
    expect(row?.studyUid).toBe(EXAM.studyUid);
    expect(running.complaints).toEqual([]);
  });

  it('closes the store when the computer goes to sleep behind it', async () => {
    await lock(page());
    await page().getByRole('region', { name: 'While locked' }).waitFor();
    await running.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await page().getByText('Studies and drafts stay encrypted on the disk while the store is locked.').waitFor();
    expect(await askStation(page(), 'access.fetching', {})).toEqual({ fetching: null });
  });
});
