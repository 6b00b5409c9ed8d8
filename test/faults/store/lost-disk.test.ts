import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../../integration/helpers/run-cli.ts';
import { draw, importFiles, writeFiles } from './full-store.ts';
import { PASSPHRASE, stationOn } from './station-fixture.ts';

const run = (...words: readonly string[]): boolean => spawnSync(words[0] ?? '', words.slice(1)).status === 0;

/** A disk of its own, seen at two places: the second keeps it alive when the first is pulled out. */
function disk(): { readonly place: string; readonly keeper: string } | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-disk-'));
  const [place, keeper] = [path.join(folder, 'place'), path.join(folder, 'keeper')];
  mkdirSync(place);
  mkdirSync(keeper);
  if (run('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', keeper) && run('mount', '--bind', keeper, place)) {
    return { place, keeper };
  }
  rmSync(folder, { recursive: true, force: true });
  return null;
}

function remove({ place, keeper }: { readonly place: string; readonly keeper: string }): void {
  run('umount', '-l', place);
  run('umount', '-l', keeper);
  rmSync(path.dirname(place), { recursive: true, force: true });
}

function mayMount(): boolean {
  const tried = disk();
  if (tried !== null) remove(tried);
  return tried !== null;
}

async function stationOnDisk() {
  const mounted = disk();
  if (mounted === null) throw new Error('the disk could not be mounted');
  const files = path.join(await tempDir(), 'files');
  writeFiles(files);
  const station = stationOn(path.join(mounted.place, 'store'));
  onTestFinished(async () => {
    await station.close();
    remove(mounted);
  });
  await station.create('Ada Reader', PASSPHRASE);
  await importFiles(station, files);
  const [study] = station.rooms.worklist.list('').rows;
  if (study === undefined) throw new Error('no study');
  return { ...mounted, station, studyId: study.studyId };
}

/** Tells of the next word on the storage. */
function nextStorage(station: Station): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = station.events.on((event) => {
      if (event.name !== 'store.health') return;
      stop();
      resolve(event.payload.storage);
    });
  });
}

const codeOf = async (station: Station, name: string, request: unknown): Promise<string> => {
  const envelope = await station.call(name, request);
  return envelope.ok ? 'ok' : envelope.error.code;
};

describe.skipIf(!mayMount())('F11: a disk that goes away while the store is open', () => {
  it('pulled out: says so, saves nothing, shows what it can, and goes on when it is back', async () => {
    const { station, place, keeper, studyId } = await stationOnDisk();
    const measurement = await draw(station, studyId);
    const save = (): Promise<string> => codeOf(station, 'reading.saveMeasurement', { measurement });
    expect(await save()).toBe('ok');
    const lost = nextStorage(station);
    expect(run('umount', '-l', place)).toBe(true);
    expect(await lost).toBe('store/lost');
    expect(await save()).toBe('store/lost');
    expect(await codeOf(station, 'worklist.list', { search: '' })).toBe('ok');
    const health = await station.call('store.health', {});
    expect(health).toMatchObject({ ok: true, value: { storage: 'store/lost' } });
    const back = nextStorage(station);
    expect(run('mount', '--bind', keeper, place)).toBe(true);
    expect(await back).toBeNull();
    expect(await save()).toBe('ok');
    expect((await station.rooms.archive.verify()).bad).toEqual([]);
  });

  it('turned read-only by the system: refuses to save with the reason, keeps reading, and nothing that was saved is lost', async () => {
    const folder = await tempDir();
    const [image, place] = [path.join(folder, 'image'), path.join(folder, 'place')];
    mkdirSync(place);
    const make = run('truncate', '-s', '64M', image) && run('mkfs.ext4', '-q', image);
    expect(make && run('mount', '-o', 'loop', image, place)).toBe(true);
    onTestFinished(() => void run('umount', '-l', place));
    const files = path.join(folder, 'files');
    writeFiles(files);
    const first = stationOn(path.join(place, 'store'));
    await first.create('Ada Reader', PASSPHRASE);
    await importFiles(first, files);
    const studyId = first.rooms.worklist.list('').rows[0]?.studyId;
    if (studyId === undefined) throw new Error('no study');
    const measurement = await draw(first, studyId);
    // What ext4 does by itself when the disk under it fails.
    expect(run('mount', '-o', 'remount,abort', place)).toBe(true);
    const again = { measurement: { ...measurement, text: 'never kept' } };
    expect(await codeOf(first, 'reading.saveMeasurement', again)).toMatch(/^disk\//);
    expect(await codeOf(first, 'reading.saveMeasurement', again)).toBe('disk/read-only');
    expect(first.access.requireStore().storage.trouble).toBe('disk/read-only');
    expect(await codeOf(first, 'worklist.list', { search: '' })).toBe('ok');
    await first.lock().catch(() => null);
    expect(run('umount', place) && run('mount', '-o', 'loop', image, place)).toBe(true);
    const second = stationOn(path.join(place, 'store'));
    await second.unlock(null, PASSPHRASE);
    expect(second.rooms.reading.load({ studyId }).measurements.map(({ text }) => text)).toEqual(['']);
    expect((await second.rooms.archive.verify()).bad).toEqual([]);
    await second.close();
  });
});

describe('F10: two programs on one store', () => {
  it('the second is told in plain words and changes nothing; a killed first is no obstacle', async () => {
    const dir = path.join(await tempDir(), 'store');
    expect((await runCli(['doctor', '--data', dir])).code).toBe(0);
    const holder = path.join(import.meta.dirname, '../../integration/kernel/programs/hold-lock.ts');
    const child = spawn(process.execPath, [holder, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const second = await runCli(['studies', '--data', dir]);
    expect(second.code).toBe(1);
    expect(second.documents).toEqual([
      { error: { code: 'store/in-use', message: 'the store is open in another program' } },
    ]);
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
    expect((await runCli(['studies', '--data', dir])).code).toBe(0);
  });
});
