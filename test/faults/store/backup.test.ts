import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishStore, readStoreFile } from '../../../electron/station/access/store-file.ts';
import { parseBackupReport } from '../../../electron/station/kernel/backup/backup-job.ts';
import { restoreBackup } from '../../../electron/station/kernel/backup/restore-backup.ts';
import { TURNS } from '../../../electron/station/kernel/backup/run-backup.ts';
import type { Station } from '../../../electron/station/station.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runCli } from '../../integration/helpers/run-cli.ts';
import { blobWorkerFile } from '../../integration/kernel/blob-fixture.ts';
import { contentOf, fullStore, importFiles } from './full-store.ts';
import type { FullStore } from './full-store.ts';
import { newStation, PASSPHRASE, stationOn } from './station-fixture.ts';

/** `npm test` kills after each fourth write, the long run after each. */
const EVERY_WRITE = process.env['NIGHTJAR_LONG'] === undefined ? 8 : 1;
const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-backup-'));
const to = path.join(folder, 'backup');
let store: FullStore;
let station: Station;

beforeAll(async () => {
  store = await fullStore(folder);
  station = newStation(store.dir);
  await station.unlock(null, PASSPHRASE);
});
afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

async function backUp(target = to): Promise<ReturnType<typeof parseBackupReport>> {
  const { jobs } = station.access.requireStore();
  return parseBackupReport(await jobs.wait(station.rooms.startBackup({ to: target })));
}

function restore(dir: string, from = to, secret = PASSPHRASE): Promise<{ readonly objects: number }> {
  const database = {};
  return restoreBackup({
    ...{ from, dir, blobWorkerFile, database, secret: { passphrase: secret } },
    finish: (made) => finishStore(dir, made),
  });
}

describe('a backup of an open store', () => {
  it('holds everything, copies only what is new the next time, and shows nothing in the clear', async () => {
    const first = await backUp();
    expect(first).toMatchObject({ already: 0, bad: 0 });
    expect(first?.objects).toBe(first?.copied);
    const more = path.join(await tempDir(), 'more.dcm');
    writeFileSync(more, ctImage([element(0x00080018, 'UI', '1.2.3.99')]));
    const importing = importFiles(station, more);
    await backUp();
    await importing;
    expect(await backUp()).toMatchObject({ objects: (first?.objects ?? 0) + 1, bad: 0 });
    expect((await backUp())?.copied).toBe(0);
    expect(readdirSync(path.join(to, 'sets'))).toHaveLength(2);
    for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(to, name);
      if (!statSync(file).isFile()) continue;
      const bytes = readFileSync(file);
      // Four letters alone stand in a megabyte of sealed bytes by chance, once in some thousand runs: they count in their place only.
      const clear = ['DOE^JANE', '1.2.840.10008'].filter((words) => bytes.includes(words));
      expect([name, clear, bytes.toString('latin1', 128, 132) === 'DICM']).toEqual([name, [], false]);
    }
  });

  it('becomes a store with the same studies, reports, drafts, measurements and audit trail', async () => {
    await backUp();
    const expected = await contentOf(station);
    const dir = path.join(await tempDir(), 'restored');
    await restore(dir);
    const restored = stationOn(dir);
    await restored.unlock(null, PASSPHRASE);
    const found = await contentOf(restored);
    expect(restored.access.requireStore().recoveries).toEqual([]);
    // The record of a backup is written after its copy of the trail.
    const commands = expected['commands'] as string[];
    expect(commands.slice(0, (found['commands'] as string[]).length)).toEqual(found['commands']);
    expect({ ...found, commands: [] }).toEqual({ ...expected, commands: [] });
  });

  it('refuses a folder in the store, one with other things, and the backup of another store', async () => {
    const other = await tempDir();
    writeFileSync(path.join(other, 'mine.txt'), 'x');
    const foreign = await tempDir();
    const manifest = JSON.parse(readFileSync(path.join(to, 'backup.json'), 'utf8')) as object;
    writeFileSync(path.join(foreign, 'backup.json'), JSON.stringify({ ...manifest, storeId: 'another' }));
    expect(await codeRejected(backUp(path.join(store.dir, 'inside')))).toBe('backup/in-store');
    expect(await codeRejected(backUp(other))).toBe('backup/folder-in-use');
    expect(await codeRejected(backUp(foreign))).toBe('backup/other-store');
  });

  it('leaves out what is damaged here and says so', async () => {
    const { index } = station.access.requireStore();
    // One of the files that are imported again below.
    const known = "SELECT blob_id FROM object WHERE sop_uid <> '1.2.3.99'";
    const blobId = index.prepare<[], string>(known).pluck().get() ?? '';
    const file = path.join(store.dir, 'blobs', blobId.slice(0, 2), blobId);
    appendFileSync(file, 'x');
    expect(await backUp(path.join(await tempDir(), 'fresh'))).toMatchObject({ bad: 1 });
    expect(await importFiles(station, store.files)).toMatchObject({ imported: 1 });
  });
});

