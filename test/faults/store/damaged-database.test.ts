import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { contentOf, fullStore } from './full-store.ts';
import type { FullStore } from './full-store.ts';
import { newStation, PASSPHRASE, stationOn } from './station-fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-full-'));
let store: FullStore;
let content: Record<string, unknown>;

beforeAll(async () => {
  store = await fullStore(folder);
  const station = newStation(store.dir);
  await station.unlock(null, PASSPHRASE);
  content = await contentOf(station);
  await station.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the store, for one test to break. */
async function copy(): Promise<string> {
  const dir = path.join(await tempDir(), 'store');
  cpSync(store.dir, dir, { recursive: true, preserveTimestamps: true });
  return dir;
}

async function opened(dir: string): Promise<Station> {
  const station = stationOn(dir);
  await station.unlock(null, PASSPHRASE);
  return station;
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

const middlePage = (file: string): number => Math.floor(statSync(file).size / 2 / 4096) * 4096;

const DAMAGE: Readonly<Record<string, (file: string) => void>> = {
  deleted: (file) => rmSync(file),
  empty: (file) => truncateSync(file, 0),
  'cut in half': (file) => truncateSync(file, middlePage(file)),
  'random in its first page': (file) => overwrite(file, 0, randomBytes(4096)),
  'random in a page in the middle': (file) => overwrite(file, middlePage(file), randomBytes(4096)),
};

describe('F08: a damaged index', () => {
  it.each(Object.entries(DAMAGE))(
    'that is %s is put aside and made anew with the same ids, reports and audit',
    async (name, damage) => {
      const dir = await copy();
      damage(path.join(dir, 'index.db'));
      const station = await opened(dir);
      const { recoveries, index } = station.access.requireStore();
      expect(recoveries.map(({ part }) => part)).toEqual(['index']);
      expect(await contentOf(station)).toEqual(content);
      const kept = path.join(dir, 'damaged');
      if (name !== 'deleted') expect(readdirSync(path.join(kept, readdirSync(kept)[0] ?? ''))).toContain('index.db');
      expect(index.prepare("SELECT subject FROM audit WHERE command = 'store.recover'").pluck().all()).toEqual([
        'index',
      ]);
      expect(index.pragma('foreign_key_check')).toEqual([]);
      await station.close();
      const again = await opened(dir);
      expect(again.access.requireStore().recoveries).toEqual([]);
      expect(await contentOf(again)).toEqual(content);
    },
  );

  it('is made anew from blobs alone when the ledger is gone as well; audit and reports are then lost and it says so', async () => {
    const dir = await copy();
    rmSync(path.join(dir, 'index.db'));
    rmSync(path.join(dir, 'ledger.log'));
    const station = await opened(dir);
    const found = (await contentOf(station)) as {
      studies: { row: { studyId: string }; series: unknown; reading: unknown }[];
    };
    const before = content as typeof found;
    expect(found.studies.map(({ row, series, reading }) => [row.studyId, series, reading])).toEqual(
      before.studies.map(({ row, series, reading }) => [row.studyId, series, reading]),
    );
    const [recovery] = station.access.requireStore().recoveries;
    expect(recovery?.detail).toMatchObject({ ledger: 'missing', objects: 5, reason: 'store/missing' });
    expect(recovery?.detail['unknownOutputs']).toBeGreaterThan(0);
    expect(station.access.state().reader?.name).toBe('Ada Reader');
  });

  it('tells whoever waits that it is checked and made anew, how far that is, and that it is over', async () => {
    const dir = await copy();
    for (const name of ['index.db', 'ledger.log', 'closed.json']) rmSync(path.join(dir, name));
    const station = stationOn(dir);
    const told: unknown[] = [];
    station.events.on((event) => {
      if (event.name === 'access.progress') told.push(event.payload.work);
    });
    await station.unlock(null, PASSPHRASE);
    expect(told[0]).toMatchObject({ stage: 'checking', totalCount: null });
    expect(told).toContainEqual({ stage: 'rebuilding', doneCount: 0, totalCount: null, timeLeft: null });
    const last = told.at(-2) as { readonly doneCount: number; readonly totalCount: number };
    expect(last.doneCount).toBe(last.totalCount);
    expect(last.totalCount).toBeGreaterThanOrEqual(5);
    expect(told.at(-1)).toBeNull();
  });

  it('is not read through after an orderly close, and is after any other end', async () => {
    const dir = await copy();
    const station = await opened(dir);
    expect(existsSync(path.join(dir, 'closed.json'))).toBe(false);
    await station.close();
    expect(existsSync(path.join(dir, 'closed.json'))).toBe(true);
  });
});

describe('F08: a damaged journal', () => {
  it.each(['deleted', 'empty', 'cut in half', 'random in its first page'])(
    'that is %s gives back its rows, or those of the last orderly close',
    async (name) => {
      const dir = await copy();
      DAMAGE[name]?.(path.join(dir, 'journal.db'));
      const station = await opened(dir);
      expect(station.access.requireStore().recoveries.map(({ part }) => part)).toEqual(['journal']);
      expect(await contentOf(station)).toEqual(content);
    },
  );
});

describe('F08: damaged keys', () => {
  it.each(['keys.db', 'keys-copy.db', 'slots.json', 'slots-copy.json'])(
    'in %s are taken from their copy',
    async (name) => {
      for (const damage of ['deleted', 'random in its first page']) {
        const dir = await copy();
        DAMAGE[damage]?.(path.join(dir, name));
        const station = await opened(dir);
        const mended = name.includes('copy') ? [] : [name.replace(/\..*/, '')];
        expect(station.access.requireStore().recoveries.map(({ part }) => part)).toEqual(mended);
        expect(await contentOf(station)).toEqual(content);
        await station.close();
        // The copy was made again: it alone is enough.
        for (const first of ['keys.db', 'slots.json']) rmSync(path.join(dir, first));
        const again = await opened(dir);
        expect(await contentOf(again)).toEqual(content);
        await again.close();
      }
    },
  );

  it('that are gone with their copy are said to be missing, and nothing is made', async () => {
    const dir = await copy();
    for (const name of ['keys.db', 'keys-copy.db']) rmSync(path.join(dir, name));
    expect(await codeRejected(opened(dir))).toBe('store/missing');
    expect(existsSync(path.join(dir, 'keys.db'))).toBe(false);
  });
});

describe('F08: a damaged ledger', () => {
  it.each([
    ['cut in the middle of a record', (file: string) => truncateSync(file, statSync(file).size - 10)],
    ['changed in the middle', (file: string) => overwrite(file, 5000, randomBytes(16))],
  ])('that is %s does no harm: it is filled from the index again', async (_name, damage) => {
    const dir = await copy();
    damage(path.join(dir, 'ledger.log'));
    const first = await opened(dir);
    expect(await contentOf(first)).toEqual(content);
    await first.close();
    rmSync(path.join(dir, 'index.db'));
    const second = await opened(dir);
    expect(await contentOf(second)).toEqual(content);
  });
});

describe('F08: a program that was killed', () => {
  it.each(['index.db-wal', 'journal.db'])('and lost its %s finds everything it acknowledged', async (lost) => {
    const dir = await copy();
    const program = path.join(import.meta.dirname, 'programs', 'sign-and-die.ts');
    const run = spawnSync(process.execPath, [program, dir, store.draft], { encoding: 'utf8' });
    expect(run.signal, run.stderr).toBe('SIGKILL');
    rmSync(path.join(dir, lost));
    const station = await opened(dir);
    const reports = station.rooms.worklist
      .list('')
      .rows.flatMap((row) => station.rooms.reporting.forStudy({ studyId: row.studyId }).reports);
    expect(reports.find((report) => report.reportId === store.draft)?.state).toBe('final');
    expect((await station.rooms.archive.verify()).bad).toEqual([]);
  });
});