describe('a restore', () => {
  it('never writes over a store or a folder with other things, and needs the passphrase', async () => {
    await backUp();
    const full = await tempDir();
    writeFileSync(path.join(full, 'mine.txt'), 'x');
    expect(await codeRejected(restore(full))).toBe('disk/exists');
    expect(await codeRejected(restore(store.dir))).toBe('access/store-exists');
    expect(await codeRejected(restore(path.join(await tempDir(), 's'), await tempDir()))).toBe('backup/missing');
    const dir = path.join(await tempDir(), 's');
    expect(await codeRejected(restore(dir, to, 'wrong horse battery'))).toBe('access/wrong-passphrase');
    expect(readStoreFile(dir)).toBeNull();
  });

  it('makes no store of a backup that lost or changed something, and the store when it is whole again', async () => {
    await backUp();
    const dir = path.join(await tempDir(), 's');
    // One that the present set names: the folder also keeps what only the set before names.
    const named = 'SELECT blob_id FROM object WHERE quarantined IS NULL LIMIT 1';
    const blobId = station.access.requireStore().index.prepare<[], string>(named).pluck().get() ?? '';
    const one = path.join(to, 'blobs', blobId.slice(0, 2), blobId);
    const whole = readFileSync(one);
    truncateSync(one, whole.length - 1);
    expect(await codeRejected(restore(dir))).toBe('backup/damaged');
    const spoiled = Uint8Array.from(whole);
    spoiled[300] = (spoiled[300] ?? 0) ^ 1;
    writeFileSync(one, spoiled);
    expect(await codeRejected(restore(dir))).toBe('backup/damaged');
    expect(readStoreFile(dir)).toBeNull();
    writeFileSync(one, whole);
    await restore(dir);
    expect(readStoreFile(dir)).not.toBeNull();
  });

  it.each(['backup', 'restore'])('and a backup that are killed after any write go on: %s', async (what) => {
    await backUp();
    await station.close();
    try {
      await killedUntilDone(what);
    } finally {
      station = newStation(store.dir);
      await station.unlock(null, PASSPHRASE);
    }
  });
});

async function killedUntilDone(what: string): Promise<void> {
  const place = await tempDir();
  const program = path.join(import.meta.dirname, 'programs', 'back-up-and-die.ts');
  const target = path.join(place, 'target');
  const from = what === 'backup' ? store.dir : to;
  let killed = 0;
  for (let writes = 1; writes < 200; writes += EVERY_WRITE) {
    const run = spawnSync(process.execPath, [program, what, from, target, String(writes)], { encoding: 'utf8' });
    if (run.status === 0) break;
    expect(run.signal, run.stderr).toBe('SIGKILL');
    killed += 1;
    // From here on it is a whole store: a further restore would refuse it.
    if (existsSync(path.join(target, 'store.json'))) break;
  }
  expect(killed).toBeGreaterThan(1);
  const dir = what === 'backup' ? path.join(place, 'restored') : target;
  if (what === 'backup') await restore(dir, target);
  const restored = stationOn(dir);
  await restored.unlock(null, PASSPHRASE);
  expect((await restored.rooms.archive.verify()).bad).toEqual([]);
  expect(restored.rooms.worklist.list('').rows).toHaveLength(3);
}

/** Blobs in a backup folder. */
const blobsIn = (target: string): readonly string[] =>
  readdirSync(path.join(target, 'blobs'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.basename(name))
    .filter((name) => name.length > 2)
    .sort();

const one = (target: string): string => blobsIn(target)[0] ?? '';
const placeOf = (target: string, blobId: string): string => path.join(target, 'blobs', blobId.slice(0, 2), blobId);

/** A bit falls over, of the pixels; the length stays. */
function rot(target: string, blobId: string): void {
  const file = placeOf(target, blobId);
  const bytes = readFileSync(file);
  const at = bytes.length - 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Whether a backup's copy of a blob is still what the store has. */
const isWhole = (target: string, blobId: string): boolean =>
  readFileSync(placeOf(target, blobId)).equals(readFileSync(placeOf(store.dir, blobId)));

describe('a backup folder over the years', () => {
  it('a copy that rots is found when its turn comes, and copied again', async () => {
    const target = path.join(await tempDir(), 'backup');
    await backUp(target);
    const blobId = one(target);
    rot(target, blobId);
    const file = path.join(target, 'backup.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { turn: number };
    const due = blobId.charCodeAt(blobId.length - 1) % TURNS;
    // Not yet.
    writeFileSync(file, JSON.stringify({ ...manifest, turn: due + 1 }));
    expect(await backUp(target)).toMatchObject({ copied: 0 });
    expect(isWhole(target, blobId)).toBe(false);
    writeFileSync(file, JSON.stringify({ ...manifest, turn: due + TURNS }));
    expect(await backUp(target)).toMatchObject({ copied: 1, bad: 0 });
    expect(isWhole(target, blobId)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ turn: due + TURNS + 1 });
  });

  it('keeps what this backup or the one before it names, what is in quarantine too, and nothing else', async () => {
    const target = path.join(await tempDir(), 'backup');
    await backUp(target);
    const { index } = station.access.requireStore();
    const all = blobsIn(target);
    const [first, second] = index
      .prepare<[], string>('SELECT blob_id FROM object WHERE quarantined IS NULL ORDER BY blob_id')
      .pluck()
      .all();
    if (first === undefined || second === undefined) throw new Error('too few objects');
    index.prepare("UPDATE object SET quarantined = 'now' WHERE blob_id = ?").run(first);
    // Stands for a study that is erased: its row goes, and comes back for the tests after this one.
    const row = index.prepare<[string], Record<string, unknown>>('SELECT * FROM object WHERE blob_id = ?').get(second);
    index.pragma('foreign_keys = OFF');
    index.prepare('DELETE FROM object WHERE blob_id = ?').run(second);
    try {
      await backUp(target);
      expect(blobsIn(target)).toEqual(all);
      await backUp(target);
      expect(blobsIn(target)).toEqual(all.filter((name) => name !== second));
    } finally {
      const names = Object.keys(row ?? {});
      index
        .prepare(`INSERT INTO object (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
        .run(row);
      index.prepare('UPDATE object SET quarantined = NULL WHERE blob_id = ?').run(first);
      index.pragma('foreign_keys = ON');
    }
  });
});

describe('the command line', () => {
  it('backs up and restores, and says what it did', async () => {
    await station.close();
    const place = await tempDir();
    const env = { NIGHTJAR_PASSPHRASE: PASSPHRASE };
    const target = path.join(place, 'backup');
    const backup = await runCli(['backup', '--to', target, '--data', store.dir], env);
    expect(backup.code, backup.stdout).toBe(0);
    expect(backup.documents).toMatchObject([{ already: 0, bad: 0 }]);
    const dir = path.join(place, 'store');
    const restored = await runCli(['restore', '--from', target, '--data', dir], env);
    expect(restored.code, restored.stdout).toBe(0);
    expect(restored.documents).toMatchObject([{ objects: (backup.documents[0] as { objects: number }).objects }]);
    const again = await runCli(['restore', '--from', target, '--data', dir], env);
    expect(again.documents).toMatchObject([{ error: { code: 'access/store-exists' } }]);
    expect((await runCli(['restore', '--from', target], env)).code).toBe(2);
    const verified = await runCli(['verify', '--data', dir], env);
    expect(verified.documents).toMatchObject([{ bad: [] }]);
    rot(target, one(target));
    const checked = await runCli(['backup', '--to', target, '--check', '--data', store.dir], env);
    expect(checked.documents).toMatchObject([{ copied: 1, bad: 0 }]);
    station = newStation(store.dir);
    await station.unlock(null, PASSPHRASE);
  });
});
